package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the OSGi services that ask to be exported ({@link io.mycel.api.hub.ExportedService}, {@link
 * ServiceOffer}) and holds each of them until the calls to it have ended. The framework tells of
 * one service at a time, of different ones on different threads.
 */
final class ServiceWhiteboard
    implements ServiceTrackerCustomizer<Object, ServiceWhiteboard.Tracked> {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceWhiteboard.class);

  private final BundleContext context;
  private final Exports exports;
  private final Duration patience;
  private final ServiceTracker<Object, Tracked> tracker;
  private volatile boolean closing;

  /** A service that is held, and how it is offered; null while its properties make no sense. */
  static final class Tracked {
    private final Object service;
    private ExportProvider provider;

    private Tracked(Object service) {
      this.service = service;
    }
  }

  /**
   * A whiteboard, not yet looked at.
   *
   * @param patience how long whoever takes a service away waits for the calls in flight
   */
  ServiceWhiteboard(BundleContext context, Exports exports, Duration patience) {
    this.context = context;
    this.exports = exports;
    this.patience = patience;
    try {
      tracker =
          new ServiceTracker<>(
              context,
              FrameworkUtil.createFilter(
                  "(|(%s=*)(%s=%s))"
                      .formatted(
                          ExportDeclaration.ID,
                          Constants.OBJECTCLASS,
                          ServiceOffer.class.getName())),
              this);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("the filter for exported services", e);
    }
  }

  /** Offers the services that are there, and from now on those that come. */
  void open() {
    // all of them: they are called by reflection, whosever the packages of their types are
    tracker.open(true);
  }

  /**
   * Lets go of all services. Clients are told nothing, since another hub takes over; calls in
   * flight go on, and are answered.
   */
  void close() {
    closing = true;
    tracker.close();
  }

  @Override
  public Tracked addingService(ServiceReference<Object> reference) {
    Object service;
    try {
      service = context.getService(reference);
    } catch (RuntimeException | LinkageError e) {
      refused(reference, e);
      return null;
    }
    if (service == null) {
      LOG.error(
          "{} is not offered to clients: its bundle does not give it away; the log tells why",
          origin(reference));
      return null;
    }
    Tracked tracked = new Tracked(service);
    offer(reference, tracked);
    return tracked;
  }

  private void offer(ServiceReference<Object> reference, Tracked tracked) {
    try {
      ExportProvider provider = provider(reference, tracked.service);
      Peer peer = exports.offer(provider);
      tracked.provider = provider;
      if (tracked.service instanceof ServiceOffer offer) {
        offer.connected(peer);
      }
    } catch (HubException | IllegalArgumentException | LinkageError e) {
      refused(reference, e);
    }
  }

  private static ExportProvider provider(ServiceReference<Object> reference, Object service) {
    String bundle = reference.getBundle().getSymbolicName();
    ExportDeclaration declaration;
    Map<String, Object> members;
    if (service instanceof ServiceOffer offer) {
      Service offered = offer.service();
      declaration = ExportDeclaration.of(offered, reference::getProperty, bundle);
      members = offered.members();
    } else {
      declaration = ExportDeclaration.of(reference::getProperty, bundle);
      members =
          ExportProvider.members(
              service, List.of((String[]) reference.getProperty(Constants.OBJECTCLASS)));
    }
    return new ExportProvider(
        declaration,
        origin(reference),
        reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
        (Long) reference.getProperty(Constants.SERVICE_ID),
        members,
        new CallGate());
  }

  private static void refused(ServiceReference<Object> reference, Throwable why) {
    String reason =
        why instanceof HubException || why instanceof IllegalArgumentException
            ? why.getMessage()
            : why.toString();
    boolean taken = why instanceof HubException e && e.kind() == HubException.Kind.CONFLICT;
    LOG.error(
        "{} is not offered to clients: {}{}",
        origin(reference),
        reason,
        taken
            ? "; choose another mycel.service.clientId, or end that client and restart the bundle"
            : "");
  }

  private static String origin(ServiceReference<?> reference) {
    return "OSGi service "
        + reference.getProperty(Constants.SERVICE_ID)
        + " ("
        + String.join(", ", (String[]) reference.getProperty(Constants.OBJECTCLASS))
        + ") of bundle "
        + reference.getBundle();
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, Tracked tracked) {
    ExportProvider before = tracked.provider;
    tracked.provider = null;
    offer(reference, tracked);
    if (before != null) {
      exports.withdraw(before);
      exports.settled(before);
    }
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Tracked tracked) {
    ExportProvider provider = tracked.provider;
    if (provider != null && !closing) {
      exports.withdraw(provider);
      int left = provider.gate().awaitEmpty(patience);
      if (left > 0) {
        LOG.warn(
            "{} goes with {} calls in flight that did not end within {}",
            provider.origin(),
            left,
            patience);
      }
      exports.settled(provider);
    }
    context.ungetService(reference);
  }
}
