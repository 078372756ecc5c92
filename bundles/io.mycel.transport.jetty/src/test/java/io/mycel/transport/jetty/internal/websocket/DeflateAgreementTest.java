package io.mycel.transport.jetty.internal.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateAgreementTest {
  private static final String TERMS =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static String answer(String... headers) {
    return DeflateAgreement.choose(List.of(headers)).map(DeflateAgreement::header).orElse("");
  }

  /** As browsers, Node, Python's websockets and the RFC ask. */
  @ParameterizedTest
  @CsvSource({
    "permessage-deflate, ''",
    "permessage-deflate; client_max_window_bits, ''",
    "permessage-deflate; server_max_window_bits=12; client_max_window_bits=12, 12",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover, ''",
    "PerMessage-Deflate ;server_max_window_bits = \"10\", 10",
    "permessage-deflate; server_max_window_bits=15, 15",
    "permessage-deflate; server_max_window_bits=8, 8"
  })
  void anOfferIsAcceptedWithoutTakeoverAndWithTheWindowAskedFor(String offer, String window) {
    String bits = window.isEmpty() ? "" : "; server_max_window_bits=" + window;
    assertEquals(TERMS + bits, answer(offer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "permessage-bzip2",
        "permessage-deflate; unknown",
        "permessage-deflate;",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; server_max_window_bits=12; server_max_window_bits=12",
        "permessage-deflate; client_max_window_bits; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=99",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover"
      })
  void anOfferThatCannotBeMetIsDeclined(String offer) {
    assertEquals("", answer(offer));
  }

  @Test
  void theFirstOfferThatCanBeMetCounts() {
    assertEquals(
        TERMS + "; server_max_window_bits=11",
        answer(
            "permessage-foo, permessage-deflate; server_max_window_bits=99",
            "permessage-deflate; server_max_window_bits=11, permessage-deflate"));
    assertEquals(Optional.empty(), DeflateAgreement.choose(List.of()));
  }
}
