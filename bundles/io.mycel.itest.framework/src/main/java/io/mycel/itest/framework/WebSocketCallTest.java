package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Listener;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** A service that a bundle of this framework registers, and a client that comes over a socket. */
@ExtendWith(ServiceExtension.class)
class WebSocketCallTest {
  private static final String WORKSPACE = "itest";
  private static final User OWNER =
      new User(
          "owner-of-itest",
          List.of(),
          false,
          null,
          null,
          Map.of(WORKSPACE, Permission.ADMIN),
          null);

  @InjectService(timeout = 10_000)
  Hub hub;

  @InjectService(timeout = 10_000)
  Listener listener;

  @InjectService(timeout = 10_000)
  RpcEngine engine;

  private static Service service(String id) {
    RpcFunction hello = call -> "Hello " + call.args().get(0);
    RpcFunction refuse =
        call -> {
          throw new IllegalArgumentException("not " + call.args().get(0));
        };
    return new Service(
        id,
        id,
        "generic",
        "",
        Map.of("visibility", "public"),
        Map.of("hello", hello, "refuse", refuse));
  }

  private RemoteService lookUp(WebSocketPeer client, Peer provider, String id) throws Exception {
    return client.peer().getService(provider.address() + ":" + id).get(10, TimeUnit.SECONDS);
  }

  @Test
  void serviceOfAJavaBundleIsCalledOverASocket() throws Exception {
    Peer provider = hub.connect(WORKSPACE, "java-bundle", OWNER);
    URI base = listener.uri().orElseThrow();
    try (WebSocketPeer client = new WebSocketPeer(base, "over-a-socket", engine)) {
      provider.register(service("greeter")).get(10, TimeUnit.SECONDS);
      RemoteService greeter = lookUp(client, provider, "greeter");
      assertEquals("Hello John", greeter.call("hello", "John").get(10, TimeUnit.SECONDS));
    } finally {
      provider.close("the test ends");
    }
  }

  @Test
  void errorOfAJavaFunctionReachesItsCaller() throws Exception {
    Peer provider = hub.connect(WORKSPACE, "java-bundle-that-refuses", OWNER);
    URI base = listener.uri().orElseThrow();
    try (WebSocketPeer client = new WebSocketPeer(base, "hears-errors", engine)) {
      provider.register(service("refuser")).get(10, TimeUnit.SECONDS);
      RemoteService refuser = lookUp(client, provider, "refuser");
      ExecutionException failure =
          assertThrows(
              ExecutionException.class,
              () -> refuser.call("refuse", "today").get(10, TimeUnit.SECONDS));
      RpcException error = assertInstanceOf(RpcException.class, failure.getCause());
      assertTrue(error.getMessage().contains("not today"), error::getMessage);
    } finally {
      provider.close("the test ends");
    }
  }
}
