package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.itest.interop.Expectations.Case;
import io.mycel.itest.interop.World.Connected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every client consumes the services of every client: all kinds of values, calls back and forth,
 * errors, interfaces, generators, keyword arguments, large messages.
 *
 * <p>Calls that are expected to end in a time-out wait side by side with the others, on a second
 * connection whose time-out is short.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairingsTest {

  /** The method time-out, in seconds, of the connections for calls that must time out. */
  private static final int IMPATIENCE = 2;

  /** How long a call may be silent before it counts as never answered. */
  private static final Duration SILENCE = Duration.ofSeconds(IMPATIENCE + 1);

  /** How long one call may last; what a pairing that is broken may cost in all. */
  private static final Duration CALL = Duration.ofSeconds(15);

  private static final Duration PAIRING = Duration.ofSeconds(40);

  private final Expectations expectations = new Expectations();
  private final Map<Client, Connected> providers = new EnumMap<>(Client.class);
  private final Map<Client, Consumer> consumers = new EnumMap<>(Client.class);
  @AutoClose private World world;

  @BeforeAll
  void startProviders() {
    world = World.create();
    for (Client client : Client.providers()) {
      Connected provider = world.connect(client);
      provider.process().call("serve", "service_id", serviceOf(client));
      providers.put(client, provider);
    }
  }

  @TestFactory
  Stream<DynamicContainer> pairings() {
    return Stream.of(Client.values())
        .map(
            consumer ->
                DynamicContainer.dynamicContainer(consumer + " consumes", pairingsOf(consumer)));
  }

  private Stream<DynamicContainer> pairingsOf(Client consumer) {
    return Client.providers().stream()
        .map(
            provider ->
                DynamicContainer.dynamicContainer(
                    consumer + " → " + provider,
                    // Nothing starts before its turn has come.
                    Stream.of(provider).flatMap(p -> tests(consumer, p))));
  }

  private Stream<DynamicNode> tests(Client client, Client providing) {
    Consumer consumer = consumers.computeIfAbsent(client, this::startConsumer);
    Connected provider = providers.get(providing);
    String pairing = client + " → " + providing + ": ";
    List<DynamicNode> tests = new ArrayList<>();
    long end = System.nanoTime() + PAIRING.toNanos();
    for (Case test : expectations.cases(client, providing)) {
      if (!test.impatient()) {
        tests.add(
            test(
                pairing + test.name(),
                () ->
                    check(
                        pairing,
                        test,
                        client,
                        providing,
                        ClientProcess.await(
                            send(consumer.connected(), providing, test), ClientProcess.PATIENCE))));
      }
    }
    tests.add(
        test(
            pairing + "context",
            () ->
                checkContext(
                    consumer.connected(), provider, provider.service(serviceOf(providing)))));
    tests.add(
        test(
            pairing + "get_service by name",
            () -> {
              JsonNode found =
                  consumer
                      .connected()
                      .process()
                      .call("get_service", "service", serviceOf(providing));
              assertEquals(provider.service(serviceOf(providing)), found.get("id").asText());
            }));
    consumer
        .impatient()
        .get(providing)
        .forEach(
            (test, outcome) ->
                tests.add(
                    test(
                        pairing + test.name(),
                        () ->
                            check(
                                pairing, test, client, providing, consumer.await(test, outcome)))));
    return tests.stream();
  }

  private static Duration left(long end) {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    return left.compareTo(CALL) < 0 ? left : CALL;
  }

  private static DynamicTest test(String name, org.junit.jupiter.api.function.Executable body) {
    return DynamicTest.dynamicTest(name, body);
  }

  /**
   * A client that consumes, with its calls to all providers on the impatient connection, which all
   * wait from the start.
   */
  private record Consumer(
      Connected connected,
      Map<Client, Map<Case, CompletableFuture<Outcome>>> impatient,
      long startedNanos) {

    Outcome await(Case test, CompletableFuture<Outcome> outcome) {
      Duration patience = test.expectation().timeout() ? SILENCE : CALL;
      return ClientProcess.await(outcome, patience.minusNanos(System.nanoTime() - startedNanos));
    }
  }

  private Consumer startConsumer(Client client) {
    Connected connected = world.connect(client);
    world.connect(connected.process(), "name", "impatient", "method_timeout", IMPATIENCE);
    Map<Client, Map<Case, CompletableFuture<Outcome>>> impatient = new EnumMap<>(Client.class);
    for (Client provider : Client.providers()) {
      Map<Case, CompletableFuture<Outcome>> calls = new LinkedHashMap<>();
      for (Case test : expectations.cases(client, provider)) {
        if (test.impatient()) {
          calls.put(test, send(connected, provider, test));
        }
      }
      impatient.put(provider, calls);
    }
    return new Consumer(connected, impatient, System.nanoTime());
  }

  private static String serviceOf(Client provider) {
    return "specimens-of-" + provider.id;
  }

  private CompletableFuture<Outcome> send(Connected consumer, Client providing, Case test) {
    Connected provider = providers.get(providing);
    List<Object> parameters = new ArrayList<>();
    parameters.addAll(List.of("name", test.impatient() ? "impatient" : "main"));
    parameters.addAll(List.of("service", provider.service(serviceOf(providing) + test.service())));
    for (Map.Entry<String, JsonNode> parameter : test.parameters().properties()) {
      parameters.addAll(List.of(parameter.getKey(), parameter.getValue()));
    }
    return consumer.process().send(test.op(), parameters.toArray());
  }

  private void check(String pairing, Case test, Client consumer, Client provider, Outcome outcome) {
    Client describing = test.op().equals("seen") ? provider : consumer;
    test.expectation().check(pairing + test.name(), outcome, expectations.natives(describing));
  }

  /** A service that requires context is told who calls, from where, and where it was called. */
  private static void checkContext(Connected consumer, Connected provider, String service) {
    JsonNode context =
        consumer.process().call("scenario", "service", service + "-context", "scenario", "context");
    assertEquals(consumer.address(), context.get("from").asText(), "from");
    assertEquals(provider.address(), context.get("to").asText(), "to");
    assertEquals(consumer.workspace(), context.get("ws").asText(), "ws");
    assertEquals(consumer.user(), context.get("user").asText(), "user");
  }
}
