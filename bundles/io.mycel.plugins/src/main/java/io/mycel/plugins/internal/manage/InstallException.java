package io.mycel.plugins.internal.manage;

/** Something cannot be done with plugins, and nothing was. The message says why, and what to do. */
public final class InstallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose matter it is. */
  public enum Kind {
    /** What was asked for is not possible; unless something else caused it, the asker's. */
    INVALID,
    /** What was named is not there. */
    ABSENT,
    /** The server cannot do it now, whatever was asked for. */
    SERVER
  }

  private final Kind kind;

  InstallException(String message) {
    this(Kind.INVALID, message, null);
  }

  InstallException(String message, Throwable cause) {
    this(Kind.INVALID, message, cause);
  }

  InstallException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What was named is not there. */
  static InstallException absent(String message) {
    return new InstallException(Kind.ABSENT, message, null);
  }

  /** Whose matter it is. */
  public Kind kind() {
    return kind;
  }
}
