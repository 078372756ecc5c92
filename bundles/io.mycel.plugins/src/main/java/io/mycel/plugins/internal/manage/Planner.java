package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.InstallRequest;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.List;

/** Finds out what is to be done; may ask the network, and changes nothing. */
interface Planner {

  /**
   * What is to be done to install a plugin.
   *
   * @param installed what is there
   * @throws InstallException if it cannot be installed
   */
  Plan install(InstallRequest request, List<InstalledPlugin> installed) throws InterruptedException;

  /**
   * What is to be done to have the newest versions of plugins.
   *
   * @param plugins some of those that are there
   * @param installed what is there
   * @throws InstallException if that cannot be found out
   */
  Plan update(List<InstalledPlugin> plugins, List<InstalledPlugin> installed)
      throws InterruptedException;

  /**
   * The text of a plugin file.
   *
   * @throws InstallException if there is none
   */
  String read(String source) throws InterruptedException;

  /** The version that an update would bring, as far as it is known; empty if there is none. */
  String available(InstalledPlugin plugin);
}
