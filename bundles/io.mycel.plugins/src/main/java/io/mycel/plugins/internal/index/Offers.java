package io.mycel.plugins.internal.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolveContext;

/** What a bundle may be wired to: what is installed first, then what indexes offer. */
final class Offers extends ResolveContext {
  private final BundleResource wanted;
  private final Map<Resource, Wiring> wirings = new HashMap<>();
  private final Set<Resource> installed = new HashSet<>();
  private final Map<String, List<Capability>> byNamespace = new HashMap<>();

  Offers(
      BundleResource wanted,
      Collection<? extends Resource> present,
      Collection<BundleResource> offered) {
    this.wanted = wanted;
    for (Resource resource : present) {
      installed.add(resource);
      BundleWiring wiring =
          resource instanceof BundleRevision revision ? revision.getWiring() : null;
      if (wiring == null) {
        add(resource.getCapabilities(null));
      } else {
        wirings.put(resource, wiring);
        add(wiring.getResourceCapabilities(null));
      }
    }
    add(wanted.getCapabilities(null));
    for (BundleResource resource : offered) {
      if (resource != wanted) {
        add(resource.getCapabilities(null));
      }
    }
  }

  private void add(List<Capability> capabilities) {
    for (Capability capability : capabilities) {
      byNamespace
          .computeIfAbsent(capability.getNamespace(), namespace -> new ArrayList<>())
          .add(capability);
    }
  }

  @Override
  public Collection<Resource> getMandatoryResources() {
    return List.of(wanted);
  }

  @Override
  public List<Capability> findProviders(Requirement requirement) {
    String text = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
    Filter filter;
    try {
      filter = text == null ? null : FrameworkUtil.createFilter(text);
    } catch (InvalidSyntaxException e) {
      return new ArrayList<>();
    }
    List<Capability> found = new ArrayList<>();
    for (Capability each :
        byNamespace.getOrDefault(requirement.getNamespace(), Collections.emptyList())) {
      if (isEffective(each.getDirectives())
          && (filter == null || filter.matches(each.getAttributes()))
          && namesMandatory(each, text)) {
        found.add(each);
      }
    }
    found.sort(
        Comparator.comparing((Capability each) -> !installed.contains(each.getResource()))
            .thenComparing(Offers::version, Comparator.reverseOrder()));
    return found;
  }

  /** An exporter may want that its importers say more of it than its name. */
  private static boolean namesMandatory(Capability capability, String filter) {
    String mandatory = capability.getDirectives().get("mandatory");
    if (mandatory == null) {
      return true;
    }
    for (String attribute : mandatory.split(",")) {
      if (filter == null || !filter.contains("(" + attribute.strip() + "=")) {
        return false;
      }
    }
    return true;
  }

  private static Version version(Capability capability) {
    Object version = capability.getAttributes().get("version");
    if (version == null) {
      version = capability.getAttributes().get("bundle-version");
    }
    return version instanceof Version known ? known : Version.emptyVersion;
  }

  @Override
  public int insertHostedCapability(
      List<Capability> capabilities, HostedCapability hostedCapability) {
    capabilities.add(hostedCapability);
    return capabilities.size() - 1;
  }

  @Override
  public boolean isEffective(Requirement requirement) {
    return isEffective(requirement.getDirectives());
  }

  private static boolean isEffective(Map<String, String> directives) {
    String effective = directives.get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
    return effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE);
  }

  @Override
  public Map<Resource, Wiring> getWirings() {
    return wirings;
  }
}
