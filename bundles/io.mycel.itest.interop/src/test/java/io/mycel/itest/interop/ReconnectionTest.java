package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.itest.interop.World.Connected;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** A client whose connection is cut comes back by itself, and its services work again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconnectionTest {

  /** The grace in which a client keeps its name and its services. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** imjoy-rpc JS waits for its method time-out before it connects again. */
  private static final int METHOD_TIMEOUT = 5;

  private World world;
  private TcpProxy proxy;

  @BeforeAll
  void start() {
    world = World.create();
    proxy = new TcpProxy(world.server().url());
  }

  @AfterAll
  void close() {
    if (world != null) {
      proxy.close();
      world.close();
    }
  }

  private Connected connectByProxy(Client client) {
    ClientProcess process = world.start(client);
    return new Connected(
        process,
        process.call("connect", "server_url", proxy.url(), "method_timeout", METHOD_TIMEOUT));
  }

  @TestFactory
  Stream<DynamicTest> theServicesOfAProviderThatCameBackWorkAgain() {
    return Client.providers().stream()
        // imjoy-rpc JS 0.5.9 comes back only when it wants to send something: see below.
        .filter(client -> client != Client.A_JS0509)
        .flatMap(
            provider ->
                Stream.of(Client.A_PY059, Client.B_JS)
                    .map(
                        consumer ->
                            DynamicTest.dynamicTest(
                                provider + " comes back for " + consumer,
                                () -> providerComesBack(provider, consumer))));
  }

  private void providerComesBack(Client providing, Client consuming) {
    String id = World.unique("returning");
    Connected provider = connectByProxy(providing);
    provider.process().call("register", "service_id", id);
    Connected consumer = world.connect(consuming, "method_timeout", METHOD_TIMEOUT);
    ClientProcess process = consumer.process();
    process.call("hold", "service", provider.service(id));
    cutWhileListening(provider.process());
    Eventually.get(
        "a function got before the cut works again",
        GRACE,
        () -> hello(process, provider.service(id)),
        answer -> answer instanceof Outcome.Value value && isGreeting(value));
    Outcome again =
        Eventually.get(
            "the service is found again",
            GRACE,
            () -> process.ask("get_service", "service", provider.service(id)),
            answer -> answer instanceof Outcome.Value value && !value.value().isNull());
    assertEquals(provider.service(id), ((Outcome.Value) again).value().get("id").asText());
    provider.process().close();
    process.close();
  }

  @TestFactory
  Stream<DynamicTest> aConsumerThatCameBackCallsOn() {
    return Stream.of(Client.values())
        .map(client -> DynamicTest.dynamicTest(client + " comes back", () -> comesBack(client)));
  }

  private void comesBack(Client consuming) {
    String id = World.unique("staying");
    Connected provider = world.connect(Client.B_PY);
    provider.process().call("register", "service_id", id);
    Connected consumer = connectByProxy(consuming);
    ClientProcess process = consumer.process();
    process.call("hold", "service", provider.service(id));
    cutWhileListening(process);
    Eventually.get(
        "calls work again",
        GRACE,
        () -> hello(process, provider.service(id)),
        answer -> answer instanceof Outcome.Value value && isGreeting(value));
    Outcome echoed =
        Eventually.get(
            "the manager answers again",
            GRACE,
            () -> process.ask("manager", "method", "echo", "args", List.of("back")),
            answer -> answer instanceof Outcome.Value);
    assertEquals("back", ((Outcome.Value) echoed).value().asText());
    provider.process().close();
    process.close();
  }

  /**
   * Cuts the connection while its client waits for messages. One that is cut while it handles a
   * message never comes back by its own fault (imjoy-rpc 0.5.59 then turns in a loop without end:
   * {@code _listen} sees the closed socket before it reads from it).
   */
  private void cutWhileListening(ClientProcess client) {
    client.call("rest");
    proxy.cut();
  }

  private static Outcome hello(ClientProcess process, String service) {
    return ClientProcess.await(
        process.send("call_held", "service", service, "method", "hello", "args", List.of("John")),
        Duration.ofSeconds(METHOD_TIMEOUT + 1));
  }

  private static boolean isGreeting(Outcome.Value value) {
    return value.value().asText().equals("Hello John");
  }
}
