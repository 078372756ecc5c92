package io.mycel.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.bench.row.Peer;
import io.mycel.bench.row.Row;
import io.mycel.bench.row.Timing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void withoutWordsEverythingIsMeasured() {
    Options options = Options.parse(List.of());
    assertEquals(Set.of(Peer.values()), options.peers());
    assertEquals(3, options.rounds());
    assertEquals(new Timing(700, 3000, 1), options.timing());
    assertTrue(options.rows().size() >= 20);
  }

  @Test
  void wordsMayHaveTheirValuesBehindOrBeside() {
    Options options =
        Options.parse(
            List.of(
                "--peers",
                "mycel,relay",
                "--only=thr,rtt",
                "--rounds=2",
                "--seconds",
                "0.25",
                "--json",
                "out.json"));
    assertEquals(Set.of(Peer.MYCEL, Peer.RELAY), options.peers());
    assertEquals(List.of("rtt", "thr"), options.rows().stream().map(Row::name).toList());
    assertEquals(2, options.rounds());
    assertEquals(new Timing(250, 250, 0.25), options.timing());
    assertEquals(Optional.of(Path.of("out.json")), options.json());
  }

  @Test
  void whatFollowsMicroIsLeftAlone() {
    Options options = Options.parse(List.of("--micro", "-i", "2", "Router"));
    assertTrue(options.micro());
    assertEquals(List.of("-i", "2", "Router"), options.rest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--peers=nats",
        "--only=nothing",
        "--rounds=0",
        "--rounds=x",
        "--seconds=NaN",
        "--round=1",
        "--json",
        "fast"
      })
  void wrongWordsAreRefusedByName(String word) {
    UsageException refused = assertThrows(UsageException.class, () -> Options.parse(List.of(word)));
    String name = word.replaceAll("=.*", "");
    assertTrue(refused.getMessage().contains(name), refused.getMessage());
  }
}
