package io.mycel.plugins.internal.source;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.index.BundleResource;
import io.mycel.plugins.internal.repository.RepositoryEntry;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.ArrayList;
import java.util.List;

/** Compares what a manifest says with the file: the file counts, but not against its hash. */
final class EntryCheck {
  private EntryCheck() {}

  static void hash(String repository, RepositoryEntry entry, String sha256)
      throws PluginSourceException {
    if (entry.sha256() != null && !entry.sha256().equalsIgnoreCase(sha256)) {
      throw new PluginSourceException(
          "the file of '%s' is not the one that %s lists: its SHA-256 is %s, listed is %s; refresh"
                  .formatted(entry.name(), repository, sha256, entry.sha256())
              + " the repository, and if that does not help, tell its publisher");
    }
  }

  static void hash(String what, String wanted, String found) throws PluginSourceException {
    if (!wanted.equals(found)) {
      throw new PluginSourceException(
          "%s is not what it was: its SHA-256 is %s, wanted is %s".formatted(what, found, wanted));
    }
  }

  /** What is called one plugin must not be another one: its place and its rights go by its name. */
  static void name(String what, InstalledPlugin plugin, PluginDescriptor read)
      throws PluginSourceException {
    String name =
        plugin.kind() == ContentKind.LIBRARY ? ContentReader.symbolicName(read) : read.name();
    if (!plugin.name().equals(name)) {
      throw new PluginSourceException(
          "the content of %s is another plugin, '%s'".formatted(what, name));
    }
  }

  static void hash(BundleResource bundle, String sha256) throws PluginSourceException {
    if (!bundle.content().sha256().equals(sha256)) {
      throw new PluginSourceException(
          "the file of the bundle %s is not the one that %s lists: its SHA-256 is %s, listed is %s"
              .formatted(bundle, bundle.repository(), sha256, bundle.content().sha256()));
    }
  }

  static List<String> warnings(String repository, RepositoryEntry entry, PluginDescriptor plugin)
      throws PluginSourceException {
    if (!plugin.name().equals(entry.name())) {
      throw new PluginSourceException(
          "the file of '%s' is another plugin, '%s'; tell the publisher of %s"
              .formatted(entry.name(), plugin.name(), repository));
    }
    List<String> warnings = new ArrayList<>();
    differs(warnings, repository, entry, "version", entry.version(), plugin.version());
    differs(warnings, repository, entry, "type", entry.type(), plugin.type());
    return warnings;
  }

  private static void differs(
      List<String> warnings,
      String repository,
      RepositoryEntry entry,
      String what,
      String listed,
      String found) {
    if (!listed.isEmpty() && !listed.equals(found)) {
      warnings.add(
          "'%s': %s lists %s %s, its file says %s; the file counts"
              .formatted(entry.name(), repository, what, listed, found));
    }
  }
}
