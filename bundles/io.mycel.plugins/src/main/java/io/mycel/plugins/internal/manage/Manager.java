package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.life.View;
import io.mycel.plugins.internal.plan.InstallPlanner;
import io.mycel.plugins.internal.store.Agreement;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.Profile;
import io.mycel.plugins.internal.store.SettingsStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The plugins of this server. What changes the set of them is done by one thread, in order. */
final class Manager implements PluginManager {
  private final Life life;
  private final Planner planner;
  private final PluginSet set;
  private final SettingsStore settings;
  private final Queue queue;
  private final Problems problems;
  private volatile Runnable whenRemoved = () -> {};

  Manager(
      Life life,
      Planner planner,
      PluginSet set,
      SettingsStore settings,
      Queue queue,
      Problems problems) {
    this.problems = problems;
    this.life = life;
    this.planner = planner;
    this.set = set;
    this.settings = settings;
    this.queue = queue;
  }

  /** Is told when a plugin was removed, which may have been in the way of another; never blocks. */
  void whenRemoved(Runnable listener) {
    whenRemoved = listener;
  }

  @Override
  public List<PluginStatus> plugins() {
    Map<PluginId, InstalledPlugin> installed = new HashMap<>();
    set.all().forEach(plugin -> installed.put(Grants.id(plugin), plugin));
    List<PluginStatus> all = new ArrayList<>();
    for (View view : life.views()) {
      all.add(
          problems.with(Statuses.of(view, installed.get(view.grant().id()), planner::available)));
    }
    all.addAll(problems.statuses());
    return all;
  }

  @Override
  public Optional<PluginStatus> plugin(PluginId id) {
    return life.view(id).map(this::status);
  }

  private PluginStatus status(View view) {
    return problems.with(
        Statuses.of(view, set.find(view.grant().id()).orElse(null), planner::available));
  }

  @Override
  public CompletionStage<PluginStatus> install(InstallRequest request) {
    return install(request, null);
  }

  /**
   * Installs a plugin as it was agreed to.
   *
   * @param agreed the hash of the plan that was shown; null if none was
   */
  CompletionStage<PluginStatus> install(InstallRequest request, String agreed) {
    long asked = System.nanoTime();
    return queue
        .call(
            "install " + Texts.source(request.source()),
            () -> {
              Plan plan = planner.install(request, set.all());
              if (agreed != null && !agreed.equals(PlanForms.sha256(plan))) {
                throw new InstallException(
                    "nothing was installed: it is no longer what was shown; look at it again: "
                        + PlanForms.text(plan));
              }
              return install(plan, request, asked);
            })
        .thenCompose(id -> life.settled(id, false))
        .thenApply(this::status);
  }

  /** What an install would do. */
  CompletionStage<Plan> plan(InstallRequest request) {
    return queue.call("plan", () -> planner.install(request, set.all()));
  }

  /** Which plugin a source is. */
  CompletionStage<PluginId> named(String source, String workspace) {
    return plan(InstallRequest.of(source, workspace)).thenApply(plan -> Grants.id(plan.wished()));
  }

  /** Does what was planned. */
  private PluginId install(Plan plan, InstallRequest request, long asked)
      throws InterruptedException {
    List<InstalledPlugin> before = set.all();
    List<InstalledPlugin> after = new ArrayList<>(before);
    Map<String, byte[]> contents = new HashMap<>();
    InstalledPlugin wished = plan.wished();
    for (Plan.Step step : plan.steps()) {
      boolean isWished = step.plugin() == wished;
      if (step.content() != null) {
        contents.put(step.plugin().sha256(), step.content());
      }
      InstalledPlugin plugin = step.plugin();
      if (isWished || step.content() != null) {
        plugin = plugin.agreed(agreement(step, isWished ? request : null));
      }
      place(after, plugin);
    }
    Change change = new Change("install " + Texts.title(wished), before, after, contents, asked);
    refuseSameClient(change);
    boolean keep = request.keep() && request.instance() == null;
    set.change(change, keep);
    return Grants.id(wished);
  }

  /**
   * What its user has agreed to.
   *
   * @param request what the wish was; null for what others need
   */
  static Agreement agreement(Plan.Step step, InstallRequest request) {
    Set<String> permissions = new LinkedHashSet<>(step.permissions());
    if (request == null) {
      boolean enabled = step.before() == null || Grants.agreement(step.before()).enabled();
      return new Agreement(step.isolation(), List.copyOf(permissions), enabled);
    }
    permissions.addAll(request.permissions());
    return new Agreement(step.isolation(), List.copyOf(permissions), request.start());
  }

