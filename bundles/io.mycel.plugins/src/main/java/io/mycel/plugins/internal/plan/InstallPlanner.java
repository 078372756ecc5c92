package io.mycel.plugins.internal.plan;

import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.source.Scope;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.ArrayList;
import java.util.List;

/** Plans installs: reads everything that is needed, and changes nothing. */
public final class InstallPlanner {
  /** Why a plugin stays whose source cannot be asked. */
  public static final String NOT_FOUND = "not found";

  private final PluginSources sources;
  private final BundleRequirements requirements;
  private final PlanLimits limits;

  /** A planner. */
  public InstallPlanner(PluginSources sources, BundleRequirements requirements, PlanLimits limits) {
    this.sources = sources;
    this.requirements = requirements;
    this.limits = limits;
  }

  /**
   * What is to be done so that wishes come true.
   *
   * @param installed what the profile holds
   * @throws PlanException if they cannot; nothing is to be done then
   */
  public InstallPlan plan(List<Wish> wishes, List<InstalledPlugin> installed)
      throws PlanException, InterruptedException {
    Planning planning = new Planning(sources, requirements, limits, installed);
    for (Wish wish : wishes) {
      try {
        planning.wish(wish, sources.resolve(wish.uri(), wish.tag(), Scope.USER));
      } catch (PluginSourceException e) {
        throw new PlanException(e.getMessage(), e);
      }
    }
    return planning.plan();
  }

  /**
   * What is to be done to install contents that the user gave.
   *
   * @param given read by {@link PluginSources#ofContent}
   */
  public InstallPlan plan(Resolved given, String workspace, List<InstalledPlugin> installed)
      throws PlanException, InterruptedException {
    Planning planning = new Planning(sources, requirements, limits, installed);
    planning.wish(new Wish(given.source(), null, workspace, false), given);
    return planning.plan();
  }

  /**
   * What is to be done to install plugins exactly as they are, such as those of a lock file. What
   * they depend on is expected to be among them.
   *
   * @param installed what the profile holds
   */
  public InstallPlan planExact(List<ExactPlugin> plugins, List<InstalledPlugin> installed)
      throws PlanException, InterruptedException {
    Planning planning = new Planning(sources, requirements, limits, installed);
    for (ExactPlugin plugin : plugins) {
      planning.exact(plugin);
    }
    return planning.plan();
  }

  /**
   * What is to be done so that plugins are the newest ones. Pinned ones stay; one that cannot be
   * asked for stays with a warning.
   *
   * @param plugins those of the profile that are to be updated
   * @param installed what the profile holds
   */
  public InstallPlan update(List<InstalledPlugin> plugins, List<InstalledPlugin> installed)
      throws PlanException, InterruptedException {
    List<String> warnings = new ArrayList<>();
    Planning planning = new Planning(sources, requirements, limits, installed);
    for (InstalledPlugin plugin : plugins) {
      if (plugin.pinned()) {
        planning.keep(plugin, "pinned");
        continue;
      }
      try {
        planning.update(plugin, sources.again(plugin));
      } catch (PluginSourceException e) {
        warnings.add("'" + plugin.name() + "' stays as it is: " + e.getMessage());
        planning.keep(plugin, NOT_FOUND);
      }
    }
    InstallPlan plan = planning.plan();
    warnings.addAll(plan.warnings());
    return new InstallPlan(plan.steps(), warnings);
  }
}
