package io.mycel.plugins.internal.plan;

import io.mycel.plugins.internal.store.InstalledPlugin;

/** Guards a plugin's place against a plugin of somebody else that has the same name. */
final class Takeover {
  private Takeover() {}

  static void refuse(InstalledPlugin before, InstalledPlugin after) throws PlanException {
    if (!before.owner().equalsIgnoreCase(after.owner())) {
      throw new PlanException(
          "'%s' is installed from %s, this one is of %s; remove it first, or install this one into"
                  .formatted(before.name(), before.owner(), after.owner())
              + " another workspace");
    }
    if (before.key() != null && !before.key().equals(after.key())) {
      throw new PlanException(
          "'%s' is signed with the key %s, this one %s; if its publisher says that this is meant,"
                  .formatted(
                      before.name(),
                      before.key(),
                      after.key() == null ? "is not signed" : "with " + after.key())
              + " remove it first");
    }
  }
}
