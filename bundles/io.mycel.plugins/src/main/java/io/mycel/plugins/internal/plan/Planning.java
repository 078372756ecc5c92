package io.mycel.plugins.internal.plan;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.install.PluginUri;
import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.source.Scope;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One plan in the making: plugins are placed depth first, so what others need comes first. */
final class Planning {
  private static final String WISHED = "wished";
  private static final String LOCKED = "locked";

  private final PluginSources sources;
  private final BundleRequirements requirements;
  private final PlanLimits limits;
  private final List<InstalledPlugin> installed;
  private final List<Wanted> wanted = new ArrayList<>();
  private final List<InstallStep> steps = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** The plugins on the way from a wish to what is being placed. */
  private final List<InstalledPlugin> path = new ArrayList<>();

  private long bytes;

  /** What is to be there in the end, whoever else needs it. */
  private record Wanted(InstalledPlugin plugin, Resolved content, String why) {}

  Planning(
      PluginSources sources,
      BundleRequirements requirements,
      PlanLimits limits,
      List<InstalledPlugin> installed) {
    this.sources = sources;
    this.requirements = requirements;
    this.limits = limits;
    this.installed = installed;
  }

  /** The plan: all that is wanted, each after what it depends on. */
  InstallPlan plan() throws PlanException, InterruptedException {
    for (Wanted each : wanted) {
      place(each.plugin(), each.content(), each.why());
    }
    new Cycles(sources, steps, installed).refuse();
    return new InstallPlan(steps, warnings);
  }

  void wish(Wish wish, Resolved content) {
    InstalledPlugin plugin = plugin(content, wish.workspace(), false, wish.pin());
    Optional<InstalledPlugin> there = there(plugin);
    if (there.isPresent() && there.get().pinned() && !wish.pin() && differs(plugin, there.get())) {
      warnings.add("'" + plugin.name() + "' is pinned and stays as it is; unpin it first");
      keep(there.get(), "pinned");
      return;
    }
    wanted.add(new Wanted(plugin, content, WISHED));
  }

  void exact(ExactPlugin exact) throws PlanException {
    InstalledPlugin plugin = exact.plugin();
    Optional<InstallStep> planned =
        steps.stream().filter(step -> step.plugin().replaces(plugin)).findFirst();
    if (planned.isPresent()) {
      refuseConflict(planned.get(), plugin, LOCKED);
      return;
    }
    add(step(plugin, exact.content(), LOCKED));
  }

  void update(InstalledPlugin before, Resolved content) {
    if (Versions.compare(content.plugin().version(), before.version()) < 0) {
      warnings.add(
          "'%s' stays at version %s, what is found is older: %s"
              .formatted(before.name(), before.version(), content.plugin().version()));
      keep(before, "newer than what is found");
      return;
    }
    InstalledPlugin plugin = plugin(content, before.workspace(), before.dependency(), false);
    wanted.add(new Wanted(plugin, content, "update"));
  }

  void keep(InstalledPlugin plugin, String why) {
    if (steps.stream().noneMatch(step -> step.plugin().replaces(plugin))) {
      steps.add(new InstallStep.Keep(plugin, why));
    }
  }

  private void place(InstalledPlugin plugin, Resolved content, String why)
      throws PlanException, InterruptedException {
    Cycles.refuse(path, plugin);
    Optional<InstallStep> planned =
        steps.stream().filter(step -> step.plugin().replaces(plugin)).findFirst();
    if (planned.isPresent()) {
      refuseConflict(planned.get(), plugin, why);
      return;
    }
    path.add(plugin);
    if (content.kind() != ContentKind.FILE) {
      libraries(content);
    }
    for (String dependency : content.plugin().dependencies()) {
      dependency(dependency, plugin, content.scope());
    }
    path.remove(path.size() - 1);
    warnings.addAll(content.warnings());
    add(step(plugin, content, why));
  }

  private void add(InstallStep step) throws PlanException {
    if (steps.size() >= limits.steps()) {
      throw new PlanException(
          "this needs more than " + limits.steps() + " plugins; install fewer at once");
    }
    bytes += step.content() == null ? 0 : step.content().size();
    if (bytes > limits.bytes()) {
      throw new PlanException(
          "this needs more than "
              + limits.bytes()
              + " bytes; install fewer plugins at once, or raise maxInstallBytes of"
              + " io.mycel.plugins");
    }
    steps.add(step);
  }

