package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.itest.interop.World.Connected;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.core.MessagePack;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/** Services of every client, called by plain HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json";
  private static final String MSGPACK_TYPE = "application/msgpack";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Client, Connected> providers = new EnumMap<>(Client.class);
  @AutoClose private World world;

  @BeforeAll
  void start() {
    world = World.create();
    for (Client client : Client.providers()) {
      Connected provider = world.connect(client);
      provider.process().call("serve", "service_id", "specimens");
      providers.put(client, provider);
    }
  }

  static List<Client> providers() {
    return Client.providers();
  }

  /** imjoy-rpc JS takes the map of keyword arguments for its last positional one. */
  static Stream<Client> providersThatKnowKeywords() {
    return Client.providers().stream().filter(c -> !c.id.startsWith("A-js"));
  }

  private HttpResponse<byte[]> send(String path, String... headers) throws Exception {
    return send(request(path, headers).GET());
  }

  private HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
    return send(request(path, headers).POST(BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(40)).build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(world.url() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private String service(Client provider, String path) {
    return "/" + providers.get(provider).workspace() + "/services/" + path;
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    assertEquals(200, response.statusCode(), text(response));
    String type = response.headers().firstValue("content-type").orElse("");
    assertTrue(type.startsWith(JSON_TYPE), type);
    return JSON.readTree(response.body());
  }

  private static void assertRefused(int status, HttpResponse<byte[]> response) throws IOException {
    assertEquals(status, response.statusCode(), text(response));
    JsonNode problem = JSON.readTree(response.body());
    assertFalse(problem.get("success").asBoolean(true), problem.toString());
    assertFalse(problem.get("detail").asText().isEmpty(), problem.toString());
    assertFalse(
        text(response).matches("(?s).*(Traceback|\\\\n\\s+at |File \\\\\").*"), text(response));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theServicesOfAWorkspaceAreListed(Client provider) throws Exception {
    String path = "/" + providers.get(provider).workspace() + "/services";
    JsonNode services = json(send(path));
    List<String> ids =
        StreamSupport.stream(services.spliterator(), false).map(s -> s.get("id").asText()).toList();
    assertTrue(ids.contains(providers.get(provider).service("specimens")), ids.toString());
    assertFalse(ids.contains(providers.get(provider).service("specimens-protected")), "protected");
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aServiceTellsItsFunctions(Client provider) throws Exception {
    JsonNode service = json(send(service(provider, "specimens")));
    assertEquals(providers.get(provider).service("specimens"), service.get("id").asText());
    assertTrue(service.has("echo") && service.get("nested").get("deep").has("add"));
  }

  @ParameterizedTest
  @MethodSource("providersThatKnowKeywords")
  void queryValuesBecomeKeywordArguments(Client provider) throws Exception {
    JsonNode result = json(send(service(provider, "specimens/combine?a=1&b=two%20words")));
    assertEquals("{\"a\":1,\"b\":\"two words\"}", result.toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"A_JS059", "A_JS0509"})
  void keywordArgumentsReachImjoyJavaScriptAsOneMap(Client provider) throws Exception {
    JsonNode result = json(send(service(provider, "specimens/combine?a=1&b=2")));
    assertEquals("{\"a\":{\"a\":1,\"b\":2},\"b\":null}", result.toString());
  }

  @ParameterizedTest
  @MethodSource("providersThatKnowKeywords")
  void aJsonBodyBecomesKeywordArguments(Client provider) throws Exception {
    for (String type : List.of(JSON_TYPE, "application/json; charset=utf-8")) {
      byte[] body = "{\"a\": [1, 2.5, null, true], \"b\": \"Grüße\"}".getBytes("UTF-8");
      JsonNode result =
          json(post(service(provider, "specimens/combine"), body, "content-type", type));
      assertEquals("{\"a\":[1,2.5,null,true],\"b\":\"Grüße\"}", result.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("providersThatKnowKeywords")
  void aMsgpackBodyIsAnsweredInMsgpackArraysIncluded(Client provider) throws Exception {
    Value array = array();
    Value arguments = ValueFactory.newMap(text("value"), array);
    byte[] body = RawSocket.frame(arguments, null);
    HttpResponse<byte[]> response =
        post(service(provider, "specimens/echo"), body, "content-type", MSGPACK_TYPE);
    assertEquals(200, response.statusCode(), text(response));
    assertTrue(response.headers().firstValue("content-type").orElse("").startsWith(MSGPACK_TYPE));
    Map<Value, Value> echoed =
        MessagePack.newDefaultUnpacker(response.body()).unpackValue().asMapValue().map();
    assertEquals(array.asMapValue().map(), echoed);
  }

  private static Value text(String text) {
    return ValueFactory.newString(text);
  }

  private static Value array() {
    return ValueFactory.newMap(
        text("_rtype"), text("ndarray"),
        text("_rvalue"), ValueFactory.newBinary(new byte[] {1, 2, 3, 4, 5, 6}),
        text("_rshape"),
            ValueFactory.newArray(ValueFactory.newInteger(2), ValueFactory.newInteger(3)),
        text("_rdtype"), text("uint8"));
  }

  @ParameterizedTest
  @MethodSource("providersThatKnowKeywords")
  void anArrayTravelsInJsonAsBase64(Client provider) throws Exception {
    String bytes = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4, 5, 6});
    String array =
        "{\"_rtype\":\"ndarray\",\"_rvalue\":\"%s\",\"_renc\":\"base64\",\"_rshape\":[2,3],\"_rdtype\":\"uint8\"}"
            .formatted(bytes);
    byte[] body = ("{\"value\": " + array + "}").getBytes(StandardCharsets.UTF_8);
    JsonNode echoed =
        json(post(service(provider, "specimens/echo"), body, "content-type", JSON_TYPE));
    assertEquals(JSON.readTree(array), echoed);
  }

  @ParameterizedTest
  @MethodSource("providersThatKnowKeywords")
  void aFunctionDeepInAServiceIsReachedByDots(Client provider) throws Exception {
    assertEquals(5, json(send(service(provider, "specimens/nested.deep.add?a=2&b=3"))).asInt());
  }

  @ParameterizedTest
  @MethodSource("providers")
  void whatIsNotThereIs404(Client provider) throws Exception {
    assertRefused(404, send("/no-such-workspace/services"));
    assertRefused(404, send("/no-such-workspace/services/specimens/echo?value=1"));
    assertRefused(404, send(service(provider, "no-such-service")));
    assertRefused(404, send(service(provider, "no-such-service/echo")));
  }

  /** imjoy-rpc JS never answers a call of what is not there: that ends with the time-out, 504. */
  @ParameterizedTest
  @MethodSource("providersThatKnowKeywords")
  void aFunctionThatIsNotThereIs404(Client provider) throws Exception {
    assertRefused(404, send(service(provider, "specimens/no_such_function")));
    assertRefused(404, send(service(provider, "specimens/nested.no.such")));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void anErrorOfTheFunctionIsToldWithoutItsTrace(Client provider) throws Exception {
    HttpResponse<byte[]> response = send(service(provider, "specimens/fail_async?message=broken"));
    assertTrue(response.statusCode() >= 400, text(response));
    assertRefused(response.statusCode(), response);
  }

  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"A_PY059", "A_PY056", "B_PY"})
  void aValueErrorIsTheCallersFault(Client provider) throws Exception {
    HttpResponse<byte[]> response = send(service(provider, "specimens/fail_async?message=broken"));
    assertRefused(400, response);
    assertTrue(text(response).contains("broken"), text(response));
  }

  @ParameterizedTest
  @EnumSource(
      value = Client.class,
      names = {"B_PY", "B_JS"})
  void aGeneratorIsStreamedAsEvents(Client provider) throws Exception {
    for (String function : List.of("count_to_three", "count_to_three_async")) {
      HttpResponse<byte[]> response = send(service(provider, "specimens/" + function));
      assertEquals(200, response.statusCode());
      assertTrue(
          response.headers().firstValue("content-type").orElse("").startsWith("text/event-stream"));
      assertEquals("data: 0\n\ndata: 1\n\ndata: 2\n\ndata: [DONE]\n\n", text(response));
    }
  }

  @ParameterizedTest
  @MethodSource("providersThatKnowKeywords")
  void aProtectedServiceWantsTheTokenOfItsWorkspace(Client provider) throws Exception {
    String path = service(provider, "specimens-protected/hello?who=John");
    assertRefused(403, send(path));
    assertRefused(401, send(path, "authorization", "Bearer no-such-token"));
    String token =
        providers.get(provider).process().call("manager", "method", "generate_token").asText();
    assertEquals("Hello John", json(send(path, "authorization", "Bearer " + token)).asText());
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,{bad,400",
    "application/json,'[1, 2',400",
    "text/plain,hello,415",
    "application/msgpack,nonsense,400"
  })
  void aBadBodyIsToldToTheCaller(String type, String body, int status) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String path = service(Client.B_PY, "specimens/echo");
    assertRefused(status, post(path, bytes, "content-type", type));
  }

  @Test
  void theRootTellsTheVersionAndShowsBrowsersAPage() throws Exception {
    JsonNode root = json(send("/"));
    assertEquals("Mycel", root.get("name").asText());
    assertTrue(root.get("version").asText().matches("\\d+\\.\\d+\\.\\d+.*"), root.toString());
    HttpResponse<byte[]> page = send("/", "accept", "text/html,application/xhtml+xml");
    assertTrue(page.headers().firstValue("content-type").orElse("").startsWith("text/html"));
    assertTrue(text(page).contains(root.get("version").asText()));
  }

  @ParameterizedTest
  @CsvSource({"/health/liveness", "/health/readiness"})
  void theServerTellsThatItIsWell(String path) throws Exception {
    assertEquals("OK", json(send(path)).get("status").asText());
  }

  @Test
  void metricsAreInTheTextFormatOfPrometheus() throws Exception {
    HttpResponse<byte[]> metrics = send("/metrics");
    assertEquals(200, metrics.statusCode());
    assertTrue(metrics.headers().firstValue("content-type").orElse("").startsWith("text/plain"));
    assertTrue(text(metrics).contains("# TYPE mycel_"), text(metrics));
  }

  @Test
  void aPageOfAnotherOriginMayCall() throws Exception {
    String path = service(Client.B_PY, "specimens/echo");
    HttpResponse<byte[]> preflight =
        send(
            request(
                    path,
                    "Origin",
                    "https://example.org",
                    "Access-Control-Request-Method",
                    "POST",
                    "Access-Control-Request-Headers",
                    "content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertTrue(preflight.statusCode() == 200 || preflight.statusCode() == 204);
    String allowed = preflight.headers().firstValue("access-control-allow-origin").orElse("");
    assertTrue(allowed.equals("*") || allowed.equals("https://example.org"), allowed);
    String methods = preflight.headers().firstValue("access-control-allow-methods").orElse("");
    assertTrue(methods.contains("POST"), methods);
  }

  @Test
  void aQueryLessUpgradeRequestIsNotRefused() throws Exception {
    try (RawSocket socket = RawSocket.open(world.server().url(), "")) {
      assertFalse(socket.isClosed());
    }
  }
}
