package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.PluginSettings;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.plugin.UserInterface;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.plugins.internal.life.Extender;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.life.LifeLimits;
import io.mycel.plugins.internal.life.Surroundings;
import io.mycel.plugins.internal.life.View;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.Disk;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.ProfileStore;
import io.mycel.plugins.internal.store.SetUps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * A small host of plugins in a process of its own: it makes one version of a plugin the present
 * one, and dies, or finds its disk full, before a certain write. Then it says what is there.
 */
public final class CrashProgram {
  static final int KILLED = 137;
  private static final PluginId ID = new PluginId("public", "Survivor");

  private CrashProgram() {}

  /** What happens before which write. */
  private static final class FailingDisk extends Disk {
    private final String how;
    private int left;

    FailingDisk(String how, int left) {
      this.how = how;
      this.left = left;
    }

    private void step() throws IOException {
      left--;
      if (left == 0 && how.equals("kill")) {
        Runtime.getRuntime().halt(KILLED);
      } else if (left == 0 && how.equals("full")) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    protected void put(Path part, byte[] content) throws IOException {
      step();
      super.put(part, content);
      step();
    }

    @Override
    protected void move(Path part, Path file) throws IOException {
      step();
      super.move(part, file);
      if (how.equals("kill")) {
        step();
      }
    }
  }

  /** Nothing but what is needed. */
  record Nothing(SetUps setUps) implements Surroundings {
    @Override
    public PluginSettings settings(PluginId id) {
      return null;
    }

    @Override
    public Optional<Path> workspaceFolder(String workspace) {
      return Optional.empty();
    }

    @Override
    public PluginLibraries libraries() {
      return null;
    }

    @Override
    public UserInterface userInterface() {
      return null;
    }

    @Override
    public PluginManager plugins() {
      return null;
    }

    @Override
    public boolean hasHub() {
      return false;
    }
  }

  record Running() implements RunningPlugin {
    @Override
    public Map<String, Object> members() {
      return Map.of("run", (RpcFunction) call -> 1);
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedStage(null);
    }
  }

  private static CompletionStage<RunningPlugin> start(PluginContext plugin) {
    return CompletableFuture.completedStage(new Running());
  }

  /**
   * Runs it.
   *
   * @param args folder, version ({@code -} for none), how it fails, before which step
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Felix felix =
        new Felix(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                folder.resolve("cache").toString(),
                Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                "osgi.extender;osgi.extender=mycel.plugin;version:Version=1.0.0"));
    felix.start();
    BundleContext context = felix.getBundleContext();
    SetUps setUps = new SetUps(folder.resolve("set-up"));
    Life life = new Life(context, new Nothing(setUps), LifeLimits.STANDARD, InstantSource.system());
    Extender extender = new Extender(context, life, "public");
    FrameworkBundles bundles = new FrameworkBundles(context);
    Disk disk = new FailingDisk(args[2], Integer.parseInt(args[3]));
    ContentStore contents = new ContentStore(folder.resolve("content"), disk);
    PluginSet set =
        new PluginSet(
            new ProfileStore(folder.resolve("profile"), disk, InstantSource.system(), 10),
            contents,
            bundles,
            new Transaction(life, bundles, contents, setUps, plugin -> null, 30, Runnable::run));
    extender.open();
    context.registerService(
        PluginRuntime.class,
        CrashProgram::start,
        new Hashtable<>(Map.of(PluginRuntime.TYPES, "test-type")));
    set.open();
    String outcome = "";
    if (!args[1].equals("-")) {
      try {
        change(set, args[1]);
      } catch (InstallException e) {
        outcome = " REFUSED";
      }
    }
    System.out.println("SET" + describe(set, bundles, life) + outcome);
    life.close();
    extender.close();
    felix.stop();
    felix.waitForStop(10_000);
  }

  private static void change(PluginSet set, String version) throws InterruptedException {
    byte[] content =
        "<config>{\"name\": \"Survivor\", \"type\": \"test-type\", \"version\": \"%s\"}</config>"
            .formatted(version)
            .getBytes(StandardCharsets.UTF_8);
    String hash = ContentStore.sha256(content);
    InstalledPlugin plugin =
        new InstalledPlugin(
            "local",
            ID.name(),
            null,
            ID.workspace(),
            "survivor.imjoy.html",
            null,
            null,
            ContentKind.FILE,
            version,
            hash,
            null,
            false,
            false);
    set.change(
        new Change("install " + version, set.all(), List.of(plugin), Map.of(hash, content)), true);
  }

  private static String describe(PluginSet set, FrameworkBundles bundles, Life life)
      throws Exception {
    StringBuilder text = new StringBuilder();
    for (InstalledPlugin plugin : set.all()) {
      View view =
          life.settled(Grants.id(plugin), true).toCompletableFuture().get(30, TimeUnit.SECONDS);
      text.append(' ').append(plugin.version()).append(' ').append(view.version());
      text.append(' ').append(view.state().wire());
    }
    for (Bundle bundle : bundles.managed()) {
      text.append(' ').append(bundle.getVersion().toString().replaceFirst("\\.r-.*", ""));
    }
    return text.toString();
  }
}
