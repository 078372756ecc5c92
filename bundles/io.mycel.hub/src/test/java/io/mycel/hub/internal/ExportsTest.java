package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java objects as services for clients of both generations. */
class ExportsTest {
  private static final String PROVIDER = "public/org.example";
  private static final String ECHO = "services.echo.";

  private final TestHub hub = new TestHub();
  private final Exports exports = new Exports(hub.core, Runnable::run);
  private long number;

  /** What is exported. */
  public interface Echo {
    String who();

    CompletionStage<String> later();
  }

  /** Answers with its name; a method that its interface does not have is not offered. */
  public record Named(String who, CompletableFuture<String> later) implements Echo {
    Named(String who) {
      this(who, new CompletableFuture<>());
    }

    public String secret() {
      return "secret";
    }
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private ExportProvider provider(String id, String visibility, int ranking, Object object) {
    Map<String, Object> properties =
        Map.of("mycel.service.id", id, "mycel.service.visibility", visibility);
    return new ExportProvider(
        ExportDeclaration.of(properties::get, "org.example"),
        "a test",
        ranking,
        number++,
        ExportProvider.members(object, List.of(Echo.class.getName())),
        new CallGate());
  }

  private ExportProvider offer(int ranking, Named object) {
    ExportProvider provider = provider("echo", "public", ranking, object);
    exports.offer(provider);
    return provider;
  }

  private void takeAway(ExportProvider provider) {
    exports.withdraw(provider);
    exports.settled(provider);
  }

  private List<String> listed() {
    return hub.hub.services(Directory.ROOT, "public").stream().map(ServiceInfo::id).toList();
  }

  @Test
  void clientsOfBothGenerationsCallAJavaObject() {
    offer(0, new Named("java"));
    TestClient a = hub.clientA("a", Map.of());
    TestClient b = hub.clientB(TestHub.hello("b"));
    assertEquals("java", a.ask(PROVIDER, ECHO + "who"));
    assertEquals("java", b.ask(PROVIDER, ECHO + "who"));
    assertEquals(List.of(PROVIDER + ":echo"), listed());
    assertNotNull(a.manager("get_service", "echo"));
    assertNotNull(b.manager("get_service", "echo"));
  }

  /** {@code get_plugin} of imjoy-rpc asks for the default service of a client. */
  @Test
  void theDefaultServiceOfAPluginIsTheOneWithItsName() {
    Map<String, Object> properties =
        Map.of(
            "mycel.service.id",
            "plugin",
            "mycel.service.clientId",
            "plugin",
            "mycel.service.visibility",
            "public");
    exports.offer(
        new ExportProvider(
            ExportDeclaration.of(properties::get, "org.example"),
            "a plugin",
            0,
            number++,
            ExportProvider.members(new Named("java"), List.of(Echo.class.getName())),
            new CallGate()));
    TestClient a = hub.clientA("a", Map.of());
    assertNotNull(a.manager("get_service", "public/plugin"));
    assertNull(a.manager("get_service", "public/plugin:other"));
    assertNull(a.manager("get_service", "public/other"));
  }

  @Test
  void methodsOfOtherTypesAreNotOffered() {
    offer(0, new Named("java"));
    RpcException failure =
        assertThrows(
            RpcException.class,
            () -> hub.clientB(TestHub.hello("b")).ask(PROVIDER, ECHO + "secret"));
    assertTrue(failure.getMessage().contains("Method not found"), failure::getMessage);
  }

  @Test
  void youngerOneGetsNewCallsAndTheOlderOneEndsItsOwn() throws Exception {
    Named old = new Named("old");
    ExportProvider first = offer(0, old);
    TestClient client = hub.clientB(TestHub.hello("b"));
    CompletableFuture<Object> inFlight = client.peer.function(PROVIDER, ECHO + "later").call();
    offer(0, new Named("new"));
    assertEquals("new", client.ask(PROVIDER, ECHO + "who"));
    assertEquals(List.of(PROVIDER + ":echo"), listed());

    exports.withdraw(first);
    assertEquals(1, first.gate().awaitEmpty(Duration.ZERO));
    assertFalse(inFlight.isDone());
    old.later().complete("from the old one");
    assertEquals("from the old one", inFlight.get(10, TimeUnit.SECONDS));
    assertEquals(0, first.gate().awaitEmpty(Duration.ofSeconds(10)));
    exports.settled(first);
    assertEquals("new", client.ask(PROVIDER, ECHO + "who"));
    assertEquals(List.of(PROVIDER + ":echo"), listed());
  }

