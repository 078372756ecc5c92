package io.mycel.js.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.worker.JsWorker;
import io.mycel.js.internal.worker.JsWorkers;
import io.mycel.js.internal.worker.WorkerListener;
import io.mycel.js.internal.worker.WorkerSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fetch} of a plugin, directly and by way of another process. */
class FetchTest {
  private HttpServer server;
  private Network network;
  private JsWorkers workers;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", FetchTest::answer);
    server.start();
    network =
        new Network(
            new Network.Settings(Duration.ofSeconds(20), Duration.ofSeconds(40), 1 << 20, true),
            new OwnServer());
    workers = new JsWorkers(JsEngineFactory.onClassPath());
  }

  @AfterEach
  void stop() {
    workers.close();
    network.close();
    server.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/silent")) {
      return; // never
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange
        .getResponseHeaders()
        .add("X-Type", String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
    if (path.equals("/moved")) {
      exchange.getResponseHeaders().add("Location", "/echo");
      exchange.sendResponseHeaders(302, -1);
    } else {
      exchange.sendResponseHeaders(
          path.equals("/gone") ? 404 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private Object eval(boolean remote, String body) throws Exception {
    NetworkAccess direct = network.permitting("127.0.0.1"::equals);
    NetworkHost host = new NetworkHost(direct);
    NetworkAccess access = remote ? new RemoteNetwork(host::ask) : direct;
    WorkerListener silent = (level, text) -> {};
    JsWorker worker =
        workers.start(
            new WorkerSpec(
                "fetch", JsFiles.NONE, access, Limits.defaults(), task -> new Thread(task).start()),
            silent);
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    worker.run(JsSource.of("fetch.js", "globalThis.probe = async (base) => { " + body + " }"));
    Object answer =
        worker
            .function("probe")
            .thenCompose(probe -> probe.call(List.of(base)))
            .get(60, TimeUnit.SECONDS);
    worker.stop();
    return answer;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsBodiesAndReadsAnswers(boolean remote) throws Exception {
    assertEquals(
        List.of(true, 1, "text/plain;charset=UTF-8"),
        eval(
            remote,
            "const r = await fetch(base + '/echo', { method: 'POST', body: JSON.stringify({ a: 1 }) });"
                + " return [r.ok, (await r.json()).a, r.headers.get('x-type')]"));
    assertEquals(
        List.of(3, 404, false),
        eval(
            remote,
            "const r = await fetch(base + '/gone', { method: 'PUT', body: new Uint8Array([1, 2, 3]) });"
                + " return [(await r.arrayBuffer()).byteLength, r.status, r.ok]"));
    assertEquals(
        List.of(true, true, "TypeError"),
        eval(
            remote,
            "const r = await fetch(base + '/moved'); const twice = await r.text();"
                + " const e = await fetch(base + '/moved', { redirect: 'error' }).catch((e) => e);"
                + " return [r.redirected, r.url.endsWith('/echo'), e.name]"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAndGivesUpWithErrorsThatSayWhy(boolean remote) throws Exception {
    assertEquals(
        List.of("NotAllowedError", "AbortError", "TypeError"),
        eval(
            remote,
            "const name = (p) => p.then(() => 'none', (e) => e.name);"
                + " const c = new AbortController(); setTimeout(() => c.abort(), 20);"
                + " return [await name(fetch('http://localhost:1/')), await name(fetch(base + '/silent', { signal: c.signal })),"
                + " await name(fetch('http://127.0.0.1:1/'))]"));
  }
}
