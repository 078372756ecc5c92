package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a client would like to get (RFC 9110 section 12.5.1).
 *
 * @param ranges the media ranges of the header; empty if there was none, which means anything
 */
record Accept(List<MediaType> ranges) {

  static Accept of(HttpRequest request) {
    return new Accept(
        request.header("accept").stream()
            .flatMap(header -> Stream.of(header.split(",")))
            .map(MediaType::parse)
            .filter(range -> !range.type().isEmpty())
            .toList());
  }

  /** True if {@code type} is wanted more than {@code other}, and not merely as much. */
  boolean prefers(String type, String other) {
    return quality(type) > quality(other);
  }

  /** How much a media type is wanted, from 0 to 1; the most specific range decides. */
  double quality(String type) {
    if (ranges.isEmpty()) {
      return 1;
    }
    String family = type.substring(0, type.indexOf('/')) + "/*";
    for (String range : List.of(type, family, "*/*")) {
      for (MediaType candidate : ranges) {
        if (candidate.type().equals(range)) {
          return weight(candidate.parameters().getOrDefault("q", "1"));
        }
      }
    }
    return 0;
  }

  private static double weight(String q) {
    try {
      double value = Double.parseDouble(q);
      return value >= 0 && value <= 1 ? value : 0;
    } catch (NumberFormatException e) {
      return 0; // not a weight: the client did not say that it wants it
    }
  }
}
