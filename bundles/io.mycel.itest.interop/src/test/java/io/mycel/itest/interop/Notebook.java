package io.mycel.itest.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Jupyter kernel with a client library in it, used as a notebook uses it: cells one after
 * the other, of which the last expression is the result.
 */
final class Notebook {

  private final ClientProcess process;
  private final AtomicInteger cells = new AtomicInteger();

  private Notebook(ClientProcess process) {
    this.process = process;
  }

  static Notebook start(ClientProcess process) {
    process.call("start");
    return new Notebook(process);
  }

  /** The library that the kernel has. */
  Client client() {
    return process.client();
  }

  /**
   * What a cell came to.
   *
   * @param number names the cell
   * @param printed what it printed while it ran
   * @param result how Python writes its last expression, null if that was nothing
   * @param errorType the exception shown in the cell, null if none
   * @param errorMessage its message
   */
  record Cell(int number, String printed, String result, String errorType, String errorMessage) {}

  /** A cell that runs: until it is interrupted, maybe. */
  record Running(int number, CompletableFuture<Outcome> outcome) {}

  /** Runs a cell to its end, whether it fails or not. */
  Cell run(String... lines) {
    return finish(begin(lines));
  }

  /** The result of a cell that must not fail, as Python writes it. */
  String result(String... lines) {
    Cell cell = run(lines);
    if (cell.errorType() != null) {
      throw new AssertionError(client() + ": " + String.join("\n", lines) + "\ncame to " + cell);
    }
    return cell.result();
  }

  /** Starts a cell, and does not wait for its end. */
  Running begin(String... lines) {
    int number = cells.incrementAndGet();
    return new Running(
        number, process.send("cell", "number", number, "code", String.join("\n", lines)));
  }

  /** Waits for the end of a cell. */
  Cell finish(Running cell) {
    Outcome outcome = ClientProcess.await(cell.outcome(), ClientProcess.PATIENCE);
    JsonNode value = process.value(outcome, "cell " + cell.number());
    JsonNode error = value.get("error");
    return new Cell(
        cell.number(),
        value.get("printed").asText(),
        value.get("result").textValue(),
        error.path("type").textValue(),
        error.path("message").textValue());
  }

  /** Waits until a cell, which may be long done, has printed something. */
  void awaitPrinted(int cell, String text, Duration patience) {
    Eventually.get(
        client() + ": cell " + cell + " prints '" + text + "'",
        patience,
        () -> process.call("printed", "number", cell).asText(),
        printed -> printed.contains(text));
  }

  /** The button with the square: a KeyboardInterrupt in the cell that runs. */
  void interrupt() {
    process.call("interrupt");
  }

  /** Ends the kernel's process and starts another: nothing of what the cells made is left. */
  void restart() {
    process.call("restart");
  }
}
