package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginState;
import io.mycel.plugins.internal.life.Admission;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.life.View;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.SetUps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes another set of plugins the one that is there. The steps, and what stands on the disk if the
 * process dies behind each of them:
 *
 * <ol>
 *   <li>contents are put into the store, bundles into the framework: the old set, since only the
 *       profile counts, and what it does not name is taken away at the next start;
 *   <li>new versions of active plugins are started beside the old ones, and take over: still the
 *       old set. If one does not start, all go back;
 *   <li>the profile is written: the new set. New plugins start meanwhile, and end if it cannot be
 *       written;
 *   <li>old bundles are taken away.
 * </ol>
 */
final class Transaction {
  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  private final Life life;
  private final FrameworkBundles bundles;
  private final ContentStore contents;
  private final SetUps setUps;
  private final long patienceSeconds;
  private final Function<InstalledPlugin, String> forbidden;
  private final Executor beside;
  private final InstallTimes times = new InstallTimes();

  /** Writes down which plugins there are. */
  @FunctionalInterface
  interface Commit {
    /** Writes them; has no effect if it fails. */
    void run() throws IOException;
  }

  /**
   * A transaction.
   *
   * @param forbidden tells why a plugin must not run; null for one that may
   * @param patienceSeconds that a new version may take until it is active
   * @param beside does what need not be waited for at once
   */
  Transaction(
      Life life,
      FrameworkBundles bundles,
      ContentStore contents,
      SetUps setUps,
      Function<InstalledPlugin, String> forbidden,
      long patienceSeconds,
      Executor beside) {
    this.life = life;
    this.bundles = bundles;
    this.contents = contents;
    this.setUps = setUps;
    this.forbidden = forbidden;
    this.patienceSeconds = patienceSeconds;
    this.beside = beside;
  }

  /**
   * Does it, or nothing.
   *
   * @throws InstallException if it cannot be done
   */
  void run(Change change, Commit commit) throws InterruptedException {
    refuseForbiddenLibraries(change);
    Map<InstalledPlugin, Bundle> fresh = new LinkedHashMap<>();
    List<Change.Replaced> swapped = new ArrayList<>();
    CompletableFuture<Void> written = beside(() -> write(change));
    try {
      List<InstalledPlugin> changed = change.changed();
      for (InstalledPlugin plugin : changed) {
        install(plugin, change, fresh);
      }
      await(written);
      resolve(fresh.values()); // not beside: Felix may refuse to start what another thread resolves
      for (InstalledPlugin plugin : changed) {
        if (plugin.kind() == ContentKind.LIBRARY) {
          bundles.start(plugin, bundle(plugin));
        }
      }
      for (Change.Replaced replaced : change.replaced()) {
        if (takesOver(replaced)) {
          swapped.add(replaced);
          takeOver(replaced);
        }
      }
    } catch (InstallException | InterruptedException e) {
      undo(change, swapped, fresh);
      throw e;
    }
    CompletableFuture<Void> committed = beside(() -> commit(change, commit));
    try {
      beginAdded(change);
    } finally {
      try {
        committed.join(); // what may stand on the disk by now must not be taken back
      } catch (CompletionException e) {
        undo(change, swapped, fresh);
        throw new InstallException(String.valueOf(e.getCause().getMessage()), e.getCause());
      }
    }
    times.resolved(fresh.size(), System.nanoTime() - change.askedNanos());
    finish(change);
  }

  private static void commit(Change change, Commit commit) {
    try {
      commit.run();
    } catch (IOException e) {
      throw new InstallException(
          change.title() + ": it cannot be written down, and was not done: " + e, e);
    }
  }

  InstallTimes times() {
    return times;
  }

  private boolean takesOver(Change.Replaced replaced) {
    return isActive(replaced.old()) && Grants.isEnabled(replaced.plugin());
  }

  /** Refuses bundles that must not run, also as what is left in the place of others that go. */
  private void refuseForbiddenLibraries(Change change) {
    Set<String> going = new HashSet<>();
    change.removed().stream().filter(Transaction::isLibrary).forEach(it -> going.add(it.name()));
    List<InstalledPlugin> added = change.added();
    for (InstalledPlugin plugin : change.after()) {
      if (isLibrary(plugin) && (going.contains(plugin.name()) || added.contains(plugin))) {
        String cause = forbidden.apply(plugin);
        if (cause != null) {
          throw new InstallException(
              change.title() + ": the bundle " + Texts.title(plugin) + ": " + cause);
        }
      }
    }
  }

  private static boolean isLibrary(InstalledPlugin plugin) {
    return plugin.kind() == ContentKind.LIBRARY;
  }

  private CompletableFuture<Void> beside(Runnable work) {
    return CompletableFuture.runAsync(work, beside);
  }

  /** What does not resolve says so when it is started. */
  private void resolve(Collection<Bundle> fresh) {
    try {
      bundles.resolve(fresh);
    } catch (RuntimeException e) {
      LOG.debug("new bundles are not resolved yet", e);
    }
  }