  @Test
  void rankingCountsMoreThanAge() {
    ExportProvider high = offer(5, new Named("high"));
    offer(1, new Named("low"));
    TestClient client = hub.clientB(TestHub.hello("b"));
    assertEquals("high", client.ask(PROVIDER, ECHO + "who"));
    takeAway(high);
    assertEquals("low", client.ask(PROVIDER, ECHO + "who"));
  }

  @Test
  void functionFoundBeforeTheChangeCallsTheOneThatIsThereThen() throws Exception {
    ExportProvider first = offer(0, new Named("old"));
    TestClient client = hub.clientA("a", Map.of());
    Map<?, ?> service = (Map<?, ?>) client.manager("get_service", "echo");
    offer(0, new Named("new"));
    takeAway(first);
    assertEquals(
        "new", TestClient.get(((io.mycel.api.rpc.RemoteFunction) service.get("who")).call()));
  }

  @Test
  void clientGoesWithItsLastServiceAfterTheCallsInFlight() throws Exception {
    Named object = new Named("java");
    ExportProvider only = offer(0, object);
    TestClient client = hub.clientB(TestHub.hello("b"));
    CompletableFuture<Object> inFlight = client.peer.function(PROVIDER, ECHO + "later").call();
    exports.withdraw(only);
    assertEquals(List.of(), listed());
    assertThrows(RpcException.class, () -> client.ask(PROVIDER, ECHO + "who"));
    object.later().complete("late");
    assertEquals("late", inFlight.get(10, TimeUnit.SECONDS));
    assertNotNull(hub.core.directory().client(PROVIDER));
    exports.settled(only);
    assertNull(hub.core.directory().client(PROVIDER));
  }

  @Test
  void callHasNotEndedBeforeItsAnswerIsGiven() throws Exception {
    Named object = new Named("java");
    ExportProvider provider = provider("echo", "public", 0, object);
    RpcFunction later = Service.function(provider.members(), List.of("later")).orElseThrow();
    assertTrue(provider.gate().enter());
    CompletionStage<?> answer =
        (CompletionStage<?>) provider.call(later, new Call(List.of(), Map.of(), null));
    provider.gate().close();
    CompletableFuture<Integer> inside = new CompletableFuture<>();
    answer.thenRun(() -> inside.complete(provider.gate().awaitEmpty(Duration.ZERO)));
    object.later().complete("late");
    assertEquals(1, inside.get(10, TimeUnit.SECONDS));
    assertEquals(0, provider.gate().awaitEmpty(Duration.ZERO));
  }

  @Test
  void clientStaysForItsOtherServices() {
    ExportProvider first = offer(0, new Named("one"));
    exports.offer(provider("other", "public", 0, new Named("two")));
    takeAway(first);
    assertEquals(List.of(PROVIDER + ":other"), listed());
    assertEquals("two", hub.clientA("a", Map.of()).ask(PROVIDER, "services.other.who"));
  }

  @Test
  void clientThatHasTheNameKeepsIt() {
    hub.hub.connect("public", "org.example", Directory.ROOT);
    HubException refusal = assertThrows(HubException.class, () -> offer(0, new Named("java")));
    assertEquals("Client already exists and is active: " + PROVIDER, refusal.getMessage());
    assertEquals(List.of(), listed());
  }

  @Test
  void protectedServiceIsForItsOwnWorkspace() {
    exports.offer(provider("echo", "protected", 0, new Named("java")));
    RpcException refusal =
        assertThrows(
            RpcException.class, () -> hub.clientB(TestHub.hello("b")).ask(PROVIDER, ECHO + "who"));
    assertTrue(refusal.getMessage().contains("Permission denied"), refusal::getMessage);
  }

