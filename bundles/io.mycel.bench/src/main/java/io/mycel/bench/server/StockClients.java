package io.mycel.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.bench.load.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two processes with unmodified clients: one offers a service, the other sends it an array. */
public final class StockClients {
  private static final int PATIENCE_SECONDS = 300;

  private final Installations installations;

  /** Clients of an installation. */
  public StockClients(Installations installations) {
    this.installations = installations;
  }

  /** What they are written in. */
  public enum Language {
    PYTHON,
    JAVASCRIPT
  }

  /**
   * What it took to send an array.
   *
   * @param seconds from the call to its answer
   * @param callerSeconds of processor time of the client that sent it, in that time
   * @param providerSeconds of processor time of the client that got it; NaN where nobody tells
   */
  public record Transfer(double seconds, double callerSeconds, double providerSeconds) {}

  /**
   * Sends random bytes one way, as an array of type uint8.
   *
   * @throws UnavailableException if there are no such clients on this machine
   */
  public Transfer sendOneWay(Language language, URI server, int bytes) throws IOException {
    Process provider = start(command(language, "provider", server.toString()));
    try {
      JsonNode offer = firstAnswer(provider);
      double before = processorSeconds(provider);
      Process caller =
          start(
              command(
                  language,
                  "caller",
                  server.toString(),
                  offer.path("service").asText(),
                  offer.path("workspace").asText(),
                  offer.path("token").asText(),
                  Integer.toString(bytes)));
      try {
        JsonNode answer = firstAnswer(caller);
        if (answer.path("answer").asLong() != bytes) {
          throw new IOException(bytes + " bytes were sent, and this came back: " + answer);
        }
        return new Transfer(
            answer.path("seconds").asDouble(),
            answer.path("cpu").asDouble(),
            processorSeconds(provider) - before);
      } finally {
        caller.destroyForcibly();
      }
    } finally {
      provider.destroyForcibly();
    }
  }

  /**
   * A folder whose {@code node_modules} has the libraries of clients in JavaScript.
   *
   * @throws UnavailableException if there is none and none can be made
   */
  public Path modules() {
    return installations.node();
  }

  private static double processorSeconds(Process process) {
    return ProcessUsage.of(process.pid()).map(ProcessUsage::cpuSeconds).orElse(Double.NaN);
  }

  private List<String> command(Language language, String... arguments) {
    List<String> command =
        language == Language.PYTHON
            ? new ArrayList<>(
                List.of(
                    installations.python().toString(),
                    "-B",
                    installations.script("stock_client.py").toString()))
            : new ArrayList<>(
                List.of(
                    "node",
                    installations.script("stock_client.mjs").toString(),
                    installations.node().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    File log = File.createTempFile("mycel-bench-client", ".log");
    log.deleteOnExit();
    return new ProcessBuilder(command).redirectError(log).start();
  }

  /** The first line that is JSON; what clients print before is theirs. */
  private static JsonNode firstAnswer(Process client) throws IOException {
    Thread watch =
        new Thread(
            () -> {
              try {
                if (!client.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  client.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "bench-patience");
    watch.setDaemon(true);
    watch.start();
    try {
      BufferedReader lines = client.inputReader(StandardCharsets.UTF_8);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{")) {
          return Json.read(line);
        }
      }
      throw new IOException("the client ended without an answer: " + client.info().commandLine());
    } finally {
      watch.interrupt();
    }
  }
}