  private void write(Change change) {
    try {
      for (byte[] content : change.contents().values()) {
        contents.put(content);
      }
    } catch (IOException e) {
      throw new InstallException(
          change.title() + ": the content cannot be kept, and nothing was done: " + e, e);
    }
  }

  private void install(InstalledPlugin plugin, Change change, Map<InstalledPlugin, Bundle> fresh) {
    if (bundles.find(plugin).isPresent()) {
      return;
    }
    byte[] content = change.contents().get(plugin.sha256());
    try {
      byte[] kept = content == null ? contents.get(plugin.sha256()) : content;
      fresh.put(plugin, bundles.install(plugin, kept));
    } catch (IOException e) {
      throw new InstallException(
          "the content of '" + plugin.name() + "' " + plugin.version() + " is not there: " + e, e);
    }
  }

  private Bundle bundle(InstalledPlugin plugin) {
    return bundles
        .find(plugin)
        .orElseThrow(
            () -> new InstallException("the bundle of '" + plugin.name() + "' was taken away"));
  }

  private boolean isActive(InstalledPlugin plugin) {
    return plugin.kind() != ContentKind.LIBRARY
        && life.view(Grants.id(plugin)).map(View::state).equals(Optional.of(PluginState.ACTIVE));
  }

  /** Starts the new version beside the old one, which goes when the new one is active. */
  private void takeOver(Change.Replaced replaced) throws InterruptedException {
    PluginId id = Grants.id(replaced.plugin());
    Bundle next = bundle(replaced.plugin());
    if (replaced.plugin().kind() == ContentKind.BUNDLE) {
      bundles.resolve(List.of(next)); // then it is known which bundles it would run with
    }
    String cause = forbidden.apply(replaced.plugin());
    if (cause != null) {
      throw new InstallException(Texts.title(replaced.plugin()) + ": " + cause);
    }
    Bundle old = bundle(replaced.old());
    await(life.prefer(id, old));
    await(life.admit(next, Grants.of(replaced.plugin())));
    bundles.start(replaced.plugin(), next);
    if (next.equals(old)) {
      return; // another tag, or other rights, of the same file
    }
    await(life.prefer(id, next));
    View view = await(life.settled(id, true));
    if (view.state() != PluginState.ACTIVE || view.bundle() != next.getBundleId()) {
      throw new InstallException(
          view.cause().isEmpty() ? id + " did not become active" : view.cause());
    }
  }

