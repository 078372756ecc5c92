package io.mycel.js.engine;

import java.io.IOException;
import java.net.URI;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The files that {@code import} finds: a tree of its own that cannot be written, with {@code /} at
 * its top. Called by the thread of the context.
 */
@ConsumerType
public interface JsFiles {
  /** No file at all. */
  JsFiles NONE =
      new JsFiles() {
        @Override
        public String find(String path) {
          return null;
        }

        @Override
        public String find(URI url) {
          return null;
        }

        @Override
        public byte[] read(String path) {
          return null;
        }
      };

  /**
   * The file that an import means.
   *
   * @param path absolute and normal; a bare name such as {@code lodash} comes as {@code /lodash}
   * @return the file's own path, absolute and normal; null if there is none
   * @throws JsHostError with what the plugin is told, if it is refused or cannot be fetched
   */
  String find(String path) throws IOException;

  /**
   * The file that the import of a URL means: {@code https:}, {@code data:} ….
   *
   * @return its path, absolute and normal; null if there is none
   * @throws JsHostError with what the plugin is told, if it is refused or cannot be fetched
   */
  String find(URI url) throws IOException;

  /** The content of a file that was found; null if there is none. */
  byte[] read(String path) throws IOException;
}
