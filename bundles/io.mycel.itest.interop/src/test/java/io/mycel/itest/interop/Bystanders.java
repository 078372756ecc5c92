package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.msgpack.value.ValueFactory.newInteger;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Two innocent clients: one calls the other without a pause, and every call must be answered. What
 * happens around them must not matter.
 */
final class Bystanders implements AutoCloseable {
  /** A hang limit; answers take milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final RawSocket provider;
  private final RawSocket caller;
  private final String address;
  private final Thread answering = new Thread(this::answer, "bystander-provider");
  private final Thread calling = new Thread(this::call, "bystander-caller");
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean over;
  private volatile long answered;

  Bystanders(URI server) throws Exception {
    provider = RawSocket.open(server, "");
    provider.sendText(PlainSocket.hello("innocent-provider"));
    String workspace =
        new ObjectMapper().readTree(provider.nextText(PATIENCE)).get("workspace").asText();
    address = workspace + "/innocent-provider";
    caller = RawSocket.open(server, "");
    caller.sendText(PlainSocket.hello("innocent-caller"));
    caller.nextText(PATIENCE);
    answering.setDaemon(true);
    calling.setDaemon(true);
    answering.start();
    calling.start();
  }

  private void answer() {
    try {
      while (true) {
        Frame call = Frame.parse(provider.nextBinary(PATIENCE));
        provider.sendBinary(
            Frame.resolve(call.text("from"), call.text("session"), call.args().get(0)));
      }
    } catch (RuntimeException | AssertionError e) {
      fail(e);
    }
  }

  private void call() {
    try {
      for (long i = 0; !over; i++) {
        String session = "s" + i;
        caller.sendBinary(Frame.call(address, "services.s.echo", session, newInteger(i)));
        Frame answer = Frame.parse(caller.nextBinary(PATIENCE));
        assertEquals(session + ".resolve", answer.text("method"), answer::toString);
        assertEquals(i, answer.args().get(0).asIntegerValue().asLong());
        answered = i + 1;
      }
    } catch (RuntimeException | AssertionError e) {
      fail(e);
    }
  }

  private void fail(Throwable e) {
    if (!over) {
      failure.compareAndSet(null, e);
    }
  }

  /** Calls answered so far. */
  long answered() {
    return answered;
  }

  /** Fails if any call failed, or if another twenty are not answered. */
  void noticedNothing() {
    long before = answered;
    Eventually.get(
        "the bystanders' calls go on",
        PATIENCE.multipliedBy(2),
        () -> answered,
        now -> now >= before + 20 || failure.get() != null);
    if (failure.get() != null) {
      throw new AssertionError("the bystanders noticed it", failure.get());
    }
    assertTrue(answered >= before + 20);
  }

  @Override
  public void close() {
    over = true;
    provider.close();
    caller.close();
  }
}
