package io.mycel.runtime.platform;

/** What became of the attempt to listen. */
public sealed interface Listening {

  /** Clients can come. */
  record At(String uri) implements Listening {}

  /** Nothing listens, and nothing will. */
  record Failed(String reason) implements Listening {}

  /** Nothing said anything in time. */
  record Silent() implements Listening {}
}
