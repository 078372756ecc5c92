package io.mycel.bench.js;

import io.mycel.bench.load.Samples;
import io.mycel.bench.row.Figure;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import io.mycel.js.internal.worker.JsWorker;
import io.mycel.js.internal.worker.JsWorkers;
import io.mycel.js.internal.worker.WorkerListener;
import io.mycel.js.internal.worker.WorkerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The same through the unmodified library imjoy-rpc in the plugin: the host plays the core of
 * ImJoy, as a page does with a worker.
 */
final class LibraryCallProbe implements Probe {
  private static final int BATCH = 5_000;
  private static final int CALLS = 5_000;
  private static final int PATIENCE_SECONDS = 60;
  private static final Path LIBRARY = Path.of("node_modules/imjoy-rpc/dist/imjoy-rpc.min.js");

  private final BlockingQueue<Map<?, ?>> posted = new LinkedBlockingQueue<>();
  private JsWorker worker;

  @Override
  public Map<Figure, Double> measure(Scale scale) throws Exception {
    ExecutorService executor = Executors.newCachedThreadPool();
    try (JsWorkers workers = new JsWorkers(JsEngineFactory.onClassPath())) {
      worker =
          workers.start(
              new WorkerSpec("bench", JsFiles.NONE, BenchPlugin.limits(), executor),
              new WorkerListener() {
                @Override
                public void log(String level, String text) {}

                @Override
                public void message(Object message) {
                  posted.add((Map<?, ?>) message);
                }
              });
      Object service = open(Files.readString(scale.modules().resolve(LIBRARY)));
      int warmUp = WarmUp.run(scale.count(BATCH), count -> calls(service, count));
      return CallProbe.latencies(calls(service, scale.count(CALLS)), warmUp);
    } finally {
      executor.shutdownNow();
    }
  }

  private Object open(String library) throws Exception {
    BenchPlugin.get(worker.run(JsSource.of("imjoy-rpc.js", library)));
    BenchPlugin.get(worker.run(JsSource.of("start.js", "imjoyRPC.waitForInitialization({})")));
    Map<String, Object> config =
        Map.of(
            "name",
            "bench",
            "type",
            "rpc-worker",
            "allow_execution",
            true,
            "expose_api_globally",
            true);
    send("initialize", expect("imjoyRPCReady").get("peer_id"), Map.of("config", config));
    Object peer = expect("initialized").get("peer_id");
    Map<String, Object> log = Map.of("_rtype", "interface", "_rintf", "_rlocal", "_rvalue", "log");
    send("setInterface", peer, Map.of("api", Map.of("log", log, "_rintf", "_rlocal")));
    expect("interfaceSetAsRemote");
    String code = "api.export({ async setup() {}, async add(a, b) { return a + b } })";
    send(
        "execute",
        peer,
        Map.of(
            "code",
            Map.of("type", "script", "content", code, "attrs", Map.of("lang", "javascript"))));
    expect("executed");
    send("getInterface", peer, Map.of());
    Map<?, ?> api = (Map<?, ?>) expect("setInterface").get("api");
    return List.of(peer, api.get("_rintf"));
  }

  private Samples calls(Object service, int count) throws Exception {
    Samples samples = new Samples();
    Object peer = ((List<?>) service).get(0);
    Object object = ((List<?>) service).get(1);
    List<Object> callbacks = List.of(callback("resolve"), callback("reject"));
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      send(
          "method",
          peer,
          Map.of("object_id", object, "name", "add", "args", List.of(i, 2), "promise", callbacks));
      Map<?, ?> answer = expect("callback");
      samples.add(System.nanoTime() - begun);
      if (!List.of(i + 2).equals(answer.get("args")) || !"resolve".equals(answer.get("id"))) {
        throw new IllegalStateException(i + " + 2 is not " + answer);
      }
    }
    return samples;
  }

  private static Map<String, Object> callback(String name) {
    return Map.of("_rtype", "callback", "_rvalue", name);
  }

  /** Nobody waits until it is there: what comes of it is. */
  private void send(String type, Object peer, Map<String, Object> more) {
    Map<String, Object> message = new HashMap<>(more);
    message.put("type", type);
    message.put("peer_id", peer);
    worker.post(message);
  }

  private Map<?, ?> expect(String type) throws IOException, InterruptedException {
    while (true) {
      Map<?, ?> message = posted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IOException("the library sent no " + type);
      }
      if (type.equals(message.get("type"))) {
        return message;
      }
    }
  }
}
