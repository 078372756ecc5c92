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
import org.junit.jupiter.api.Test;
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

  /** A request whose events are written down, and done when it is. */
  private static final String XHR =
      """
      const request = (method, path, body, prepare = () => {}) => new Promise((done) => {
        const x = new XMLHttpRequest();
        const events = [];
        for (const type of ['loadstart', 'progress', 'load', 'error', 'abort', 'timeout']) {
          x.addEventListener(type, () => events.push(type));
        }
        x.onreadystatechange = () => events.push(x.readyState);
        x.onloadend = () => done([events.join(' '), x]);
        x.open(method, /^[a-z]+:/.test(path) ? path : base + path);
        prepare(x);
        x.send(body);
      });
      """;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void olderRequestsGoTheSameWay(boolean remote) throws Exception {
    assertEquals(
        List.of(
            "1 loadstart 2 3 progress 4 load",
            200,
            "{\"a\":[1]}",
            "application/json",
            true,
            List.of(1)),
        eval(
            remote,
            XHR
                + """
                const json = (x) => x.setRequestHeader('Content-Type', 'application/json');
                const [events, x] = await request('POST', '/echo', '{"a":[1]}', json);
                const [, y] = await request('post', '/echo#part', '{"a":[1]}', (y) => { y.responseType = 'json' });
                return [events, x.status, x.responseText, x.getResponseHeader('X-Type'),
                  y.responseURL === base + '/echo' && y.getAllResponseHeaders().includes('x-type: text/plain'), y.response.a];
                """));
    assertEquals(
        List.of(404, List.of(1, 255), true, 0, "", "data:"),
        eval(
            remote,
            XHR
                + """
                const [, x] = await request('PUT', '/gone', new Uint8Array([1, 255]), (x) => { x.responseType = 'arraybuffer' });
                const [, z] = await request('GET', '/echo', null, (z) => { z.responseType = 'blob' });
                const [, d] = await request('GET', 'data:text/plain,data%3A');
                return [x.status, [...new Uint8Array(x.response)], x.response === x.response, z.response.size, z.response.type, d.responseText];
                """));
  }

  @Test
  void requestsThatAreDoneLeaveNoTimers() throws Exception {
    int requests = Limits.defaults().timers() + 1;
    assertEquals(
        requests,
        eval(
            false,
            XHR
                + """
                let done = 0;
                while (done < %d) {
                  await request('GET', 'data:,x', null, (x) => { x.timeout = 600000 });
                  done++;
                }
                return done;
                """
                    .formatted(requests)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void olderRequestsEndAsTheySay(boolean remote) throws Exception {
    assertEquals(
        List.of(
            "1 loadstart 4 error",
            0,
            "1 loadstart 4 error",
            "1 loadstart 4 timeout",
            "1 loadstart 4 abort",
            0),
        eval(
            remote,
            XHR
                + """
                const [denied, x] = await request('GET', 'http://localhost:1/');
                const [refused] = await request('GET', 'http://127.0.0.1:1/');
                const [late] = await request('GET', '/silent', null, (x) => { x.timeout = 20 });
                let stopped;
                const [ended] = await request('GET', '/silent', null, (x) => { stopped = x; setTimeout(() => x.abort(), 20) });
                return [denied, x.status, refused, late, ended, stopped.readyState];
                """));
    assertEquals(
        List.of(
            "InvalidAccessError",
            "SyntaxError",
            "InvalidStateError",
            "InvalidStateError",
            "InvalidStateError"),
        eval(
            remote,
            """
            const name = (action) => { try { action(); return 'none' } catch (error) { return error.name } };
            const x = new XMLHttpRequest();
            const names = [name(() => x.open('GET', base, false)), name(() => x.open('GET', 'http://[')),
              name(() => x.send()), name(() => x.setRequestHeader('a', 'b'))];
            x.open('GET', base + '/echo');
            x.responseType = 'arraybuffer';
            return [...names, name(() => x.responseText)];
            """));
  }
}
