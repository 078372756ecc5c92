package io.mycel.runtime.platform;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Waits for the transport to say where it listens. The properties of its service tell it, so that
 * the launcher shares no class with the bundles.
 */
final class ListenerWatch extends ServiceTracker<Object, ServiceReference<Object>> {
  private static final String SERVICE = "io.mycel.api.transport.Listener";
  private static final String URI = "uri";
  private static final String FAILURE = "failure";

  private final CompletableFuture<Listening> first = new CompletableFuture<>();

  ListenerWatch(BundleContext context) {
    super(context, SERVICE, null);
  }

  @Override
  public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
    Object uri = reference.getProperty(URI);
    if (uri != null) {
      first.complete(new Listening.At(uri.toString()));
    } else {
      first.complete(new Listening.Failed(String.valueOf(reference.getProperty(FAILURE))));
    }
    return reference;
  }

  Listening await(Duration patience) throws InterruptedException {
    try {
      return first.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Listening.Silent();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes it with an error", e);
    }
  }
}
