package io.mycel.plugins.internal.store;

import io.mycel.api.plugin.Isolation;
import java.util.List;

/**
 * What the user of a plugin has agreed to.
 *
 * @param isolation where it runs; null for in the server
 * @param permissions what it may do, as written
 * @param enabled false for a plugin that was stopped
 */
public record Agreement(Isolation isolation, List<String> permissions, boolean enabled) {
  /** Nothing but that it runs. */
  public static final Agreement STANDARD = new Agreement(null, List.of(), true);

  /** An agreement; the list is copied. */
  public Agreement {
    permissions = permissions == null ? List.of() : List.copyOf(permissions);
  }

  /** The same, for a plugin that is to run or not. */
  public Agreement enabled(boolean wanted) {
    return new Agreement(isolation, permissions, wanted);
  }
}
