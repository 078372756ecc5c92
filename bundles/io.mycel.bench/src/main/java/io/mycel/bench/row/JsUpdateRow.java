package io.mycel.bench.row;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.net.Loop;
import io.mycel.bench.server.ServerProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Updates a plugin in JavaScript again and again while a client calls it at a steady rate; no call
 * may fail, and the slowest is compared with that of as long a time without updates.
 */
record JsUpdateRow(String name, String title, int callsPerSecond, int updates, List<Wish> wishes)
    implements Row {
  private static final String PLUGIN = "Updated";
  private static final long PAUSE_MILLIS = 200;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (ServerProcess fresh = target.another().get();
        Loop loop = new Loop("caller")) {
      PluginHost host = new PluginHost(fresh);
      JsonNode status = update(host, 0);
      LoadClient client =
          Cluster.get(
              LoadClient.connect(
                  loop, target.on(fresh).login(Generation.B, "caller", null, null, 0)));
      String to = status.path("workspace").asText() + "/" + status.path("client_id").asText();
      String method = "services." + status.path("service_id").asText() + ".echo";
      PacedCalls calls = new PacedCalls(client, to, method, callsPerSecond);
      int count = timing.count(updates);
      calls.during(() -> updates(host, 1, count)); // to warm up
      PacedCalls.Outcome without = calls.during(() -> Thread.sleep(count * PAUSE_MILLIS));
      PacedCalls.Outcome with = calls.during(() -> updates(host, 1 + count, count));
      client.close();
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.P50, with.latencies().micros(0.5));
      figures.put(Figure.P99, with.latencies().micros(0.99));
      figures.put(Figure.WORST_MILLIS, with.worstMillis());
      figures.put(Figure.WORSE_MILLIS, Math.max(0.001, with.worstMillis() - without.worstMillis()));
      return new Sample(
          figures,
          with.errors() + without.errors(),
          with.errors() > 0 ? with.firstError() : without.firstError());
    }
  }

  private static void updates(PluginHost host, int first, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      update(host, first + i);
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static JsonNode update(PluginHost host, int version) throws Exception {
    String script = "api.export({ async echo(x) { return x }, version: () => %d })";
    return host.installScript(host.script(PLUGIN, "1.0." + version, script.formatted(version)));
  }
}