  private static void place(List<InstalledPlugin> all, InstalledPlugin plugin) {
    for (int i = 0; i < all.size(); i++) {
      if (plugin.replaces(all.get(i))) {
        all.set(i, plugin);
        return;
      }
    }
    all.add(plugin);
  }

  /** Two plugins of one workspace must not have the same client at the hub. */
  private void refuseSameClient(Change change) {
    Set<PluginId> going = new HashSet<>();
    change.removed().forEach(plugin -> going.add(Grants.id(plugin)));
    Map<String, PluginId> fresh = new HashMap<>();
    for (InstalledPlugin plugin : change.changed()) {
      if (plugin.kind() == ContentKind.LIBRARY) {
        continue;
      }
      PluginId id = Grants.id(plugin);
      String client;
      try {
        client = Grants.of(plugin).clientId();
      } catch (IllegalArgumentException e) {
        throw new InstallException(e.getMessage(), e);
      }
      Optional<PluginId> other =
          Optional.ofNullable(fresh.put(plugin.workspace() + "/" + client, id))
              .or(
                  () ->
                      life.clients(plugin.workspace(), client).stream()
                          .filter(there -> !there.equals(id) && !going.contains(there))
                          .findFirst());
      if (other.isPresent()) {
        throw new InstallException(
            "the plugins '%s' and '%s' would both be the client '%s' of workspace %s: rename one, remove one, or install it in another workspace"
                .formatted(other.get().name(), plugin.id(), client, plugin.workspace()));
      }
    }
  }

  @Override
  public CompletionStage<String> read(String source) {
    return queue.aside(() -> planner.read(source));
  }

  /** Updates a plugin to its newest version, unless it is pinned; tells what was done. */
  CompletionStage<List<String>> update(PluginId id) {
    return queue.call(
        "update " + id, () -> update(planner.update(List.of(set.require(id)), set.all())));
  }

  /**
   * Updates plugins to their newest versions; those that are pinned stay.
   *
   * @param workspace null for all of them
   * @return what was done, a line for each plugin
   */
  CompletionStage<List<String>> updateAll(String workspace) {
    return queue.call(
        "update",
        () -> {
          List<InstalledPlugin> plugins =
              installed().stream()
                  .filter(plugin -> plugin.kind() != ContentKind.LIBRARY)
                  .filter(plugin -> workspace == null || workspace.equals(plugin.workspace()))
                  .toList();
          return update(planner.update(plugins, set.all()));
        });
  }

  /** Each plugin by itself: one that does not start does not keep the others from it. */
  private List<String> update(Plan plan) throws InterruptedException {
    List<String> done = new ArrayList<>(plan.warnings());
    for (Plan.Step step : plan.steps()) {
      if (step.content() == null) {
        if (step.why().equals(InstallPlanner.NOT_FOUND)) {
          continue; // a warning says it
        }
        done.add(
            "'"
                + step.plugin().name()
                + "' stays at "
                + step.plugin().version()
                + (step.plugin().pinned() ? ": it is pinned" : ": there is nothing newer"));
        continue;
      }
      List<InstalledPlugin> before = set.all();
      List<InstalledPlugin> after = new ArrayList<>(before);
      InstalledPlugin plugin = step.plugin().agreed(agreement(step, null));
      place(after, plugin);
      try {
        Change change =
            new Change(
                "update " + Texts.title(plugin),
                before,
                after,
                Map.of(plugin.sha256(), step.content()));
        refuseSameClient(change);
        set.change(change, true);
        done.add(
            "'%s' %s -> %s"
                .formatted(
                    plugin.name(),
                    step.before() == null ? "(new)" : step.before().version(),
                    plugin.version()));
      } catch (InstallException e) {
        life.note(Grants.id(plugin), e.getMessage());
        done.add("'" + plugin.name() + "' is not updated: " + e.getMessage());
      }
    }
    return done;
  }

  /** What is installed for good. */
  List<InstalledPlugin> installed() {
    return set.all().stream().filter(plugin -> plugin.instance() == null).toList();
  }

  /** Installs all that a plan says, or nothing. */
  CompletionStage<List<PluginStatus>> installAll(String title, Callable<Plan> planned) {
    return queue
        .call(title, () -> installAll(title, planned.call()))
        .thenCompose(this::settled)
        .thenApply(views -> views.stream().map(this::status).toList());
  }

