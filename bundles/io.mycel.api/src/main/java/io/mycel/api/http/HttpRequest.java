package io.mycel.api.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A request as a route sees it.
 *
 * @param method in upper case
 * @param target the raw request target, path and query as they came
 * @param path the raw path, still percent-encoded
 * @param variables the values of the pattern's variables, percent-decoded; {@code *} holds the raw,
 *     undecoded rest of a prefix pattern
 * @param query the query parameters, decoded, in order
 * @param headers names in lower case; several values are joined by a comma
 * @param remoteAddress {@code host:port} of the client
 * @param body reads the body once
 */
public record HttpRequest(
    String method,
    String target,
    String path,
    Map<String, String> variables,
    Map<String, List<String>> query,
    Map<String, String> headers,
    String remoteAddress,
    Body body) {

  /** The body, read when the route asks for it. */
  @FunctionalInterface
  public interface Body {
    /**
     * Reads the whole body; empty buffer if there is none.
     *
     * @param maxBytes fails with an {@link HttpException} of status 413 beyond this size
     */
    CompletionStage<ByteBuffer> read(long maxBytes);
  }

  /** The value of a variable of the pattern, which must have it. */
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route's pattern has no variable {" + name + "}");
    }
    return value;
  }

  /** The first value of a query parameter. */
  public Optional<String> parameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** A header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
