package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginSettings;
import io.mycel.api.plugin.UserInterface;

/** What all plugins may use. */
public interface Surroundings {

  /** What a plugin keeps. */
  PluginSettings settings(PluginId id);

  /** Libraries by their URLs. */
  PluginLibraries libraries();

  /** Where things are shown to people; null for where there is none. */
  UserInterface userInterface();

  /** The other plugins. */
  PluginManager plugins();

  /** Whether there is a hub at the moment. */
  boolean hasHub();
}