  private CompletionStage<List<View>> settled(List<PluginId> ids) {
    CompletionStage<List<View>> all = CompletableFuture.completedStage(List.of());
    for (PluginId id : ids) {
      all = all.thenCombine(life.settled(id, false), Manager::with);
    }
    return all;
  }

  private static List<View> with(List<View> some, View more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private List<PluginId> installAll(String title, Plan plan) throws InterruptedException {
    List<InstalledPlugin> before = set.all();
    List<InstalledPlugin> after = new ArrayList<>(before);
    Map<String, byte[]> contents = new HashMap<>();
    List<PluginId> ids = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      InstalledPlugin plugin = step.plugin();
      if (step.content() != null) {
        contents.put(plugin.sha256(), step.content());
        plugin = plugin.agreed(agreement(step, null));
      }
      place(after, plugin);
      if (plugin.kind() != ContentKind.LIBRARY) {
        ids.add(Grants.id(plugin));
      }
    }
    Change change = new Change(title, before, after, contents);
    refuseSameClient(change);
    set.change(change, true);
    return ids;
  }

  /** The sets of plugins that there were, the oldest first. */
  List<Profile> history() throws IOException {
    return set.history();
  }

  /**
   * Makes an earlier set of plugins the present one.
   *
   * @param revision 0 for the one before the present one
   */
  CompletionStage<Profile> rollback(long revision) {
    return queue.call("rollback", () -> set.rollback(revision));
  }

  /** Whether updates leave a plugin as it is. */
  CompletionStage<PluginStatus> pin(PluginId id, boolean pinned) {
    return queue
        .call(
            "pin",
            () -> {
              alter(id, (pinned ? "pin " : "unpin ") + id, plugin -> plugin.pinned(pinned));
              return id;
            })
        .thenApply(done -> plugin(id).orElseThrow());
  }

  private void alter(PluginId id, String title, UnaryOperator<InstalledPlugin> how)
      throws InterruptedException {
    InstalledPlugin plugin = set.require(id);
    List<InstalledPlugin> before = set.all();
    List<InstalledPlugin> after = new ArrayList<>(before);
    place(after, how.apply(plugin));
    set.change(new Change(title, before, after, Map.of()), true);
  }

  @Override
  public CompletionStage<PluginStatus> start(PluginId id) {
    return enable(id, true);
  }

  @Override
  public CompletionStage<PluginStatus> stop(PluginId id) {
    return enable(id, false);
  }

  private CompletionStage<PluginStatus> enable(PluginId id, boolean wanted) {
    return queue
        .call(
            wanted ? "start" : "stop",
            () -> {
              if (set.find(id).isPresent()) {
                alter(
                    id,
                    (wanted ? "start " : "stop ") + id,
                    plugin -> plugin.agreed(Grants.agreement(plugin).enabled(wanted)));
              } else if (life.view(id).isEmpty()) {
                throw PluginSet.absent(id);
              }
              return id;
            })
        .thenCompose(done -> life.enable(id, wanted))
        .thenCompose(done -> life.settled(id, false))
        .thenApply(this::status);
  }

  @Override
  public CompletionStage<Void> remove(PluginId id) {
    return queue.call(
        "remove " + id,
        () -> {
          InstalledPlugin plugin = set.require(id);
          Set<String> needing = dependents(id);
          if (!needing.isEmpty()) {
            throw new InstallException(
                "the plugin " + id + " is needed by " + needing + "; remove them first");
          }
          List<InstalledPlugin> before = set.all();
          List<InstalledPlugin> after = new ArrayList<>(before);
          after.remove(plugin);
          set.change(new Change("remove " + Texts.title(plugin), before, after, Map.of()), true);
          whenRemoved.run();
          try {
            settings.remove(id);
          } catch (IOException e) {
            throw new InstallException(
                "the plugin " + id + " is removed, but what it kept is not: " + e, e);
          }
          return null;
        });
  }

  private Set<String> dependents(PluginId id) {
    return new TreeSet<>(life.dependents(id));
  }

  @Override
  public List<PluginLog.Line> log(PluginId id, int atMost) {
    return life.log(id).map(log -> log.last(atMost)).orElse(List.of());
  }

  /** Whether something is installed, or is about to be. */
  CompletableFuture<Void> quiet() {
    return queue.call("wait", () -> (Void) null).toCompletableFuture();
  }
}
