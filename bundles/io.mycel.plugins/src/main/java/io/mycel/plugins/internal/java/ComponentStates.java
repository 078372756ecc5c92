package io.mycel.plugins.internal.java;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Why the component of a plugin is not there, for people. */
final class ComponentStates {
  private ComponentStates() {}

  static String why(ServiceComponentRuntime components, Bundle bundle) {
    for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
      if (component.properties.keySet().stream().anyMatch(key -> key.startsWith("mycel.plugin."))) {
        return why(component, components.getComponentConfigurationDTOs(component));
      }
    }
    return "waits for a component with @Plugin in bundle "
        + bundle.getSymbolicName()
        + ": it has none that Declarative Services knows";
  }

  private static String why(
      ComponentDescriptionDTO component, Collection<ComponentConfigurationDTO> configurations) {
    String waits = "waits for its component " + component.name;
    if (configurations.isEmpty()) {
      return waits
          + ("require".equals(component.configurationPolicy)
              ? ", which needs a configuration for " + String.join(", ", component.configurationPid)
              : ", which is not enabled");
    }
    ComponentConfigurationDTO first = configurations.iterator().next();
    if (first.failure != null && !first.failure.isBlank()) {
      return waits + ", which has failed: " + first.failure.lines().findFirst().orElse("");
    }
    if (first.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
      return waits
          + ", which lacks "
          + Stream.of(first.unsatisfiedReferences)
              .map(each -> each.name + (each.target == null ? "" : " " + each.target))
              .collect(Collectors.joining(", "));
    }
    return first.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION
        ? waits
            + ", which needs a configuration for "
            + String.join(", ", component.configurationPid)
        : waits;
  }
}
