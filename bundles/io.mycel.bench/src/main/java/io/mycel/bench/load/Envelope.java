package io.mycel.bench.load;

import io.mycel.bench.wire.MsgpackWriter;
import java.util.function.Consumer;

/** Writes calls as the stock clients of both generations do. */
final class Envelope {
  private static final double INTERVAL_SECONDS = 15;

  private final Generation generation;
  private final String clientId;

  Envelope(Generation generation, String clientId) {
    this.generation = generation;
    this.clientId = clientId;
  }

  /**
   * Writes a call whose answer is waited for.
   *
   * @param from this client's address
   * @param args writes the array of arguments
   */
  MsgpackWriter call(
      MsgpackWriter w,
      String from,
      String to,
      String method,
      String session,
      Consumer<MsgpackWriter> args) {
    w.map(5).entry("type", "method").entry("from", from).entry("to", to);
    w.entry("method", method).entry("session", session);
    w.map(generation == Generation.A ? 2 : 3).string("args");
    args.accept(w);
    w.string("promise");
    if (generation == Generation.B) {
      return w.string("*").string("t").real(INTERVAL_SECONDS);
    }
    w.map(4);
    callback(w, session, "heartbeat", true);
    w.string("interval").real(INTERVAL_SECONDS);
    callback(w, session, "resolve", false);
    callback(w, session, "reject", false);
    return w;
  }

  private void callback(MsgpackWriter w, String session, String name, boolean promise) {
    w.string(name).map(4).entry("_rtype", "method").entry("_rtarget", clientId);
    w.entry("_rmethod", session + "." + name).entry("_rpromise", promise);
  }
}
