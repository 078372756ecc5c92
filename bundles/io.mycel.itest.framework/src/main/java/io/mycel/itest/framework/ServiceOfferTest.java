package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.ServiceOffer;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.Service;
import java.io.ByteArrayInputStream;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;

/** Services that describe themselves, offered by the whiteboard. */
class ServiceOfferTest {
  private static final String CLIENT = "offerer";

  private final BundleContext context =
      FrameworkUtil.getBundle(ServiceOfferTest.class).getBundleContext();
  private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
  private final ServiceTracker<Hub, Hub> hubs = new ServiceTracker<>(context, Hub.class, null);

  /** Answers with its name, and keeps the client that it is given. */
  private final class Offer implements ServiceOffer {
    private final String name;

    Offer(String name) {
      this.name = name;
    }

    @Override
    public Service service() {
      return Service.builder("offered")
          .visibility("public")
          .member("tools", Map.of("who", (io.mycel.api.rpc.RpcFunction) call -> name))
          .build();
    }

    @Override
    public void connected(Peer peer) {
      peers.add(peer);
    }
  }

  private ServiceRegistration<ServiceOffer> register(String name) {
    return context.registerService(
        ServiceOffer.class,
        new Offer(name),
        new Hashtable<>(Map.of(ServiceOffer.WORKSPACE, "public", ServiceOffer.CLIENT_ID, CLIENT)));
  }

  private Object call() throws Exception {
    Hub hub = hubs.waitForService(10_000);
    User anonymous = hub.authenticate(null);
    return hub.call(anonymous, "public", "offered", "tools.who", List.of(), Map.of())
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private Peer peer() throws InterruptedException {
    Peer peer = peers.poll(20, TimeUnit.SECONDS);
    assertNotNull(peer, "the offer was told of no client");
    return peer;
  }

  @AfterEach
  void close() {
    hubs.close();
  }

  @Test
  void offerIsCalledReplacedAndConnectedAgainWhenTheHubIsReplaced() throws Exception {
    hubs.open();
    ServiceRegistration<ServiceOffer> first = register("first");
    assertEquals("public/" + CLIENT, peer().address());
    assertEquals("first", call());
    ServiceRegistration<ServiceOffer> second = register("second");
    peer();
    assertEquals("second", call());
    first.unregister();
    assertEquals("second", call());

    Bundle hub = Bundles.find(context, "io.mycel.hub");
    hub.update(new ByteArrayInputStream(Bundles.jar(hub)));
    // the client of the new hub calls by itself
    Object answer =
        peer()
            .function("public/" + CLIENT, "services.offered.tools.who")
            .call()
            .get(20, TimeUnit.SECONDS);
    assertEquals("second", answer);
    assertEquals("second", call());
    second.unregister();
  }
}
