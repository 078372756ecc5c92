package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Looks whether the class loaders of replaced bundles are collected. */
final class LoaderWatch {
  private final BundleContext context;
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final Set<Reference<?>> alive = new HashSet<>();
  private final Set<Bundle> replaced = new LinkedHashSet<>();

  LoaderWatch(BundleContext context) {
    this.context = context;
  }

  /** This revision is about to be replaced. */
  void on(Bundle bundle) {
    alive.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader(), collected));
    replaced.add(bundle);
  }

  void assertNoneAlive() throws Exception {
    // the framework holds replaced revisions until it is told to look again
    CompletableFuture<Void> refreshed = new CompletableFuture<>();
    context
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(replaced, event -> refreshed.complete(null));
    refreshed.get(20, TimeUnit.SECONDS);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!alive.isEmpty() && System.nanoTime() < deadline) {
      System.gc();
      Reference<?> gone = collected.remove(500);
      while (gone != null) {
        alive.remove(gone);
        gone = collected.poll();
      }
    }
    assertEquals(0, alive.size(), "class loaders of replaced bundles are still reachable");
  }
}
