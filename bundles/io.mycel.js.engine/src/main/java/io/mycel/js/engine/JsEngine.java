package io.mycel.js.engine;

import org.osgi.annotation.versioning.ProviderType;

/** Runs JavaScript in contexts that see nothing of each other. Compiled code is shared by all. */
@ProviderType
public interface JsEngine extends AutoCloseable {

  /** What has been done so far. */
  record Counters(long opened, long closed, long cancelled) {
    /** Contexts that are open now. */
    public long open() {
      return opened - closed;
    }
  }

  /** Opens a context that may do nothing but compute. Used by one thread at a time. */
  JsContext newContext(JsContextOptions options);

  /** The engine and its version, for people. */
  String version();

  /** True if hot code is compiled to machine code; false for an interpreter. */
  boolean compiles();

  /** What has been done so far. */
  Counters counters();

  /** Cancels what still runs and frees all memory. */
  @Override
  void close();
}