  private <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(patienceSeconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new InstallException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw new InstallException(
          InstallException.Kind.SERVER,
          "this took more than "
              + patienceSeconds
              + " s; see the logs of the plugins, or raise updateTimeoutSeconds of io.mycel.plugins",
          e);
    }
  }

  /** The old versions take over again, and nothing of the new ones is left. */
  private void undo(
      Change change, List<Change.Replaced> swapped, Map<InstalledPlugin, Bundle> fresh) {
    boolean interrupted = Thread.interrupted();
    try {
      for (InstalledPlugin plugin : change.added()) {
        forTheBest(plugin, () -> end(plugin));
      }
      for (Change.Replaced replaced : swapped) {
        PluginId id = Grants.id(replaced.old());
        Bundle old = bundle(replaced.old());
        await(life.admit(old, Grants.of(replaced.old())));
        await(life.prefer(id, old));
        await(life.settled(id, true));
        Optional<Bundle> next = bundles.find(replaced.plugin());
        if (next.isPresent() && !next.get().equals(old)) {
          await(life.dismiss(id, next.get()));
        }
      }
      fresh.values().forEach(bundles::uninstall);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (InstallException e) {
      LOG.error("what was begun could not be taken back: {}; a restart will", e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The new set is the one that counts: what is left to do must not fail. */
  private void finish(Change change) throws InterruptedException {
    for (Change.Replaced replaced : change.replaced()) {
      forTheBest(replaced.plugin(), () -> settleDown(replaced));
    }
    for (InstalledPlugin plugin : change.removed()) {
      forTheBest(plugin, () -> remove(plugin, change.after()));
    }
    for (Change.Replaced replaced : change.replaced()) {
      forTheBest(replaced.old(), () -> leave(replaced.old(), replaced.plugin(), change.after()));
    }
  }

  /** What was not there begins; a failure of one is its own. */
  private void beginAdded(Change change) throws InterruptedException {
    for (InstalledPlugin plugin : change.added()) {
      if (!isLibrary(plugin)) {
        forTheBest(plugin, () -> beginAll(List.of(plugin)));
      }
    }
  }

  /** A step that may be interrupted. */
  private interface Step {
    void run() throws InterruptedException;
  }

  private static void forTheBest(InstalledPlugin plugin, Step step) throws InterruptedException {
    try {
      step.run();
    } catch (InstallException e) {
      LOG.error("{}: {}", Grants.id(plugin), e.getMessage(), e);
    }
  }

  private void settleDown(Change.Replaced replaced) throws InterruptedException {
    if (replaced.plugin().kind() == ContentKind.LIBRARY) {
      return;
    }
    PluginId id = Grants.id(replaced.plugin());
    Bundle next = bundle(replaced.plugin());
    await(life.admit(next, Grants.of(replaced.plugin())));
    await(life.prefer(id, next));
    startOrTell(replaced.plugin(), next);
  }

  /**
   * Begins the life of plugins that were not there. One that cannot live is told, and does not keep
   * the others from it.
   */
  void beginAll(List<InstalledPlugin> plugins) throws InterruptedException {
    // first, since then it is known which other bundles they need
    bundles.resolve(
        plugins.stream().map(bundles::find).flatMap(Optional::stream).distinct().toList());
    Map<InstalledPlugin, Admission> all = new LinkedHashMap<>();
    for (InstalledPlugin plugin : plugins) {
      try {
        all.put(plugin, new Admission(bundle(plugin), Grants.of(plugin), forbidden.apply(plugin)));
      } catch (InstallException | IllegalArgumentException e) {
        LOG.error("plugin {}: {}", Grants.id(plugin), e.getMessage(), e);
      }
    }
    await(life.admit(List.copyOf(all.values())));
    for (Map.Entry<InstalledPlugin, Admission> each : all.entrySet()) {
      start(each.getKey(), each.getValue().bundle());
    }
  }

  private void start(InstalledPlugin plugin, Bundle bundle) throws InterruptedException {
    String cause;
    try {
      startOrStop(plugin, bundle, forbidden.apply(plugin));
      cause = forbidden.apply(plugin); // perhaps only now
    } catch (InstallException e) {
      cause = e.getMessage();
    }
    if (cause != null) {
      await(life.block(Grants.id(plugin), cause));
    }
  }

  /** A plugin of the profile that is not there: it is listed, with the reason. */
  void broken(InstalledPlugin plugin, String cause) throws InterruptedException {
    await(life.expect(Grants.of(plugin)));
    await(life.block(Grants.id(plugin), cause));
  }

  /** Stops a plugin that must not run any more, or lets it run again. */
  void judge(InstalledPlugin plugin) throws InterruptedException {
    Optional<Bundle> bundle = bundles.find(plugin);
    if (bundle.isEmpty()) {
      return;
    }
    if (plugin.kind() == ContentKind.LIBRARY) {
      library(plugin, bundle.get());
    } else {
      bundles.resolve(List.of(bundle.get()));
      startOrTell(plugin, bundle.get());
    }
  }

  /** Starts a bundle that plugins need, unless it must not run: then it ends. */
  void library(InstalledPlugin library, Bundle bundle) {
    try {
      if (forbidden.apply(library) == null) {
        bundles.start(library, bundle);
      } else {
        bundles.stop(library, bundle);
      }
    } catch (InstallException e) {
      LOG.error("{}", e.getMessage(), e);
    }
  }

  private void startOrTell(InstalledPlugin plugin, Bundle bundle) throws InterruptedException {
    String cause = forbidden.apply(plugin);
    // before its bundle starts: what must not run does not run for a moment either
    await(life.block(Grants.id(plugin), cause));
    try {
      startOrStop(plugin, bundle, cause);
    } catch (InstallException e) {
      await(life.block(Grants.id(plugin), e.getMessage()));
    }
  }

  /** The bundle of a plugin file has no code that runs by itself, and says what the plugin is. */
  private void startOrStop(InstalledPlugin plugin, Bundle bundle, String cause) {
    if (cause == null || plugin.kind() == ContentKind.FILE) {
      bundles.start(plugin, bundle);
    } else {
      bundles.stop(plugin, bundle);
    }
  }

  private void remove(InstalledPlugin plugin, List<InstalledPlugin> left)
      throws InterruptedException {
    end(plugin);
    uninstallUnlessUsed(plugin, left);
  }

  /** Ends a plugin for good; nothing is known of it afterwards. */
  private void end(InstalledPlugin plugin) throws InterruptedException {
    if (isLibrary(plugin)) {
      return;
    }
    PluginId id = Grants.id(plugin);
    Optional<Bundle> bundle = bundles.find(plugin);
    if (bundle.isPresent()) {
      await(life.dismiss(id, bundle.get()));
    }
    await(life.forget(id));
    try {
      setUps.remove(id);
    } catch (IOException e) {
      throw new InstallException("that it was set up is still kept: " + e, e);
    }
  }

  private void leave(InstalledPlugin old, InstalledPlugin now, List<InstalledPlugin> left)
      throws InterruptedException {
    Optional<Bundle> bundle = bundles.find(old);
    if (bundle.isPresent()
        && old.kind() != ContentKind.LIBRARY
        && !bundle.equals(bundles.find(now))) {
      await(life.dismiss(Grants.id(old), bundle.get()));
    }
    uninstallUnlessUsed(old, left);
  }

  /** One bundle may be the plugin of several workspaces. */
  private void uninstallUnlessUsed(InstalledPlugin plugin, List<InstalledPlugin> left) {
    String location = FrameworkBundles.location(plugin);
    boolean used = left.stream().map(FrameworkBundles::location).anyMatch(location::equals);
    if (!used) {
      bundles.find(plugin).ifPresent(bundles::uninstall);
    }
  }
}
