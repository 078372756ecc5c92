package io.mycel.api.hub;

/** A request that the hub refuses. */
public class HubException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** The token or the user is not accepted. */
    UNAUTHENTICATED,
    /** The user may not. */
    PERMISSION,
    /** No such workspace, client or service. */
    NOT_FOUND,
    /** It is there already. */
    CONFLICT,
    /** The request makes no sense. */
    INVALID,
    /** This hub does not offer it. */
    UNAVAILABLE,
    /** This hub goes; the next one, or this one started again, may be asked. */
    STOPPED
  }

  private final Kind kind;

  /**
   * A refusal.
   *
   * @param message for the client: what, where, and the remedy
   */
  public HubException(Kind kind, String message) {
    // an answer to a client and not a defect: nobody needs to know where it was made
    super(message, null, false, false);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
