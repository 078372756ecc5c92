package io.mycel.api.plugin.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What authors of plugins and of repositories do with files: an OSGi service that needs no network,
 * and no runtime. Every method reads files in the thread that calls it.
 */
@ProviderType
public interface PluginTools {

  /**
   * What a plugin file says.
   *
   * @return never fails: what is wrong with the file stands in it
   */
  Inspection inspect(Path file);

  /**
   * Everything that is wrong with plugin files: with each of them, for each of its tags, and with
   * all together. A folder stands for the plugin files in it and below it, and for its manifest, if
   * it has one, which must agree with them.
   *
   * @return in the order of the files; empty if all is well
   * @throws IOException if something is not there or cannot be read
   */
  List<Finding> validate(List<Path> filesAndFolders) throws IOException;

  /**
   * Writes the {@code manifest.imjoy.json} of a folder, and its signature if there is a key.
   *
   * @param key the file of an Ed25519 key, as {@link #createKey} makes it
   * @return the files that were written, the manifest first
   * @throws IOException if the folder cannot be read or written
   * @throws IllegalArgumentException that lists, a line each, which files cannot be in a manifest
   *     and why, or says what is wrong with the key
   */
  List<Path> writeManifest(Path folder, Optional<Path> key) throws IOException;

  /**
   * Makes a key to sign with, in a new file that only this user can read.
   *
   * @return the public key, as manifests name it
   * @throws IOException if the file is there already, or cannot be written
   */
  String createKey(Path file) throws IOException;
}