  private ExportProvider offered(Map<String, Object> members) {
    Service service =
        Service.builder("plugin")
            .name("A plugin")
            .type("web-worker")
            .visibility("public")
            .config("version", "1.0")
            .members(members)
            .build();
    ExportProvider provider =
        new ExportProvider(
            ExportDeclaration.of(service, name -> null, "org.example"),
            "a test",
            0,
            number++,
            service.members(),
            new CallGate());
    exports.offer(provider);
    return provider;
  }

  private static RpcFunction says(String text) {
    RpcFunction plain = call -> text;
    return plain.described("says " + text, null);
  }

  @Test
  void offeredServiceHasNestedFunctionsAndValues() {
    offered(
        Map.of("unit", "nm", "tools", Map.of("old", says("old")), "list", List.of(says("first"))));
    TestClient client = hub.clientB(TestHub.hello("b"));
    assertEquals("old", client.ask(PROVIDER, "services.plugin.tools.old"));
    assertEquals("first", client.ask(PROVIDER, "services.plugin.list.0"));
    Map<?, ?> service = (Map<?, ?>) client.manager("get_service", "plugin");
    assertEquals("nm", service.get("unit"));
    assertEquals("web-worker", service.get("type"));
    assertEquals("1.0", ((Map<?, ?>) service.get("config")).get("version"));
  }

  @Test
  void nestedFunctionFoundBeforeTheChangeCallsTheNewOne() throws Exception {
    ExportProvider first = offered(Map.of("tools", Map.of("who", says("old"))));
    TestClient client = hub.clientB(TestHub.hello("b"));
    Map<?, ?> service = (Map<?, ?>) client.manager("get_service", "plugin");
    Object found = ((Map<?, ?>) service.get("tools")).get("who");
    offered(Map.of("tools", Map.of("who", says("new"))));
    takeAway(first);
    assertEquals("new", TestClient.get(((io.mycel.api.rpc.RemoteFunction) found).call()));
  }

  /**
   * A service that comes between two look-ups must not look like one that is kept from the user.
   */
  @Test
  void serviceThatComesAndGoesIsFoundOrNotFoundButNeverForbidden() throws Exception {
    offer(0, new Named("java"));
    Client provider = hub.core.directory().client(PROVIDER).client();
    ServiceInfo info = provider.services().get("echo");
    AtomicBoolean going = new AtomicBoolean(true);
    CompletableFuture<Void> swaps =
        CompletableFuture.runAsync(
            () -> {
              while (going.get()) {
                hub.core.registry().remove(provider, "echo");
                hub.core.registry().put(provider, info);
              }
            });
    User nobody = hub.hub.authenticate(null);
    int found = 0;
    int missed = 0;
    try {
      while (found < 2000 || missed < 2000) {
        try {
          hub.hub.call(nobody, "public", "echo", "who", List.of(), Map.of());
          found++;
        } catch (HubException e) {
          assertEquals(HubException.Kind.NOT_FOUND, e.kind(), e.getMessage());
          missed++;
        }
      }
    } finally {
      going.set(false);
    }
    swaps.get(20, TimeUnit.SECONDS);
  }

  @Test
  void functionThatTheNewOneDoesNotHaveIsNamed() {
    ExportProvider first = offered(Map.of("tools", Map.of("who", says("old"))));
    offered(Map.of("other", says("new")));
    takeAway(first);
    RpcException failure =
        assertThrows(
            RpcException.class,
            () -> hub.clientB(TestHub.hello("b")).ask(PROVIDER, "services.plugin.tools.who"));
    assertTrue(failure.getMessage().contains("tools.who"), failure::getMessage);
  }

  @Test
  void offeredServiceOfAnUnknownVisibilityIsRefused() {
    Service service = Service.builder("plugin").visibility("secret").build();
    HubException refusal =
        assertThrows(
            HubException.class, () -> ExportDeclaration.of(service, name -> null, "org.example"));
    assertTrue(refusal.getMessage().contains("not: secret"), refusal::getMessage);
  }

  @Test
  void objectWithoutMethodsOfItsTypesIsRefusedWithTheRemedy() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ExportProvider.members(
                    new Named("java"), List.of(java.io.Serializable.class.getName())));
    assertTrue(
        refusal.getMessage().contains("register the service under the class or interface"),
        refusal::getMessage);
  }
}
