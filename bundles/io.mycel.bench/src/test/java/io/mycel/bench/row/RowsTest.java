package io.mycel.bench.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.bench.server.Installations;
import io.mycel.bench.server.Recipes;
import io.mycel.bench.server.ServerProcess;
import io.mycel.bench.server.StockClients;
import io.mycel.bench.server.UnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row that needs nothing but Java, on running servers, for a moment. */
class RowsTest {
  private static final Timing MOMENT = new Timing(20, 60, 0.01);

  @TempDir static Path folder;
  private static Map<Peer, Target> targets;

  private static Target target(Peer peer, Supplier<ServerProcess.Recipe> recipe) {
    Supplier<ServerProcess> start = () -> ServerProcess.start(recipe.get());
    return new Target(peer, start.get(), start, new StockClients(new Installations(folder)));
  }

  private static ServerProcess.Recipe mycel() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Recipes.mycel(List.of(java, "-Xmx256m", "-jar", System.getProperty("mycel.jar")));
  }

  @BeforeAll
  static void start() {
    targets =
        Map.of(
            Peer.MYCEL, target(Peer.MYCEL, RowsTest::mycel),
            Peer.RELAY, target(Peer.RELAY, Recipes::relay));
  }

  @AfterAll
  static void stop() {
    if (targets != null) {
      targets.values().forEach(target -> target.server().close());
    }
  }

  static Stream<Arguments> rowsAndPeers() {
    return Rows.all().stream()
        .filter(
            row ->
                !(row instanceof StockRow) && !(row instanceof ProbeRow probe && probe.libraries()))
        .flatMap(
            row ->
                row.peers().stream()
                    .filter(peer -> peer != Peer.HYPHA)
                    .map(peer -> Arguments.of(row.name(), peer)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("rowsAndPeers")
  void rowMeasuresWithoutAWrongAnswer(String name, Peer peer) throws Exception {
    Row row = Rows.all().stream().filter(each -> each.name().equals(name)).findFirst().get();
    Sample sample = row.measure(targets.get(peer), MOMENT);
    assertEquals("", sample.firstError());
    assertEquals(0, sample.errors());
    for (Wish wish : row.wishes()) {
      assertTrue(sample.figures().get(wish.figure()) > 0, () -> wish + ": " + sample);
    }
    assertTrue(sample.figures().values().stream().allMatch(v -> v >= 0), sample::toString);
  }

  @Test
  void rowThatCannotBeMeasuredIsSkippedAndOneThatFailsIsTold() throws Exception {
    Row without = row("without", new UnavailableException("there is no node"));
    Row broken = row("broken", new IllegalStateException("it broke"));
    Results results =
        new Comparison(
                Map.of(Peer.RELAY, Recipes::relay),
                new StockClients(new Installations(folder)),
                List.of(without, broken),
                MOMENT,
                2,
                what -> {})
            .run();
    assertEquals(Map.of(without, "there is no node"), results.skipped());
    assertEquals(2, results.of(broken, Peer.RELAY).size());
    assertTrue(results.of(broken, Peer.RELAY).get(0).firstError().contains("it broke"));
  }

  private static Row row(String name, RuntimeException failure) {
    return new Row() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String title() {
        return name;
      }

      @Override
      public Set<Peer> peers() {
        return Set.of(Peer.RELAY);
      }

      @Override
      public List<Wish> wishes() {
        return List.of();
      }

      @Override
      public Sample measure(Target target, Timing timing) {
        throw failure;
      }
    };
  }
}
