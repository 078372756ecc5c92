package io.mycel.itest.framework;

import io.mycel.api.plugin.Plugin;
import io.mycel.api.rpc.RemoteFunction;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** A plugin in Java. Tests put it into bundles of their own as well, under other versions. */
@Component(service = GreeterPlugin.class, immediate = true)
@Plugin(name = "Greeter of Tests", description = "Greets.")
public final class GreeterPlugin {
  /** A version whose setup fails. */
  static final int BROKEN = 666;

  private final String version;
  private final int micro;

  @Activate
  public GreeterPlugin(BundleContext context) {
    version = context.getBundle().getVersion().toString();
    micro = context.getBundle().getVersion().getMicro();
  }

  /** Called by the platform. */
  public void setup() {
    if (micro == BROKEN) {
      throw new IllegalStateException("this version is broken: install another one");
    }
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
