package io.mycel.bench.load;

import io.mycel.bench.wire.ClientFrame;
import io.mycel.bench.wire.Message;
import io.mycel.bench.wire.MsgpackWriter;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a message that is too long for one frame as hypha-rpc does: it looks the other side's
 * built-in service up, creates a message there, sets chunks of 256 KiB with 30 on their way at one
 * time, and has them processed.
 */
final class ChunkSender {
  /** A message up to this size goes in one frame. */
  static final int LARGEST_FRAME = (256 << 10) + 1024;

  private static final int CHUNK_BYTES = 256 << 10;
  private static final int IN_FLIGHT = 30;
  private static final String CACHE = "services.built-in.message_cache.";

  private final LoadClient client;
  private final String to;
  private final boolean answer;
  private final String key;
  private final ByteBuffer head;
  private final ByteBuffer body;
  private final int chunks;
  private final CompletableFuture<Void> sent = new CompletableFuture<>();
  private int begun;
  private int ended;

  /**
   * A message in two parts, which do not change until it is sent.
   *
   * @param session the session that the message answers, null if it is a call
   */
  ChunkSender(LoadClient client, String to, String session, ByteBuffer head, ByteBuffer body) {
    if (client.generation() == Generation.A) {
      throw new IllegalArgumentException("long messages are sent by generation B only");
    }
    this.client = client;
    this.to = to;
    this.answer = session != null;
    this.key = answer ? session : UUID.randomUUID().toString();
    this.head = head;
    this.body = body;
    this.chunks = (head.remaining() + body.remaining() + CHUNK_BYTES - 1) / CHUNK_BYTES;
  }

  /** Begins to send; the future ends when the other side has taken all of it. */
  CompletableFuture<Void> send() {
    return client
        .call(to, "services.built-in.get_service", w -> w.array(1).string("built-in"))
        .thenCompose(done -> client.call(to, CACHE + "create", this::keyAndHeartbeat))
        .thenCompose(done -> chunks())
        .thenCompose(done -> client.call(to, CACHE + "process", this::keyAndHeartbeat))
        .thenAccept(done -> {});
  }

  private void keyAndHeartbeat(MsgpackWriter w) {
    w.array(2).string(key).bool(answer);
  }

  private CompletableFuture<Void> chunks() {
    for (int i = 0; i < Math.min(IN_FLIGHT, chunks); i++) {
      new Lane().next();
    }
    return sent;
  }

  /** One of the chunks that are on their way at one time. */
  private final class Lane implements Sessions.Waiting {
    private final int place = client.sessions().enter(this);

    private void next() {
      if (begun == chunks || sent.isDone()) {
        client.sessions().leave(place);
        return;
      }
      int chunk = begun++;
      String session = client.sessions().id(place, client.sessions().next(place));
      MsgpackWriter w = client.loop().scratch();
      client.envelope().call(w, client.address(), to, CACHE + "set", session, a -> args(a, chunk));
      client.link().send(ClientFrame.BINARY, w);
    }

    private void args(MsgpackWriter w, int chunk) {
      int from = chunk * CHUNK_BYTES;
      int to = Math.min(from + CHUNK_BYTES, head.remaining() + body.remaining());
      w.array(4).string(key).integer(chunk).binary(to - from);
      int border = head.remaining();
      if (from < border) {
        w.raw(head, head.position() + from, head.position() + Math.min(to, border));
      }
      if (to > border) {
        int begin = Math.max(from, border) - border;
        w.raw(body, body.position() + begin, body.position() + to - border);
      }
      w.bool(answer);
    }

    @Override
    public void answered(Message message, boolean resolved) {
      if (!resolved) {
        sent.completeExceptionally(new CallException(LoadClient.reason(message)));
      } else if (++ended == chunks) {
        sent.complete(null);
      }
      next();
    }

    @Override
    public void lost(String reason) {
      sent.completeExceptionally(new CallException("connection lost: " + reason));
    }
  }
}
