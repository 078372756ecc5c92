package io.mycel.hub.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What tokens say whose signatures have been found good: many clients come with the same one, and
 * to verify it takes longer than the rest of letting them in. Whether one has expired or has been
 * revoked is for its user to ask each time.
 */
final class KnownGrants {
  static final int MAX_TOKENS = 500;
  static final int MAX_LENGTH = 4096;

  private final Map<String, Tokens.Grant> byToken = new ConcurrentHashMap<>();

  /** What a token says; null if it is not known. */
  Tokens.Grant get(String token) {
    return byToken.get(token);
  }

  /** Remembers a token, unless it is very long. When there are too many, all are forgotten. */
  void put(String token, Tokens.Grant grant) {
    if (token.length() > MAX_LENGTH) {
      return;
    }
    if (byToken.size() >= MAX_TOKENS) {
      byToken.clear();
    }
    byToken.put(token, grant);
  }

  int size() {
    return byToken.size();
  }
}
