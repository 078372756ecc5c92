package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginSettings;
import io.mycel.api.plugin.UserInterface;
import io.mycel.plugins.internal.store.SetUps;
import java.nio.file.Path;
import java.util.Optional;

/** What all plugins may use. */
public interface Surroundings {

  /** What a plugin keeps. */
  PluginSettings settings(PluginId id);

  /** Where a workspace has files for its plugins; empty if this server has none. */
  Optional<Path> workspaceFolder(String workspace);

  /** Which plugins were set up before. */
  SetUps setUps();

  /** Libraries by their URLs. */
  PluginLibraries libraries();

  /** Where things are shown to people; null for where there is none. */
  UserInterface userInterface();

  /** The other plugins. */
  PluginManager plugins();

  /** Whether there is a hub at the moment. */
  boolean hasHub();
}
