package io.mycel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.bench.net.Loop;
import io.mycel.bench.server.Recipes;
import io.mycel.bench.server.ServerProcess;
import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls through a relay: what is right, and what is wrong, is noticed. */
class PreparedCallTest {
  private static ServerProcess relay;
  private final Loop loop = new Loop("test");
  private LoadClient caller;
  private LoadClient provider;

  @BeforeAll
  static void start() {
    relay = ServerProcess.start(Recipes.relay());
  }

  @AfterAll
  static void end() {
    if (relay != null) {
      relay.close();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    caller = get(LoadClient.connect(loop, login("caller")));
    provider = get(LoadClient.connect(loop, login("provider")));
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private Login login(String id) {
    return new Login(relay.url(), Generation.B, id, null, null, false, 0);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private PreparedCall prepare(Payload payload) throws Exception {
    return get(caller.prepare(provider.address(), payload));
  }

  /** What a call says when it has ended; empty if all was right. */
  private String outcome(PreparedCall call, Message instead) throws Exception {
    CompletableFuture<String> ended = new CompletableFuture<>();
    loop.execute(
        () -> {
          call.start(failure -> ended.complete(failure == null ? "" : failure));
          if (instead != null) {
            call.answered(instead, true);
          }
        });
    return get(ended);
  }

  private static Message answer(byte... bytes) {
    MsgpackWriter w = new MsgpackWriter(64).map(1).entry("type", "method");
    w.map(1).string("args").array(1).binary(bytes.length);
    ByteBuffer b = w.raw(ByteBuffer.wrap(bytes), 0, bytes.length).payload();
    Message message = new Message();
    message.read(b, b.position(), b.limit());
    return message;
  }

  @Test
  void answersOfAllSizesAreRightAgainAndAgain() throws Exception {
    for (int bytes : new int[] {8, 16, 70_000, 262_144, 600_000}) {
      PreparedCall call = prepare(Payload.echo(bytes));
      for (int i = 0; i < 3; i++) {
        assertEquals("", outcome(call, null), bytes + " bytes");
      }
    }
    assertEquals("", outcome(prepare(Payload.arrayEcho(1_000_000)), null));
    assertEquals("", outcome(prepare(Payload.arraySink(1_000_000)), null));
  }

  @Test
  void wrongAnswerIsNoticed() throws Exception {
    PreparedCall call = prepare(Payload.echo(8));
    String wrong = "the answer is not what was sent";
    assertEquals(wrong, outcome(call, answer((byte) 1, (byte) 2)));
    assertEquals(wrong, outcome(call, answer(new byte[8])));
  }

  @Test
  void callIsOverWhenTheConnectionIsLost() throws Exception {
    PreparedCall call = prepare(Payload.echo(8));
    provider.kill();
    CompletableFuture<String> ended = new CompletableFuture<>();
    loop.execute(() -> call.start(ended::complete));
    caller.kill();
    assertTrue(get(ended).startsWith("connection lost"), () -> "ended with " + ended.join());
  }

  @Test
  void unknownFunctionIsRejectedWithItsName() throws Exception {
    CompletableFuture<String> reason =
        caller
            .call(provider.address(), "services.echo.none", w -> w.array(0))
            .thenApply(String::valueOf)
            .exceptionally(failure -> String.valueOf(failure.getMessage()));
    assertTrue(get(reason).contains("services.echo.none"), () -> "said " + reason.join());
  }
}
