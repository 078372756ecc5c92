package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsFiles;
import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;

/** The files of a worker, which are known only when it begins. */
record LateFiles(Supplier<JsFiles> files) implements JsFiles {
  @Override
  public String find(String path) throws IOException {
    return files.get().find(path);
  }

  @Override
  public String find(URI url) throws IOException {
    return files.get().find(url);
  }

  @Override
  public byte[] read(String path) throws IOException {
    return files.get().read(path);
  }
}
