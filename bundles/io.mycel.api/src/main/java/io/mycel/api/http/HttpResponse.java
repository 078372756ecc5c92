package io.mycel.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Flow;

/**
 * What a route answers.
 *
 * @param status the HTTP status
 * @param headers without {@code content-length}, {@code date} and {@code connection}, which the
 *     transport sets
 * @param body what follows
 */
public record HttpResponse(int status, Map<String, String> headers, Body body) {

  /** What a response carries. */
  public sealed interface Body {

    /** Bytes at hand. */
    record Bytes(ByteBuffer bytes) implements Body {}

    /**
     * A file, sent without being read into memory; the transport answers {@code Range} and {@code
     * If-Modified-Since}.
     */
    record File(Path path) implements Body {}

    /**
     * Pieces as they come, each flushed; the subscription is cancelled when the client goes away.
     */
    record Stream(Flow.Publisher<ByteBuffer> pieces) implements Body {}
  }

  /** A response with one content type and bytes at hand. */
  public static HttpResponse of(int status, String contentType, ByteBuffer bytes) {
    return new HttpResponse(status, Map.of("content-type", contentType), new Body.Bytes(bytes));
  }

  /** A response of text in UTF-8; the content type names the charset itself. */
  public static HttpResponse of(int status, String contentType, String text) {
    return of(status, contentType, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** This response with one more header. */
  public HttpResponse with(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new HttpResponse(status, all, body);
  }
}
