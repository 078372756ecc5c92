package io.mycel.api.transport;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a client asked to be connected: the request that opened its socket, or the wish of an
 * in-process peer.
 *
 * @param path the request path, decoded, e.g. {@code /ws}
 * @param query the query parameters in the order they came, decoded; several values a name
 * @param headers the request headers, names in lower case; several values are joined by a comma
 * @param remoteAddress {@code host:port} of the other side, {@code local} for an in-process peer
 */
public record Opening(
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    String remoteAddress) {

  /** The first value of a query parameter, empty if it is absent. */
  public Optional<String> parameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** A request header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
