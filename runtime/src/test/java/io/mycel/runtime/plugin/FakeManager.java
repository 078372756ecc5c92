package io.mycel.runtime.plugin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mycel.runtime.text.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server whose plugin manager answers what the test says, and notes what it was asked. */
final class FakeManager implements AutoCloseable {
  static final String TOKEN = "t".repeat(43);

  private static final String PATH = "/public/services/plugin-manager/";

  private final HttpServer http;
  private final Map<String, Object> answers = new HashMap<>();
  private final Map<String, Integer> statuses = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  FakeManager() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(PATH, this::answer);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** What a function answers, as JSON. */
  FakeManager answers(String function, String json) {
    answers.put(function, Json.read(json));
    return this;
  }

  /** What a function fails with. */
  FakeManager fails(String function, int status, String detail) {
    statuses.put(function, status);
    answers.put(function, Map.of("success", false, "detail", detail));
    return this;
  }

  /** What was asked: {@code function {arguments}}. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String function = exchange.getRequestURI().getPath().substring(PATH.length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(function + " " + body);
    int status = statuses.getOrDefault(function, answers.containsKey(function) ? 200 : 404);
    Object answer = answers.getOrDefault(function, Map.of("detail", "no function " + function));
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("authorization"));
    if (!known || !"POST".equals(exchange.getRequestMethod())) {
      status = 403;
      answer = Map.of("success", false, "detail", "only administrators may");
    }
    byte[] bytes = Json.line(answer).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
