package io.mycel.plugins.internal.manage;

import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.plugins.internal.store.Profile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What clients ask of the manager of plugins: each public method is a function, its parameters may
 * be given by name or in order, and all but the first may be left out.
 */
public final class ManagerFunctions {
  private static final int LINES = 100;
  private static final User ADMINISTRATOR =
      new User(
          "plugin-manager",
          List.of("admin"),
          false,
          null,
          null,
          Map.of("*", Permission.ADMIN),
          null);

  private final Manager manager;
  private final World world;
  private final Finder finder;
  private final Transfer transfer;
  private final Queue queue;
  private final String standardWorkspace;

  ManagerFunctions(
      Manager manager, Sourcing sourcing, Queue queue, World world, String standardWorkspace) {
    this.manager = manager;
    this.finder = sourcing.finder();
    this.transfer = sourcing.transfer();
    this.queue = queue;
    this.world = world;
    this.standardWorkspace = standardWorkspace;
  }

  private PluginId id(String name, String workspace) {
    if (name == null || name.isBlank()) {
      throw new InstallException("say which plugin is meant: name='…'");
    }
    return new PluginId(workspace(workspace), name);
  }

  private String workspace(String workspace) {
    return workspace == null || workspace.isBlank() ? standardWorkspace : workspace;
  }

  /** The plugins, of all workspaces or of one. */
  public List<Map<String, Object>> list(String workspace) {
    return manager.plugins().stream()
        .filter(each -> workspace == null || each.id().workspace().equals(workspace))
        .map(Statuses::map)
        .toList();
  }

  /** The plugins of the repositories that words find; all of them without words. */
  public CompletionStage<List<Map<String, Object>>> search(String query) {
    return queue.aside(() -> finder.search(query));
  }

  /** The repositories, and how they were when they were last asked. */
  public List<Map<String, Object>> repositories() {
    return finder.list();
  }

  /** Adds a repository. */
  public CompletionStage<List<Map<String, Object>>> addRepository(String source) {
    return queue.aside(() -> finder.add(required(source)));
  }

  /** Forgets a repository; plugins that came from it stay. */
  public CompletionStage<Boolean> removeRepository(String source) {
    return queue.aside(() -> finder.remove(required(source)));
  }

  /** Forgets the key of a repository's publisher, and asks it: what it has now is believed. */
  public CompletionStage<List<Map<String, Object>>> forgetKey(String source) {
    return queue.aside(() -> finder.forgetKey(required(source)));
  }

  /** Asks all repositories. */
  public CompletionStage<List<Map<String, Object>>> refresh() {
    return queue.aside(finder::refresh);
  }

  /** Writes what is installed, with all that it needs, into a folder of this machine. */
  public CompletionStage<Map<String, Object>> mirror(String directory) {
    if (directory == null || directory.isBlank()) {
      throw new InstallException("say which folder: directory='/…'");
    }
    return queue.aside(() -> transfer.mirror(directory, manager.installed(), world.libraries()));
  }

  /** Exactly what is installed, as a lock file. */
  public String lock() throws IOException {
    return transfer.lock(manager.installed());
  }

  /** Installs exactly what a lock file says, from what lies beside it in its folder, if any. */
  public CompletionStage<List<Map<String, Object>>> importLock(String text, String directory) {
    if (text == null || text.isBlank()) {
      throw new InstallException("give the text of the lock file: text='…'");
    }
    return manager
        .installAll(
            "import of a lock file", () -> transfer.plan(text, directory, manager.installed()))
        .thenApply(all -> all.stream().map(Statuses::map).toList());
  }

  private static String required(String source) {
    if (source == null || source.isBlank()) {
      throw new InstallException("say which repository: source='owner/repo', a URL, or a folder");
    }
    return source;
  }

  private InstallRequest request(
      String source,
      String tag,
      String workspace,
      List<String> permissions,
      String isolation,
      Boolean start,
      Boolean keep) {
    if (source == null || source.isBlank()) {
      throw new InstallException("say what is to be installed: source='…'");
    }
    return new InstallRequest(
        source,
        tag == null || tag.isBlank() ? null : tag,
        workspace(workspace),
        permissions == null ? List.of() : permissions,
        isolation == null || isolation.isBlank() ? null : Isolation.of(isolation),
        start == null || start,
        keep == null || keep,
        null);
  }

  /** What an installation would do. */
  public CompletionStage<Map<String, Object>> plan(
      String source, String tag, String workspace, List<String> permissions, String isolation) {
    return manager
        .plan(request(source, tag, workspace, permissions, isolation, null, null))
        .thenApply(PlanForms::map);
  }

