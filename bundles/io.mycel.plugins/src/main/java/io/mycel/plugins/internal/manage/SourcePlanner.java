package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.plan.AskedPermissions;
import io.mycel.plugins.internal.plan.InstallPlan;
import io.mycel.plugins.internal.plan.InstallPlanner;
import io.mycel.plugins.internal.plan.InstallStep;
import io.mycel.plugins.internal.plan.PlanException;
import io.mycel.plugins.internal.plan.Wish;
import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.source.Scope;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Plans with what the sources of plugins find. */
final class SourcePlanner implements Planner {
  private final InstallPlanner planner;
  private final PluginSources sources;
  private final Availability availability;

  SourcePlanner(InstallPlanner planner, PluginSources sources, Availability availability) {
    this.planner = planner;
    this.sources = sources;
    this.availability = availability;
  }

  @Override
  public Plan install(InstallRequest request, List<InstalledPlugin> installed)
      throws InterruptedException {
    try {
      if (request.instance() != null) {
        return wished(
            instance(sources.resolve(request.source(), request.tag(), Scope.USER), request),
            request);
      }
      Wish wish = new Wish(request.source(), request.tag(), request.workspace(), false);
      return wished(plan(planner.plan(List.of(wish), installed)), request);
    } catch (PlanException | PluginSourceException e) {
      throw new InstallException(e.getMessage(), e);
    }
  }

  private static Plan wished(Plan plan, InstallRequest request) {
    return request.isolation() == null ? plan : plan.isolated(request.isolation());
  }

  /** One more instance of a plugin needs nobody else, and is nobody's update. */
  private static Plan instance(Resolved content, InstallRequest request) {
    PluginDescriptor plugin = content.plugin();
    InstalledPlugin named =
        new InstalledPlugin(
            content.owner(),
            plugin.name(),
            plugin.tag(),
            request.workspace(),
            content.source(),
            Objects.toString(content.url(), null),
            content.commit(),
            content.kind(),
            plugin.version(),
            content.sha256(),
            null,
            false,
            false,
            null,
            request.instance(),
            content.repository());
    return new Plan(List.of(step(named, null, content, List.of(), "wished")), content.warnings());
  }

  @Override
  public Plan update(List<InstalledPlugin> plugins, List<InstalledPlugin> installed)
      throws InterruptedException {
    try {
      return plan(planner.update(plugins, installed));
    } catch (PlanException e) {
      throw new InstallException(e.getMessage(), e);
    }
  }

  /** A plan as the manager carries it out. */
  static Plan plan(InstallPlan plan) {
    return new Plan(plan.steps().stream().map(SourcePlanner::step).toList(), plan.warnings());
  }

  private static Plan.Step step(InstallStep step) {
    if (step instanceof InstallStep.Install install) {
      return step(install.plugin(), null, install.content(), install.permissions(), install.why());
    }
    if (step instanceof InstallStep.Update update) {
      return step(
          update.plugin(), update.before(), update.content(), update.permissions(), update.why());
    }
    InstalledPlugin plugin = step.plugin();
    return new Plan.Step(
        plugin,
        plugin,
        null,
        List.of(),
        List.of(),
        Grants.of(plugin).isolation(),
        "installed",
        step.why());
  }

  private static Plan.Step step(
      InstalledPlugin plugin,
      InstalledPlugin before,
      Resolved content,
      List<String> asked,
      String why) {
    return new Plan.Step(
        plugin,
        before,
        content.content(),
        asked,
        AskedPermissions.config(content.plugin()).texts(),
        before == null ? trusted(content) : Grants.of(before).isolation(),
        content.trust().text(),
        why);
  }

  /** What nobody vouches for is kept in a process of its own, if it can be. */
  private static Isolation trusted(Resolved content) {
    boolean known =
        content.trust() instanceof Trust.Signed || content.trust() instanceof Trust.Local;
    return known || content.kind() != ContentKind.FILE ? Isolation.IN_JVM : Isolation.PROCESS;
  }

  @Override
  public String read(String source) throws InterruptedException {
    try {
      Resolved resolved = sources.resolve(source, Scope.USER);
      if (resolved.kind() != ContentKind.FILE) {
        throw new InstallException(source + " is a bundle, which has no text");
      }
      return new String(resolved.content(), StandardCharsets.UTF_8);
    } catch (PluginSourceException e) {
      throw new InstallException(e.getMessage(), e);
    }
  }

  @Override
  public String available(InstalledPlugin plugin) {
    return availability.of(plugin);
  }
}
