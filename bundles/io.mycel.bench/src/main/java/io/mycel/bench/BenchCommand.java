package io.mycel.bench;

import io.mycel.bench.report.Report;
import io.mycel.bench.row.Comparison;
import io.mycel.bench.row.Peer;
import io.mycel.bench.server.Installations;
import io.mycel.bench.server.Machine;
import io.mycel.bench.server.Recipes;
import io.mycel.bench.server.StockClients;
import io.mycel.bench.server.UnavailableException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code mycel bench}. */
final class BenchCommand {
  private final List<String> server;

  BenchCommand(List<String> server) {
    this.server = server;
  }

  int run(List<String> words, PrintStream out) throws InterruptedException {
    Options options = Options.parse(words);
    if (options.micro()) {
      return new MicroCommand().run(options.rest(), out);
    }
    Installations installations = new Installations(target().resolve("peers"));
    Map<Peer, Comparison.Starter> starters = starters(options.peers(), installations, out);
    Comparison comparison =
        new Comparison(
            starters,
            new StockClients(installations),
            options.rows(),
            options.timing(),
            options.rounds(),
            what -> System.err.println("bench: " + what));
    out.println(Machine.description());
    Machine.loadAverages().ifPresent(load -> out.println("Load averages before: " + load));
    Report report = new Report(comparison.run());
    out.println();
    out.println(report.figures());
    out.println(report.wishes());
    out.print(report.noise());
    Machine.loadAverages().ifPresent(load -> out.println("Load averages after: " + load));
    out.print(report.skipped());
    out.print(report.failures());
    options.json().ifPresent(file -> write(file, report.json()));
    return report.failures().isEmpty() ? 0 : 1;
  }

  private Map<Peer, Comparison.Starter> starters(
      Set<Peer> wanted, Installations installations, PrintStream out) {
    Map<Peer, Comparison.Starter> starters = new EnumMap<>(Peer.class);
    starters.put(Peer.MYCEL, () -> Recipes.mycel(server));
    starters.put(Peer.RELAY, Recipes::relay);
    if (wanted.contains(Peer.HYPHA)) {
      try {
        Path python = installations.python();
        starters.put(Peer.HYPHA, () -> Recipes.hypha(python));
      } catch (UnavailableException e) {
        out.println("Without Hypha: " + e.getMessage());
      }
    }
    starters.keySet().retainAll(wanted);
    return starters;
  }

  /** The folder of what the build makes: this program's jar lies in it. */
  private static Path target() {
    try {
      URI program = Main.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(program).getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("this program does not know where it is", e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
