package io.mycel.bench.soak;

/** A newcomer was told to come again (503), as the server may while a bundle is replaced. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedException(String what) {
    super(what + " was refused with 503");
  }
}
