package io.mycel.transport.jetty.internal.websocket;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client and this server agreed on about permessage-deflate (RFC 7692). Neither side carries
 * its window over from one message to the next, so that no connection holds memory for it and any
 * thread may compress.
 *
 * @param windowBits how far back what this server sends may refer, as a power of two: 8 to 15
 * @param asked true if the client asked for that and is to be told
 */
record DeflateAgreement(int windowBits, boolean asked) {
  private static final int MAX_WINDOW_BITS = 15;

  /**
   * The first offer that can be met.
   *
   * @param headers the values of {@code Sec-WebSocket-Extensions}, in order; each may hold several
   *     offers
   * @return empty if there is none: then nothing is compressed
   */
  static Optional<DeflateAgreement> choose(List<String> headers) {
    return headers.stream()
        .flatMap(header -> List.of(header.split(",")).stream())
        .map(DeflateAgreement::accept)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What the answer's {@code Sec-WebSocket-Extensions} says. */
  String header() {
    return "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        + (asked ? "; server_max_window_bits=" + windowBits : "");
  }

  /** An offer with anything unknown, twice or out of range must be declined (section 7.1). */
  private static Optional<DeflateAgreement> accept(String offer) {
    String[] parts = offer.toLowerCase(Locale.ROOT).split(";", -1);
    if (!parts[0].strip().equals("permessage-deflate")) {
      return Optional.empty();
    }
    Offer found = new Offer();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      String value = pair.length == 2 ? unquoted(pair[1].strip()) : null;
      if (!found.take(pair[0].strip(), value)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        found.serverBits == null
            ? new DeflateAgreement(MAX_WINDOW_BITS, false)
            : new DeflateAgreement(found.serverBits, true));
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** The parameters of one offer. */
  private static final class Offer {
    private Integer serverBits;
    private boolean clientBits;
    private boolean serverTakeover = true;
    private boolean clientTakeover = true;

    /** Takes one parameter; false if it makes the offer one to decline. */
    boolean take(String name, String value) {
      switch (name) {
        case "server_no_context_takeover" -> {
          boolean first = serverTakeover;
          serverTakeover = false;
          return first && value == null;
        }
        case "client_no_context_takeover" -> {
          boolean first = clientTakeover;
          clientTakeover = false;
          return first && value == null;
        }
        case "server_max_window_bits" -> {
          boolean first = serverBits == null;
          serverBits = bits(value);
          return first && serverBits != null;
        }
        case "client_max_window_bits" -> {
          // whatever its window, it fits into the one that everything is inflated with
          boolean first = !clientBits;
          clientBits = true;
          return first && (value == null || bits(value) != null);
        }
        default -> {
          return false;
        }
      }
    }

    /** 8 to 15 without leading zeros, or null. */
    private static Integer bits(String value) {
      return value != null && value.matches("[89]|1[0-5]") ? Integer.valueOf(value) : null;
    }
  }
}
