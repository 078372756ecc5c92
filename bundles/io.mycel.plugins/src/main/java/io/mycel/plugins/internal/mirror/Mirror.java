package io.mycel.plugins.internal.mirror;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mycel.api.plugin.PluginLibraries;
import io.mycel.plugins.internal.bundle.BundleName;
import io.mycel.plugins.internal.bundle.JarLimits;
import io.mycel.plugins.internal.bundle.JavaBundle;
import io.mycel.plugins.internal.index.HeaderResource;
import io.mycel.plugins.internal.index.IndexWriter;
import io.mycel.plugins.internal.library.LibraryStore;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.Disk;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.JsonFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Writes everything that a set of plugins needs into one folder: a repository of these plugins and
 * their bundles, their libraries, and a lock file. It installs without a network.
 */
public final class Mirror {
  private static final String LIBRARIES = "libraries";

  private final PluginLibraries libraries;
  private final LibraryStore store;
  private final InstantSource clock;
  private final Disk disk = new Disk();

  /**
   * A plugin with its content.
   *
   * @param plugin as the profile holds it
   */
  public record Item(InstalledPlugin plugin, Resolved content) {}

  /**
   * A writer of mirrors.
   *
   * @param store in which what was fetched from the libraries is kept
   */
  public Mirror(PluginLibraries libraries, LibraryStore store, InstantSource clock) {
    this.libraries = libraries;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Writes a mirror.
   *
   * @param folder which is made when there is none
   * @return what could not be had, for the user
   */
  public List<String> write(Path folder, List<Item> items)
      throws IOException, InterruptedException {
    List<String> warnings = new ArrayList<>();
    List<LockedPlugin> locked = new ArrayList<>();
    List<IndexWriter.Item> bundles = new ArrayList<>();
    ArrayNode plugins = JsonNodeFactory.instance.arrayNode();
    Set<String> names = new LinkedHashSet<>();
    Set<URI> urls = new LinkedHashSet<>();
    for (Item item : items) {
      String file = file(item.plugin());
      byte[] content = item.content().content();
      disk.write(folder.resolve(file), content);
      locked.add(LockedPlugin.of(item.plugin(), file));
      if (item.plugin().kind() != ContentKind.FILE) {
        JavaBundle jar = JavaBundle.read(file, content, JarLimits.NONE);
        bundles.add(
            new IndexWriter.Item(
                HeaderResource.of(jar.headers()), file, item.plugin().sha256(), content.length));
      }
      if (item.plugin().kind() == ContentKind.LIBRARY) {
        continue;
      }
      if (names.add(item.plugin().name())) {
        plugins.add(entry(item, file));
      } else {
        warnings.add(
            "'%s' of %s is only in the lock file: there is another one of that name"
                .formatted(item.plugin().name(), item.plugin().owner()));
      }
      urls.addAll(LibraryReferences.of(item.content().plugin()));
    }
    libraries(folder, urls, warnings);
    disk.write(
        folder.resolve("index.xml"), IndexWriter.write(folder.getFileName().toString(), bundles));
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("name", folder.getFileName().toString()).put("version", "0.1.0");
    manifest.set("plugins", plugins);
    disk.write(folder.resolve("manifest.imjoy.json"), JsonFile.bytes(manifest));
    disk.write(folder.resolve(LockFile.NAME), LockFile.ofLocked(locked).bytes());
    return warnings;
  }

  private static String file(InstalledPlugin plugin) {
    return "plugins/%s-%s%s"
        .formatted(
            BundleName.of(plugin.owner(), plugin.name(), null).substring("mycel.plugin.".length()),
            plugin.sha256().substring(0, 12),
            plugin.kind() == ContentKind.FILE ? ".imjoy.html" : ".jar");
  }

  private static ObjectNode entry(Item item, String file) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("name", item.plugin().name());
    entry.put("type", item.content().plugin().type());
    entry.put("version", item.plugin().version());
    entry.put("description", item.content().plugin().description());
    ArrayNode tags = entry.putArray("tags");
    item.content().plugin().tags().forEach(tags::add);
    entry.put("uri", file);
    entry.put("sha256", item.plugin().sha256());
    return entry;
  }

  private void libraries(Path folder, Set<URI> urls, List<String> warnings)
      throws IOException, InterruptedException {
    LibraryStore there = new LibraryStore(folder.resolve(LIBRARIES), Long.MAX_VALUE, clock);
    for (URI url : urls) {
      CompletableFuture<PluginLibraries.Library> library =
          libraries.fetch(url).toCompletableFuture();
      try {
        byte[] content = library.get().content();
        Optional<LibraryStore.Fetched> fetched = store.fetched(url);
        if (fetched.isPresent()) {
          there.keep(fetched.get(), content);
        }
      } catch (ExecutionException e) {
        warnings.add(e.getCause().getMessage());
      }
    }
  }

  /**
   * Takes the libraries of a mirror, those that are not there yet.
   *
   * @param store into which they go
   * @return how many
   */
  public static int take(Path folder, LibraryStore store, InstantSource clock) throws IOException {
    LibraryStore from = new LibraryStore(folder.resolve(LIBRARIES), Long.MAX_VALUE, clock);
    int taken = 0;
    for (LibraryStore.Fetched each : from.all()) {
      Optional<LibraryStore.Fetched> known = store.fetched(URI.create(each.url()));
      boolean there = known.isPresent() && store.content(known.get().sha256()).isPresent();
      Optional<byte[]> content = from.content(each.sha256());
      if (!there && content.isPresent()) {
        store.keep(each, content.get());
        taken++;
      }
    }
    return taken;
  }
}
