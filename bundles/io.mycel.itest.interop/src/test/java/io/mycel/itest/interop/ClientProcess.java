package io.mycel.itest.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process with a real client library in it, which obeys commands: JSON lines there and back. It
 * may obey several at once, and hold several connections, each with a name.
 */
final class ClientProcess implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Client client;
  private final Process process;
  private final BufferedWriter commands;
  private final Map<Integer, CompletableFuture<Outcome>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();

  private ClientProcess(Client client, Process process) {
    this.client = client;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a driver.
   *
   * @param log where what the library prints goes
   */
  static ClientProcess start(Client client, List<String> command, Path log) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      ClientProcess driver = new ClientProcess(client, process);
      Thread reader = new Thread(driver::read, "interop-" + client);
      reader.setDaemon(true);
      reader.start();
      return driver;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  Client client() {
    return client;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode answer = JSON.readTree(line);
        CompletableFuture<Outcome> outcome = waiting.remove(answer.get("command").asInt());
        JsonNode error = answer.get("error");
        outcome.complete(
            error == null
                ? new Outcome.Value(answer.get("value"))
                : new Outcome.Failure(error.get("type").asText(), error.get("message").asText()));
      }
      end("its driver ended");
    } catch (IOException e) {
      end(e.toString());
    }
  }

  private void end(String reason) {
    waiting.values().forEach(w -> w.complete(new Outcome.Failure("ProcessEnded", reason)));
  }

  /** Sends a command and does not wait. {@code parameters}: name, value, name, value… */
  CompletableFuture<Outcome> send(String op, Object... parameters) {
    int number = next.incrementAndGet();
    ObjectNode command = JSON.createObjectNode().put("command", number).put("op", op);
    for (int i = 0; i < parameters.length; i += 2) {
      command.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
    }
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    waiting.put(number, outcome);
    try {
      synchronized (commands) {
        commands.write(JSON.writeValueAsString(command));
        commands.newLine();
        commands.flush();
      }
    } catch (IOException e) {
      waiting.remove(number);
      outcome.complete(new Outcome.Failure("ProcessEnded", e.toString()));
    }
    return outcome;
  }

  /** Sends a command and waits for what comes of it. */
  Outcome ask(String op, Object... parameters) {
    return await(send(op, parameters), PATIENCE);
  }

  /** Sends a command that must succeed. */
  JsonNode call(String op, Object... parameters) {
    return value(ask(op, parameters), op);
  }

  /** The value of an outcome that must be one. */
  JsonNode value(Outcome outcome, String what) {
    if (outcome instanceof Outcome.Value value) {
      return value.value();
    }
    throw new AssertionError(client + ": " + what + " did not succeed: " + outcome);
  }

  /** What comes of a command within the given time. */
  static Outcome await(CompletableFuture<Outcome> outcome, Duration patience) {
    try {
      return outcome.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Outcome.Silence();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a driver", e);
    }
  }

  /**
   * Kills the process: its sockets end without a close frame, as when a machine is switched off.
   */
  void vanish() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        vanish();
      }
    } catch (IOException alreadyGone) {
      vanish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
