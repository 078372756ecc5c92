package io.mycel.api.plugin;

import java.util.Locale;

/** What a plugin is doing. */
public enum PluginState {
  /** It is on the disk; nobody has asked it to run. */
  INSTALLED,
  /** It waits for what it needs: a runtime, another plugin. The cause says for what. */
  WAITING,
  /** It is on its way. */
  STARTING,
  /** It runs, and its service is there. */
  ACTIVE,
  /** It does not run. The cause says why. */
  FAILED;

  /** As users see it, in lower case. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
