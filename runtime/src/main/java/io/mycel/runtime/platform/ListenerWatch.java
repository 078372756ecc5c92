package io.mycel.runtime.platform;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Waits for the transport to say where it listens. The launcher is no bundle and shares only
 * classes of the JDK with them, so it asks the service through its public interface, by name.
 */
final class ListenerWatch extends ServiceTracker<Object, Object> {
  private static final String SERVICE = "io.mycel.api.transport.Listener";

  private final CompletableFuture<Listening> first = new CompletableFuture<>();

  ListenerWatch(BundleContext context) {
    super(context, SERVICE, null);
  }

  @Override
  public Object addingService(ServiceReference<Object> reference) {
    Object service = super.addingService(reference);
    if (service != null) {
      try {
        Class<?> contract = reference.getBundle().loadClass(SERVICE);
        Optional<?> uri = (Optional<?>) contract.getMethod("uri").invoke(service);
        Optional<?> failure = (Optional<?>) contract.getMethod("failure").invoke(service);
        first.complete(
            uri.isPresent()
                ? new Listening.At(uri.get().toString())
                : new Listening.Failed(failure.map(Object::toString).orElse("nothing listens")));
      } catch (ReflectiveOperationException e) {
        first.completeExceptionally(e);
      }
    }
    return service;
  }

  /** Waits until the first listener is there. */
  Listening await(Duration patience) throws InterruptedException {
    try {
      return first.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Listening.Silent();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the service " + SERVICE + " is not what it was", e);
    }
  }
}
