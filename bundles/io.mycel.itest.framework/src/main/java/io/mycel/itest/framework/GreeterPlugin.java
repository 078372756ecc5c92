package io.mycel.itest.framework;

import io.mycel.api.plugin.Plugin;
import io.mycel.api.rpc.RemoteFunction;
import java.util.UUID;
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
  private final String instance = UUID.randomUUID().toString();
  private volatile boolean ended;
  private volatile String begun = "";

  @Activate
  public GreeterPlugin(BundleContext context) {
    version = context.getBundle().getVersion().toString();
    micro = context.getBundle().getVersion().getMicro();
  }

  /** Called by the platform. */
  public void setup() {
    begun += " setup";
    ended = false; // its component outlives the runtime of plugins, which may come back
    if (micro == BROKEN) {
      throw new IllegalStateException("this version is broken: install another one");
    }
  }

  /** Called by the platform when it comes back. */
  public void resume() {
    begun += " resume";
    ended = false;
  }

  /** What the platform has called of this object, in its order. */
  public String begun() {
    return begun.strip();
  }

  /** Called by the platform, when the calls have ended. */
  public void exit() {
    ended = true;
  }

  private void assertNotEnded() {
    if (ended) {
      throw new IllegalStateException(version + " was stopped before a call of it had ended");
    }
  }

  /** The number that it is given. */
  public long echo(long number) {
    assertNotEnded();
    return number;
  }

  /** The version of the bundle that answers. */
  public String version() {
    return version;
  }

  /** Another one for each start. */
  public String instance() {
    return instance;
  }

  /** The version again, but only once a function of the caller has answered. */
  public CompletableFuture<String> hold(RemoteFunction release) {
    return release
        .call()
        .thenApply(
            released -> {
              assertNotEnded();
              return version;
            });
  }
}
