package io.mycel.itest.framework;

import io.mycel.api.hub.ExportedService;
import io.mycel.api.rpc.RemoteFunction;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A service as any bundle offers one. Tests put it into bundles of their own as well. */
@Component(service = EchoComponent.class, immediate = true)
@ExportedService(id = "java-echo", name = "Echo of Java", visibility = "public")
public final class EchoComponent {
  private final String version;

  @Activate
  public EchoComponent(BundleContext context) {
    version = context.getBundle().getVersion().toString();
  }

  /** The number that it is given. */
  public long echo(long number) {
    return number;
  }

  /** The version of the bundle that answers. */
  public String version() {
    return version;
  }

  /** The version again, but only once a function of the caller has answered. */
  public CompletableFuture<String> hold(RemoteFunction release) {
    return release.call().thenApply(released -> version);
  }
}
