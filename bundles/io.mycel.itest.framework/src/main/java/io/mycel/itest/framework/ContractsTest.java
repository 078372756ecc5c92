package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Hub;
import io.mycel.api.transport.Listener;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** Somebody replaces the contracts while clients of both generations call each other. */
@ExtendWith(ServiceExtension.class)
class ContractsTest {
  private final BundleContext context =
      FrameworkUtil.getBundle(ContractsTest.class).getBundleContext();

  @InjectService(timeout = 10_000)
  Hub hub;

  @InjectService(timeout = 10_000)
  Listener listener;

  /**
   * Brings the contracts of before, which are not resolved either: a second set of them in use
   * would be as good as the first one for whatever is updated by the other tests.
   */
  @AfterEach
  void restore() throws Exception {
    Bundle contracts = Bundles.find(context, "io.mycel.api");
    if (contracts.getState() != Bundle.ACTIVE) {
      update(contracts, Bundles.jar(contracts));
    }
  }

  @Test
  void newContractsAreNotUsedWhichTheLogSaysAndEverythingGoesOn() throws Exception {
    URI base = listener.uri().orElseThrow();
    HttpClient http = HttpClient.newHttpClient();
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicLong answered = new AtomicLong();
    try (RawClient a = new RawClient(http, base, "contracts-a", true);
        RawClient b = new RawClient(http, base, "contracts-b", false)) {
      CompletableFuture<Void> calls =
          CompletableFuture.runAsync(
              () -> {
                while (running.get()) {
                  call(a, b);
                  call(b, a);
                  answered.incrementAndGet();
                }
              });
      Bundle contracts = Bundles.find(context, "io.mycel.api");
      BundleRevision inUse = contracts.adapt(BundleRevision.class);
      byte[] jar = Bundles.jar(contracts);
      try (LogWatch log = new LogWatch("io.mycel.hub")) {
        Bundle second =
            context.installBundle(
                "second-contracts", new ByteArrayInputStream(Bundles.withVersion(jar, "0.3.0")));
        assertSaysWhatHelps(log.errors(), "io.mycel.api 0.3.0");
        // not even bundles that are replaced from now on use them
        replaceAll(inUse);
        assertThrows(BundleException.class, second::start);
        assertNull(second.adapt(BundleWiring.class));
        second.uninstall();

        update(contracts, Bundles.withVersion(jar, "0.2.0"));
        assertEquals("0.2.0", contracts.getVersion().toString());
        assertSaysWhatHelps(log.errors().subList(1, log.errors().size()), "io.mycel.api 0.2.0");
        assertNull(contracts.adapt(BundleWiring.class));
        replaceAll(inUse);
      }
      long seen = answered.get();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      while (answered.get() < seen + 100 && !calls.isDone()) {
        assertTrue(System.nanoTime() < deadline, "the clients stand still");
        Thread.onSpinWait();
      }
      running.set(false);
      calls.get(20, TimeUnit.SECONDS);
      assertNull(a.ended());
      assertNull(b.ended());
    }
  }

  private static void call(RawClient from, RawClient to) {
    long answer =
        from.callEcho(to.address(), 7)
            .orTimeout(20, TimeUnit.SECONDS)
            .join()
            .asIntegerValue()
            .toLong();
    assertEquals(7, answer);
  }

  /** Updates bundles in place, which use the contracts as before. */
  private void replaceAll(BundleRevision inUse) throws Exception {
    for (String name : List.of("io.mycel.rpc", "io.mycel.hub", "io.mycel.http")) {
      Bundle bundle = Bundles.find(context, name);
      BundleRevision before = bundle.adapt(BundleRevision.class);
      bundle.update(new ByteArrayInputStream(Bundles.jar(bundle)));
      assertNotEquals(before, bundle.adapt(BundleRevision.class));
      assertEquals(Bundle.ACTIVE, bundle.getState());
      assertTrue(uses(bundle, inUse), () -> name + " uses other contracts");
    }
  }

  /** Whether the framework also throws, since the new ones do not start, is its own affair. */
  private static void update(Bundle bundle, byte[] jar) {
    try {
      bundle.update(new ByteArrayInputStream(jar));
    } catch (BundleException e) {
      assertTrue(
          e.getType() == BundleException.RESOLVE_ERROR
              || e.getType() == BundleException.REJECTED_BY_HOOK,
          e::toString);
    }
  }

  private static boolean uses(Bundle bundle, BundleRevision revision) {
    return bundle.adapt(BundleWiring.class).getRequiredWires(null).stream()
        .map(wire -> wire.getProviderWiring().getRevision())
        .filter(used -> used.getSymbolicName().equals("io.mycel.api"))
        .allMatch(revision::equals);
  }

  private static void assertSaysWhatHelps(List<String> errors, String what) {
    assertEquals(1, errors.size(), errors::toString);
    String line = errors.get(0);
    assertTrue(line.startsWith(what + " does not come into use"), line);
    assertTrue(line.contains("go on with 0.1.0"), line);
    assertTrue(line.contains("Restart to use it"), line);
    assertTrue(line.contains("A refresh would stop and start every bundle"), line);
  }
}
