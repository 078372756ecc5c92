package io.mycel.bench.row;

import java.util.Locale;

/** The servers that are compared. */
public enum Peer {
  MYCEL,
  HYPHA,
  RELAY;

  /** As in options and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
