package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mycel.api.rpc.NdArray;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import io.mycel.js.internal.limits.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unmodified libraries from npm, in a plugin. */
class LibrariesTest {
  private static NpmPackages npm;
  private static JsWorkers workers;
  private Plugin plugin;

  @BeforeAll
  static void install() throws Exception {
    String missing = NpmPackages.missing();
    assumeTrue(missing == null, missing);
    npm = new NpmPackages();
    workers = Plugin.workers();
  }

  @AfterAll
  static void close() {
    if (workers != null) {
      workers.close();
    }
  }

  @BeforeEach
  void start() {
    plugin = Plugin.of(workers);
  }

  @AfterEach
  void stop() {
    plugin.close();
  }

  private void load(String file) throws Exception {
    Plugin.get(plugin.worker.run(JsSource.of(file, npm.text(file))));
  }

  @Test
  void lodashWorks() throws Exception {
    load("node_modules/lodash/lodash.min.js");
    assertEquals(
        List.of(List.of(1, 2), List.of(3)),
        plugin.eval("return _.chunk(args[0], 2)", List.of(1, 2, 3)));
    assertEquals("fooBar", plugin.eval("return _.camelCase('Foo Bar')"));
  }

  @Test
  void axiosAsksByXmlHttpRequest() throws Exception {
    load("node_modules/axios/dist/axios.min.js");
    assertEquals(
        List.of(200, List.of(1), "blob"),
        plugin.eval(
            """
            const url = URL.createObjectURL(new Blob(['{"a": [1]}'], { type: 'application/json' }));
            const got = await axios.get(url);
            const blob = (await axios.get(url, { responseType: 'blob' })).data;
            return [got.status, got.data.a, blob instanceof Blob ? 'blob' : typeof blob];
            """));
  }

  @Test
  void filesAreReadAndWrittenByLibraries() throws Exception {
    load("node_modules/jszip/dist/jszip.min.js");
    load("node_modules/spark-md5/spark-md5.min.js");
    load("node_modules/papaparse/papaparse.min.js");
    assertEquals(
        List.of("x,y\n1,2.5\n", List.of(List.of(1, 2.5)), "5d41402abc4b2a76b9719d911017c592"),
        plugin.eval(
            """
            const zip = new JSZip();
            zip.file('table.csv', 'x,y\\n1,2.5\\n');
            const packed = await zip.generateAsync({ type: 'blob', compression: 'DEFLATE' });
            const file = await (await JSZip.loadAsync(packed)).file('table.csv').async('blob');
            const rows = await new Promise((done, failed) => Papa.parse(new File([file], 'table.csv'),
              { header: true, dynamicTyping: true, skipEmptyLines: true, complete: (all) => done(all.data), error: failed }));
            const md5 = SparkMD5.ArrayBuffer.hash(new TextEncoder().encode('hello').buffer);
            return [await file.text(), rows.map((row) => [row.x, row.y]), md5];
            """));
  }

  @Test
  void arraysAreThoseOfNumjsWhereItIsLoaded() throws Exception {
    load("numjs.js");
    NdArray array = NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertEquals(
        List.of(true, List.of(2, 3), 21),
        plugin.eval(
            "const a = args[0]; return [a instanceof nj.NdArray, a.shape, a.sum()]", array));
    assertEquals(
        NdArray.of(new float[] {2, 8, 4, 10, 6, 12}, 3, 2),
        plugin.eval("return args[0].multiply(2).T", array));
  }

  /** The host plays the core of ImJoy, as a page does with a worker. */
  @Test
  void imjoyRpcTalksToACore() throws Exception {
    load("node_modules/imjoy-rpc/dist/imjoy-rpc.min.js");
    plugin.run("imjoyRPC.waitForInitialization({})");
    String peer = (String) expect("imjoyRPCReady").get("peer_id");
    send(
        "initialize",
        peer,
        Map.of(
            "config",
            Map.of(
                "name",
                "test",
                "type",
                "rpc-worker",
                "allow_execution",
                true,
                "expose_api_globally",
                true)));
    String id = (String) expect("initialized").get("peer_id");
    Map<String, Object> log = Map.of("_rtype", "interface", "_rintf", "_rlocal", "_rvalue", "log");
    send("setInterface", id, Map.of("api", Map.of("log", log, "_rintf", "_rlocal")));
    expect("interfaceSetAsRemote");
    String code =
        "class P { async setup() {} async add(a, b) { return a + b } } api.export(new P())";
    send(
        "execute",
        id,
        Map.of(
            "code",
            Map.of("type", "script", "content", code, "attrs", Map.of("lang", "javascript"))));
    expect("executed");
    send("getInterface", id, Map.of());
    Map<?, ?> api = (Map<?, ?>) expect("setInterface").get("api");
    send(
        "method",
        id,
        Map.of(
            "object_id", api.get("_rintf"),
            "name", "add",
            "args", List.of(40, 2),
            "promise",
                List.of(
                    Map.of("_rtype", "callback", "_rvalue", "r"),
                    Map.of("_rtype", "callback", "_rvalue", "j"))));
    Map<?, ?> answer = expect("callback");
    assertEquals("r", answer.get("id"));
    assertEquals(42, ((List<?>) answer.get("args")).get(0));
  }

  private void send(String type, String peer, Map<String, Object> more) {
    Map<String, Object> message = new HashMap<>(more);
    message.put("type", type);
    message.put("peer_id", peer);
    Plugin.get(plugin.worker.post(message));
  }

  private Map<?, ?> expect(String type) throws InterruptedException {
    while (true) {
      Map<?, ?> message = (Map<?, ?>) plugin.nextMessage();
      if (type.equals(message.get("type"))) {
        return message;
      }
    }
  }

  /** Its first frame goes out by the plugin's own WebSocket. */
  @Test
  void hyphaRpcOpensItsSocket() throws Exception {
    RecordingNetwork network = new RecordingNetwork();
    try (Plugin client = new Plugin(workers, "hypha", Limits.defaults(), JsFiles.NONE, network)) {
      for (String file :
          List.of(
              "node_modules/hypha-rpc/dist/hypha-rpc-websocket.min.js",
              "node_modules/imjoy-rpc/dist/hypha-rpc-websocket.min.js")) {
        Plugin.get(client.worker.run(JsSource.of(file, npm.text(file))));
      }
      Plugin.get(
          client.worker.run(
              JsSource.of(
                  "hypha.js", npm.text("node_modules/hypha-rpc/dist/hypha-rpc-websocket.min.js"))));
      client.run(
          "hyphaWebsocketClient.connectToServer({ server_url: 'https://hypha.test', client_id: 'me' }).catch(() => {})");
      String first = network.sent.poll(60, java.util.concurrent.TimeUnit.SECONDS);
      assertEquals("wss://hypha.test/ws", network.opened.peek());
      Object frame = io.mycel.js.internal.values.FromScript.json(first);
      assertEquals("me", ((Map<?, ?>) frame).get("client_id"));
    }
  }
}
