package io.mycel.itest.framework;

import io.mycel.api.hub.ExportedService;
import io.mycel.api.rpc.RemoteFunction;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
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

  /** How long a text is. */
  public long length(String text) {
    return text.length();
  }

  /** Numbers from 0 on, each made when it is asked for. */
  public Iterator<Long> count(long end) {
    return LongStream.range(0, end).iterator();
  }

  /** The version again, but only once a function of the caller has answered. */
  public CompletableFuture<String> hold(RemoteFunction release) {
    return release.call().thenApply(released -> version);
  }
}
