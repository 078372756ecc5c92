package io.mycel.api.hub;

/** What a user may do in a workspace; each includes the ones before it. */
public enum Permission {
  /** See services and call them. */
  READ("r"),
  /** Register services. */
  READ_WRITE("rw"),
  /** Make tokens, close clients, delete. */
  ADMIN("a");

  private final String wire;

  Permission(String wire) {
    this.wire = wire;
  }

  /** As written in a user's scope on the wire: {@code r}, {@code rw}, {@code a}. */
  public String wire() {
    return wire;
  }
}
