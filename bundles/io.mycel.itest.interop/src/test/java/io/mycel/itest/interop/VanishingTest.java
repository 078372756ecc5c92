package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.itest.interop.World.Connected;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** A client that is gone all of a sudden fails the calls to it at once, and harms nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VanishingTest {

  /** Far less than the method time-out of any client (10 s at least). */
  private static final Duration AT_ONCE = Duration.ofSeconds(4);

  @AutoClose private World world;
  private Connected bystander;
  private Connected bystandingProvider;

  @BeforeAll
  void start() {
    world = World.create();
    bystandingProvider = world.connect(Client.B_PY);
    bystandingProvider.process().call("serve", "service_id", "bystanding");
    bystander = world.connect(Client.A_PY059);
  }

  @TestFactory
  Stream<DynamicTest> aCallToAClientThatVanishesFailsAtOnce() {
    return Client.providers().stream()
        .flatMap(
            provider ->
                Stream.of(Client.A_PY059, Client.A_JS059, Client.B_PY, Client.B_JS)
                    .map(
                        consumer ->
                            DynamicTest.dynamicTest(
                                consumer + " calls " + provider + ", which vanishes",
                                () -> vanish(provider, consumer))));
  }

  private void vanish(Client providing, Client consuming) {
    String id = World.unique("vanishing");
    Connected provider = world.connect(providing);
    provider.process().call("serve", "service_id", id);
    String token = provider.process().call("manager", "method", "generate_token").asText();
    Connected consumer =
        world.connect(consuming, "workspace", provider.workspace(), "token", token);
    ClientProcess process = consumer.process();
    String service = provider.service(id);
    process.call("hold", "service", service);
    CompletableFuture<Outcome> bystanding =
        bystander
            .process()
            .send(
                "scenario",
                "service",
                bystandingProvider.service("bystanding"),
                "scenario",
                "concurrent");

    CompletableFuture<Outcome> inFlight =
        process.send("call_held", "service", service, "method", "sleep", "args", List.of(60));
    // Order is kept between two peers: once this is answered, the call above has arrived.
    process.call("call_held", "service", service, "method", "echo", "args", List.of(1));
    assertFalse(inFlight.isDone());
    provider.process().vanish();

    assertFailsAtOnce("the call in flight", inFlight);
    assertFailsAtOnce(
        "a call afterwards",
        process.send("call_held", "service", service, "method", "echo", "args", List.of(2)));
    JsonNode listed = process.call("manager", "method", "list_services");
    assertTrue(listed.toString().contains(service), "stays listed during its grace: " + listed);
    JsonNode answers = bystander.process().value(bystanding.join(), "the bystander's calls");
    assertEquals(100, answers.size());
    process.close();
  }

  private static void assertFailsAtOnce(String what, CompletableFuture<Outcome> call) {
    Outcome outcome = ClientProcess.await(call, AT_ONCE);
    Outcome.Failure failure = assertInstanceOf(Outcome.Failure.class, outcome, what);
    assertFalse(failure.timedOut(), what + ": " + failure);
  }

  @TestFactory
  Stream<DynamicTest> theServicesOfAClientThatDisconnectsAreGoneAtOnce() {
    return Client.providers().stream()
        .map(
            client ->
                DynamicTest.dynamicTest(
                    client + " disconnects",
                    () -> {
                      String id = World.unique("leaving");
                      Connected provider = world.connect(client);
                      provider.process().call("register", "service_id", id);
                      provider.process().call("disconnect");
                      // who asks while it goes may be told so; from then on there is none
                      Eventually.get(
                          "the service is gone",
                          AT_ONCE,
                          () -> bystander.process().ask("get_service", "service", id),
                          o -> o instanceof Outcome.Value value && value.value().isNull());
                      provider.process().close();
                    }));
  }
}