  /**
   * Installs a plugin, if {@code yes} says that its plan is agreed to. With the {@code sha256} of
   * the plan that was shown, nothing else than what was shown is installed.
   */
  public CompletionStage<Map<String, Object>> install(
      String source,
      String tag,
      String workspace,
      List<String> permissions,
      String isolation,
      Boolean yes,
      Boolean start,
      Boolean keep,
      String sha256) {
    InstallRequest request = request(source, tag, workspace, permissions, isolation, start, keep);
    if (yes == null || !yes) {
      return manager
          .plan(request)
          .thenApply(
              plan -> {
                throw new InstallException(
                    "this is what would be done; to agree, add yes=true: " + PlanForms.text(plan));
              });
    }
    return manager.install(request, sha256).thenApply(Statuses::map);
  }

  /**
   * Updates a plugin, or all of a workspace, or all if neither is named; tells what was done, a
   * line for each.
   */
  public CompletionStage<List<String>> update(String name, String workspace) {
    if (name == null || name.isBlank()) {
      return manager.updateAll(workspace == null || workspace.isBlank() ? null : workspace);
    }
    return manager.update(id(name, workspace));
  }

  /** Makes an earlier set of plugins the present one; the one before if no revision is named. */
  public CompletionStage<Map<String, Object>> rollback(Long revision) {
    return manager.rollback(revision == null ? 0 : revision).thenApply(ManagerFunctions::map);
  }

  /** The sets of plugins that there were, the oldest first. */
  public List<Map<String, Object>> history() throws IOException {
    return manager.history().stream().map(ManagerFunctions::map).toList();
  }

  private static Map<String, Object> map(Profile profile) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("revision", profile.revision());
    map.put("created", profile.created().toString());
    map.put("change", profile.change());
    map.put(
        "plugins",
        profile.plugins().stream()
            .map(plugin -> plugin.workspace() + "/" + Texts.title(plugin))
            .toList());
    return map;
  }

  /** Removes a plugin and what it kept. */
  public CompletionStage<Boolean> remove(String name, String workspace) {
    return manager.remove(id(name, workspace)).thenApply(done -> true);
  }

  /** Starts a plugin. */
  public CompletionStage<Map<String, Object>> start(String name, String workspace) {
    return manager.start(id(name, workspace)).thenApply(Statuses::map);
  }

  /** Stops a plugin. */
  public CompletionStage<Map<String, Object>> stop(String name, String workspace) {
    return manager.stop(id(name, workspace)).thenApply(Statuses::map);
  }

  /** Whether updates leave a plugin as it is; true if nothing is said. */
  public CompletionStage<Map<String, Object>> pin(String name, Boolean pinned, String workspace) {
    return manager.pin(id(name, workspace), pinned == null || pinned).thenApply(Statuses::map);
  }

  /** The last lines that a plugin has written. */
  public List<Map<String, Object>> log(String name, String workspace, Integer lines) {
    PluginId id = id(name, workspace);
    if (manager.plugin(id).isEmpty()) {
      throw PluginSet.absent(id);
    }
    return manager.log(id, lines == null ? LINES : lines).stream()
        .map(ManagerFunctions::map)
        .toList();
  }

  private static Map<String, Object> map(PluginLog.Line line) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("time_millis", line.timeMillis());
    map.put("level", line.level().name().toLowerCase(java.util.Locale.ROOT));
    map.put("text", line.text());
    return map;
  }

  /** Runs a plugin: its function {@code run}, with a context as ImJoy gives it. */
  public CompletionStage<Object> run(String name, String workspace, Map<String, Object> context) {
    PluginId id = id(name, workspace);
    PluginStatus status = manager.plugin(id).orElseThrow(() -> PluginSet.absent(id));
    if (status.state() != PluginState.ACTIVE) {
      return CompletableFuture.failedStage(
          new InstallException(
              "the plugin " + id + " is " + status.state().wire() + ": " + status.cause()));
    }
    Map<String, Object> given = new LinkedHashMap<>(Map.of("config", Map.of(), "data", Map.of()));
    given.putAll(context == null ? Map.of() : context);
    return world
        .hub()
        .orElseThrow(
            () ->
                new InstallException(
                    InstallException.Kind.SERVER, "there is no hub at the moment; try again", null))
        .call(
            ADMINISTRATOR,
            id.workspace(),
            status.clientId() + ":" + status.serviceId(),
            "run",
            List.of(given),
            Map.of());
  }
}
