package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.rpc.RemoteGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Writes the result of a call: msgpack if the request's own body was msgpack or the client prefers
 * it, else JSON (see {@link JsonFormat} for bytes and NaN). A generator is streamed, each item as
 * it comes: as concatenated msgpack, or as server-sent events {@code data: <json>} that end with
 * {@code data: [DONE]}. A failure on the way is a last event of type {@code error}, or a last item
 * with {@code "_rtype": "error"}.
 */
final class ResultWriter {
  static final String MSGPACK = "application/msgpack";
  private static final String EVENTS = "text/event-stream";

  private final JsonFormat json;
  private final long maxBlobBytes;

  ResultWriter(JsonFormat json, long maxBlobBytes) {
    this.json = json;
    this.maxBlobBytes = maxBlobBytes;
  }

  /** Writes a result in the form that a request asks for. */
  HttpResponse write(HttpRequest request, Core core, Object result) {
    boolean msgpack = wantsMsgpack(request);
    UnaryOperator<Object> represent = core::represent;
    if (result instanceof RemoteGenerator generator) {
      ItemPublisher.Encoder encoder =
          msgpack ? new MsgpackItems(core, represent) : new Events(json, represent);
      return new HttpResponse(
          200,
          Map.of("content-type", msgpack ? MSGPACK : EVENTS, "cache-control", "no-store"),
          new HttpResponse.Body.Stream(new ItemPublisher(generator, encoder, maxBlobBytes)));
    }
    Object tree = represent.apply(result);
    return msgpack
        ? HttpResponse.of(200, MSGPACK, core.engine().pack(tree))
        : Answers.json(json, 200, tree);
  }

  private static boolean wantsMsgpack(HttpRequest request) {
    MediaType sent = MediaType.parse(request.header("content-type").orElse(""));
    Accept accept = Accept.of(request);
    return sent.isMsgpack()
        || accept.prefers(MSGPACK, Answers.JSON)
        || accept.prefers("application/x-msgpack", Answers.JSON);
  }

  private record MsgpackItems(Core core, UnaryOperator<Object> represent)
      implements ItemPublisher.Encoder {

    @Override
    public ByteBuffer item(Object value) {
      return core.engine().pack(represent.apply(value));
    }

    @Override
    public ByteBuffer failure(Throwable failure) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("_rtype", "error");
      error.put("_rvalue", ErrorMapping.of(failure).detail());
      error.put("_rtrace", "");
      return core.engine().pack(error);
    }

    @Override
    public Optional<ByteBuffer> end() {
      return Optional.empty();
    }
  }

  private record Events(JsonFormat json, UnaryOperator<Object> represent)
      implements ItemPublisher.Encoder {

    @Override
    public ByteBuffer item(Object value) {
      return event("data: ", json.write(represent.apply(value)));
    }

    @Override
    public ByteBuffer failure(Throwable failure) {
      return event("event: error\ndata: ", json.write(Answers.body(ErrorMapping.of(failure))));
    }

    @Override
    public Optional<ByteBuffer> end() {
      return Optional.of(event("data: ", ByteBuffer.wrap(bytes("[DONE]"))));
    }

    /** One event; JSON without line breaks is one line of data. */
    private static ByteBuffer event(String head, ByteBuffer data) {
      byte[] start = bytes(head);
      return ByteBuffer.allocate(start.length + data.remaining() + 2)
          .put(start)
          .put(data)
          .put(bytes("\n\n"))
          .flip();
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
