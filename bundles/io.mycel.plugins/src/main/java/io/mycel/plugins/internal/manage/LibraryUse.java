package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.life.Locations;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Which plugins in Java run with which of the bundles that were installed for them. */
final class LibraryUse {
  private final FrameworkBundles bundles;

  LibraryUse(FrameworkBundles bundles) {
    this.bundles = bundles;
  }

  /**
   * A bundle that a plugin needs, directly or by another one: it is wired to it, or cannot be
   * resolved and would take it.
   *
   * @param locations of the bundles that are looked for
   * @return the location of one of them; empty if it needs none of them
   */
  Optional<String> of(InstalledPlugin plugin, Set<String> locations) {
    if (locations.isEmpty() || plugin.kind() != ContentKind.BUNDLE) {
      return Optional.empty();
    }
    Deque<Bundle> open = new ArrayDeque<>();
    Set<Bundle> seen = new HashSet<>();
    bundles.find(plugin).ifPresent(open::add);
    while (!open.isEmpty()) {
      Bundle bundle = open.pop();
      if (locations.contains(bundle.getLocation())) {
        return Optional.of(bundle.getLocation());
      }
      if (seen.add(bundle)) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        open.addAll(wiring == null ? candidates(bundle, locations) : wired(wiring));
      }
    }
    return Optional.empty();
  }

  private static List<Bundle> wired(BundleWiring wiring) {
    List<Bundle> needed = new ArrayList<>();
    for (BundleWire wire : wiring.getRequiredWires(null)) {
      needed.add(wire.getProvider().getBundle());
    }
    for (BundleWire fragment : wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE)) {
      needed.add(fragment.getRequirer().getBundle());
    }
    needed.removeIf(bundle -> !isOurs(bundle));
    return needed;
  }

  private static boolean isOurs(Bundle bundle) {
    return bundle.getLocation().startsWith(Locations.SCHEME);
  }

  /** Those that an unresolved bundle lacks, and others that lack them in turn. */
  private List<Bundle> candidates(Bundle bundle, Set<String> locations) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      return List.of();
    }
    List<BundleRequirement> requirements = revision.getDeclaredRequirements(null);
    return bundles.managed().stream()
        .filter(
            other ->
                locations.contains(other.getLocation()) || other.adapt(BundleWiring.class) == null)
        .filter(other -> offersAny(other, requirements))
        .toList();
  }

  private static boolean offersAny(Bundle bundle, List<BundleRequirement> requirements) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      return false;
    }
    List<BundleCapability> capabilities = revision.getDeclaredCapabilities(null);
    return requirements.stream()
        .anyMatch(requirement -> capabilities.stream().anyMatch(requirement::matches));
  }

  /**
   * Keeps others from being wired to bundles that are still there.
   *
   * @param locations of these bundles, at any time
   */
  static ResolverHookFactory avoiding(Set<String> locations) {
    // no hook costs nothing
    return triggers -> locations.isEmpty() ? null : new Avoiding(locations);
  }

  private record Avoiding(Set<String> locations) implements ResolverHook {
    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {}

    @Override
    public void filterSingletonCollisions(
        BundleCapability singleton, Collection<BundleCapability> collisions) {}

    @Override
    public void filterMatches(
        BundleRequirement requirement, Collection<BundleCapability> candidates) {
      candidates.removeIf(
          candidate -> locations.contains(candidate.getRevision().getBundle().getLocation()));
    }

    @Override
    public void end() {}
  }
}
