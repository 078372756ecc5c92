package io.mycel.hub.internal;

import io.mycel.api.hub.Residents;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Where the clients of this JVM are between two hubs: with the framework, which outlives both, as
 * their service. A hub that is updated loses the services that it has registered itself.
 */
final class ResidentsKeeper {
  private ResidentsKeeper() {}

  /** Those that another hub has left, or none yet. */
  static Residents find(BundleContext context) {
    for (ServiceReference<?> each : all(context)) {
      // another's if the contracts were replaced: those go by themselves
      if (context.getService(each) instanceof Residents found
          && found.served(ResidentsKeeper.class)) {
        // taken: from now on nobody gives them up
        return found;
      }
    }
    return keep(context);
  }

  /** Whatever bundle their class is said to come from, while that is being updated. */
  private static ServiceReference<?>[] all(BundleContext context) {
    try {
      ServiceReference<?>[] found =
          context.getAllServiceReferences(Residents.class.getName(), null);
      return found == null ? new ServiceReference<?>[0] : found;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter is a wrong filter", e);
    }
  }

  private static Residents keep(BundleContext context) {
    Residents made = new Residents();
    Bundle framework = context.getBundle(0);
    if (framework != null) {
      ServiceRegistration<Residents> registration =
          framework.getBundleContext().registerService(Residents.class, made, null);
      try {
        made.onOver(
            MethodHandles.publicLookup()
                .findVirtual(
                    ServiceRegistration.class, "unregister", MethodType.methodType(void.class))
                .bindTo(registration));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a service registration cannot be unregistered", e);
      }
    }
    return made;
  }
}
