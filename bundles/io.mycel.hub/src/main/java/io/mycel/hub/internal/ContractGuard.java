package io.mycel.hub.internal;

import io.mycel.api.hub.Hub;
import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the contracts ({@code io.mycel.api}) what they are while the platform runs. OSGi lets
 * anybody update them, and wires whatever is started or updated later to the new ones: bundles that
 * cannot see each other's services any more. So the new ones are not resolved as long as the hub
 * uses the old ones, and whoever brings them is told what happens and what helps.
 */
@Component(
    immediate = true,
    service = {})
public final class ContractGuard implements SynchronousBundleListener, ResolverHookFactory {
  private static final Logger LOG = LoggerFactory.getLogger(ContractGuard.class);

  private final BundleContext context;
  private final BundleRevision inUse;
  private final ServiceRegistration<?> registration;

  /** Begins to watch. */
  @Activate
  public ContractGuard(BundleContext context) {
    this.context = context;
    Bundle contracts = FrameworkUtil.getBundle(Hub.class);
    this.inUse =
        context.getBundle().adapt(BundleWiring.class).getRequiredWires(null).stream()
            .map(wire -> wire.getProviderWiring().getRevision())
            .filter(revision -> revision.getBundle().equals(contracts))
            .findFirst()
            .orElseThrow();
    this.registration = context.registerService(ResolverHookFactory.class, this, null);
    context.addBundleListener(this);
  }

  @Deactivate
  void stop() {
    context.removeBundleListener(this);
    registration.unregister();
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    boolean brought =
        event.getType() == BundleEvent.UPDATED || event.getType() == BundleEvent.INSTALLED;
    if (brought && inUse.getSymbolicName().equals(bundle.getSymbolicName())) {
      LOG.error(
          "{} {} does not come into use while this runs: it holds the contracts between all bundles,"
              + " which go on with {}, undisturbed. Restart to use it. A refresh would stop and start"
              + " every bundle and disconnect every client",
          bundle.getSymbolicName(),
          bundle.getVersion(),
          inUse.getVersion());
    }
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return new Refusal();
  }

  private boolean isOther(BundleRevision revision) {
    return !revision.equals(inUse) && inUse.getSymbolicName().equals(revision.getSymbolicName());
  }

  /**
   * Resolves no other contracts than those in use. By its matches, since Felix 7 also takes
   * resolved bundles away from a resolution in which anything was declared not resolvable.
   */
  private final class Refusal implements ResolverHook {
    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
      // see above
    }

    @Override
    public void filterSingletonCollisions(
        BundleCapability singleton, Collection<BundleCapability> collisions) {
      // the contracts are no singleton
    }

    @Override
    public void filterMatches(
        BundleRequirement requirement, Collection<BundleCapability> candidates) {
      if (isOther(requirement.getRevision())) {
        candidates.clear();
      } else {
        candidates.removeIf(candidate -> isOther(candidate.getRevision()));
      }
    }

    @Override
    public void end() {
      // nothing is kept from one resolution to the next
    }
  }
}
