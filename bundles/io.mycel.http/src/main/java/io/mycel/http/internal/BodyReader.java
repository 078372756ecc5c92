package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Reads the body of a call as a tree of the data representation: {@code application/json} or {@code
 * application/msgpack} (also {@code x-msgpack}), in any case and with any parameters. An empty body
 * is an empty map, whatever its type.
 */
final class BodyReader {
  private final JsonFormat json;
  private final long maxBytes;

  BodyReader(JsonFormat json, long maxBytes) {
    this.json = json;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads the body; the stage fails with an {@link HttpException} of 400 (not readable), 413 (too
   * large) or 415 (another type).
   */
  CompletionStage<Object> read(HttpRequest request, RpcEngine engine) {
    MediaType type = MediaType.parse(request.header("content-type").orElse(""));
    boolean readable = type.isJson() || type.isMsgpack();
    // a body that will be refused is not collected first, if its length is known
    if (!readable && !request.header("content-length").orElse("0").equals("0")) {
      throw unsupported(type);
    }
    return request.body().read(maxBytes).thenApply(body -> tree(type, body, engine));
  }

  private Object tree(MediaType type, ByteBuffer body, RpcEngine engine) {
    if (!body.hasRemaining()) {
      return Map.of();
    }
    if (type.isJson()) {
      return json(type, body);
    }
    if (type.isMsgpack()) {
      try {
        return engine.unpack(body);
      } catch (RpcException e) {
        throw new HttpException(400, "invalid msgpack: " + e.getMessage());
      }
    }
    throw unsupported(type);
  }

  private Object json(MediaType type, ByteBuffer body) {
    String name = type.parameters().getOrDefault("charset", "utf-8");
    // these the parser tells apart by the bytes themselves, with or without a byte order mark
    if (name.toLowerCase(Locale.ROOT).startsWith("utf")) {
      return json.read(body);
    }
    try {
      return json.read(body, Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new HttpException(415, "unknown charset in content-type; use UTF-8");
    }
  }

  private static HttpException unsupported(MediaType type) {
    String got = type.type().isEmpty() ? "none" : "'" + type.type() + "'";
    return new HttpException(
        415,
        "content-type must be application/json or application/msgpack, got "
            + got
            + "; with curl add -H 'content-type: application/json'");
  }
}
