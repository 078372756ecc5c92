package io.mycel.bench.soak;

import io.mycel.bench.UsageException;
import io.mycel.bench.server.Recipes;
import io.mycel.bench.server.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** {@code mycel soak}: starts a server, soaks it, prints the verdict. */
public final class SoakCommand {
  private static final String USAGE = "usage: runtime/mycel soak [--minutes 10]";
  private static final double MOST_MINUTES = 600;

  private final List<String> server;

  /**
   * A soak of the server that some words start.
   *
   * @param server a command line that ends with {@code -jar} and the server's jar
   */
  public SoakCommand(List<String> server) {
    this.server = server;
  }

  /**
   * Runs it.
   *
   * @return 0 if all is well, else 1
   * @throws UsageException if the options make no sense
   */
  public int run(List<String> options, PrintStream out) throws InterruptedException {
    return run(SoakPlan.ofMinutes(minutes(options)), out) ? 0 : 1;
  }

  private static double minutes(List<String> options) {
    List<String> words = options.stream().flatMap(o -> List.of(o.split("=", 2)).stream()).toList();
    if (words.isEmpty()) {
      return 10;
    }
    if (words.size() != 2 || !words.get(0).equals("--minutes")) {
      throw new UsageException(USAGE);
    }
    try {
      double minutes = Double.parseDouble(words.get(1));
      if (minutes > 0 && minutes <= MOST_MINUTES) {
        return minutes;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new UsageException(
        "--minutes: " + words.get(1) + " is no number up to " + MOST_MINUTES + "\n" + USAGE);
  }

  /** Runs a soak of the given plan and prints its verdict; true if all is well. */
  boolean run(SoakPlan plan, PrintStream out) throws InterruptedException {
    Path jar = Path.of(server.get(server.size() - 1));
    try (ServerProcess process = ServerProcess.start(Recipes.mycel(server))) {
      boolean good = false;
      try {
        List<Finding> findings = new Soak(process, jar, plan, out).run();
        findings.forEach(out::println);
        good = findings.stream().allMatch(Finding::good);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        out.println("the soak cannot go on: " + e.getMessage());
      }
      out.println(good ? "passed" : "FAILED; the server's log is in " + keepLog(process));
      return good;
    } catch (IOException e) {
      out.println("FAILED; the server's log is lost: " + e.getMessage());
      return false;
    }
  }

  private static Path keepLog(ServerProcess process) throws IOException {
    Path kept = Files.createTempFile("mycel-soak", ".log");
    Path log = process.folder().resolve("server.log");
    return Files.copy(log, kept, StandardCopyOption.REPLACE_EXISTING);
  }
}
