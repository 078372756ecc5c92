package io.mycel.plugins.internal.store;

import java.time.Instant;
import java.util.List;

/**
 * Which plugins are installed: one state of the whole set.
 *
 * @param format of the file that holds it
 * @param revision counted from 1; 0 for nothing yet
 * @param created when it was made
 * @param change what made it, for people: {@code install Tif File Importer@stable}
 * @param plugins in the order in which they start
 */
public record Profile(
    int format, long revision, Instant created, String change, List<InstalledPlugin> plugins) {

  static final int FORMAT = 1;

  /** Nothing installed. */
  static final Profile EMPTY = new Profile(FORMAT, 0, Instant.EPOCH, "", List.of());

  /** A profile; the list is copied. */
  public Profile {
    plugins = List.copyOf(plugins);
  }
}
