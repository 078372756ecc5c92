package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.store.InstalledPlugin;

/** What people read of plugins. */
final class Texts {
  private static final int MAX = 200;

  private Texts() {}

  /** What is installed, as its user wrote it; the text of a plugin file is not shown. */
  static String source(String source) {
    boolean text = source.indexOf('\n') >= 0 || source.length() > MAX;
    return text ? "(a text)" : source;
  }

  static String title(InstalledPlugin plugin) {
    String title = plugin.id() + " " + plugin.version();
    return plugin.tag() == null ? title : title + "@" + plugin.tag();
  }
}