  private InstallStep step(InstalledPlugin plugin, Resolved content, String why)
      throws PlanException {
    List<String> permissions = AskedPermissions.of(content.plugin());
    Optional<InstalledPlugin> there = there(plugin);
    if (there.isEmpty()) {
      return new InstallStep.Install(plugin, content, permissions, why);
    }
    InstalledPlugin before = there.get();
    Takeover.refuse(before, plugin);
    if (!differs(plugin, before)) {
      return new InstallStep.Keep(plugin.asWishedAs(before), why);
    }
    if (Versions.compare(plugin.version(), before.version()) < 0) {
      warnings.add(
          "'%s' goes back from version %s to %s"
              .formatted(plugin.name(), before.version(), plugin.version()));
    }
    return new InstallStep.Update(plugin.asWishedAs(before), before, content, permissions, why);
  }

  private void dependency(String uri, InstalledPlugin of, Scope scope)
      throws PlanException, InterruptedException {
    String why = "dependency of '" + of.name() + "'";
    try {
      PluginUri parsed = sources.parse(uri);
      Optional<Wanted> also =
          wanted.stream()
              .filter(each -> satisfies(each.plugin(), parsed, uri, of.workspace()))
              .findFirst();
      if (also.isPresent()) {
        place(also.get().plugin(), also.get().content(), also.get().why());
        return;
      }
      Optional<InstalledPlugin> there =
          installed.stream()
              .filter(each -> satisfies(each, parsed, uri, of.workspace()))
              .findFirst();
      if (there.isPresent()) {
        keep(there.get(), why);
        return;
      }
      Resolved content = sources.resolve(parsed, uri, scope);
      place(plugin(content, of.workspace(), true, false), content, why);
    } catch (PluginSourceException e) {
      throw new PlanException(why + ": " + e.getMessage(), e);
    }
  }

  /** True if a plugin is what a dependency names. */
  static boolean satisfies(InstalledPlugin plugin, PluginUri uri, String text, String workspace) {
    if (!workspace.equals(plugin.workspace())) {
      return false;
    }
    if (uri instanceof PluginUri.Named named) {
      return plugin.name().equals(named.name());
    }
    if (uri instanceof PluginUri.InRepository in) {
      String owner = in.owner() + '/' + in.repository();
      return plugin.name().equals(in.name()) && plugin.owner().equalsIgnoreCase(owner);
    }
    return text.equals(plugin.source());
  }

  private void libraries(Resolved bundle) throws PlanException, InterruptedException {
    String why = "bundle that '" + bundle.plugin().name() + "' needs";
    for (Resolved library : requirements.of(bundle)) {
      InstalledPlugin plugin = plugin(library, null, true, false);
      boolean known =
          there(plugin).isPresent()
              || steps.stream().anyMatch(step -> step.plugin().replaces(plugin));
      if (!known) {
        add(new InstallStep.Install(plugin, library, List.of(), why));
      }
    }
  }

  private static void refuseConflict(InstallStep planned, InstalledPlugin plugin, String why)
      throws PlanException {
    InstalledPlugin other = planned.plugin();
    if (!other.sha256().equals(plugin.sha256()) && !(planned instanceof InstallStep.Keep)) {
      throw new PlanException(
          "two different plugins '%s' are wanted: %s of %s (%s) and %s of %s (%s)"
              .formatted(
                  plugin.name(),
                  other.version(),
                  other.source(),
                  planned.why(),
                  plugin.version(),
                  plugin.source(),
                  why));
    }
  }

  private Optional<InstalledPlugin> there(InstalledPlugin plugin) {
    return installed.stream().filter(plugin::replaces).findFirst();
  }

  private static boolean differs(InstalledPlugin one, InstalledPlugin other) {
    return !one.sha256().equals(other.sha256()) || !Objects.equals(one.tag(), other.tag());
  }

  private static InstalledPlugin plugin(
      Resolved content, String workspace, boolean dependency, boolean pinned) {
    PluginDescriptor plugin = content.plugin();
    return new InstalledPlugin(
            content.owner(),
            plugin.name(),
            plugin.tag(),
            workspace,
            content.source(),
            content.url() == null ? null : content.url().toString(),
            content.commit(),
            content.kind(),
            plugin.version(),
            content.sha256(),
            content.trust() instanceof Trust.Signed signed ? signed.key() : null,
            dependency,
            pinned)
        .listedBy(content.repository());
  }
}
