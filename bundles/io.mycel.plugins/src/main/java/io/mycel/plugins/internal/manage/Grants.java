package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import io.mycel.plugins.internal.life.Grant;
import io.mycel.plugins.internal.life.Slug;
import io.mycel.plugins.internal.store.Agreement;
import io.mycel.plugins.internal.store.InstalledPlugin;

/** How the plugins of the profile are to live. */
final class Grants {
  private static final String DEFAULT_SERVICE = "default";

  private Grants() {}

  /** Which plugin it is. */
  static PluginId id(InstalledPlugin plugin) {
    return new PluginId(plugin.workspace(), plugin.id());
  }

  /** Whether it is to run. */
  static boolean isEnabled(InstalledPlugin plugin) {
    return agreement(plugin).enabled();
  }

  /** What its user has agreed to. */
  static Agreement agreement(InstalledPlugin plugin) {
    return plugin.agreement() == null ? Agreement.STANDARD : plugin.agreement();
  }

  /** How it is to live. */
  static Grant of(InstalledPlugin plugin) {
    Agreement agreement = agreement(plugin);
    boolean named = plugin.instance() == null;
    String slug = named ? Slug.of(plugin.name()) : plugin.instance();
    return new Grant(
        id(plugin),
        slug,
        named ? slug : DEFAULT_SERVICE,
        plugin.source(),
        plugin.url(),
        agreement.isolation() == null ? Isolation.IN_JVM : agreement.isolation(),
        agreement.permissions(),
        agreement.enabled(),
        true);
  }
}
