package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpRequest;

/** The token of a request. */
final class BearerToken {
  private static final int MAX_CHARS = 16 * 1024;
  private static final String SCHEME = "bearer ";

  private BearerToken() {}

  /**
   * The token of {@code Authorization: Bearer}, null without that header.
   *
   * @throws HttpException of status 401 for another scheme or what cannot be a token
   */
  static String of(HttpRequest request) {
    String header = request.header("authorization").orElse(null);
    if (header == null) {
      return null;
    }
    String value = header.strip();
    boolean bearer = value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    String token = bearer ? value.substring(SCHEME.length()).strip() : "";
    // a comma or a blank: two headers, or two tokens in one
    boolean plain = token.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',');
    if (token.isEmpty() || !plain || token.length() > MAX_CHARS) {
      throw new HttpException(
          401, "the authorization header must be 'Bearer <token>'; leave it out to be anonymous");
    }
    return token;
  }
}
