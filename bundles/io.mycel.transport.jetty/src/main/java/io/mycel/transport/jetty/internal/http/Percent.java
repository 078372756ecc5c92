package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding (RFC 3986 section 2.1), strict: what is not proper UTF-8 text is a 400. */
final class Percent {
  private Percent() {}

  /** Decodes a segment of a path. */
  static String decode(String raw) {
    return raw.indexOf('%') < 0 ? raw : decode(raw, false);
  }

  /** Decodes a name or value of a query, where a plus stands for a space. */
  static String decodeForm(String raw) {
    return raw.indexOf('%') < 0 && raw.indexOf('+') < 0 ? raw : decode(raw, true);
  }

  private static String decode(String raw, boolean plusIsSpace) {
    byte[] in = raw.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '%') {
        out.put((byte) (digit(in, i + 1, raw) << 4 | digit(in, i + 2, raw)));
        i += 2;
      } else {
        out.put(plusIsSpace && in[i] == '+' ? (byte) ' ' : in[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new HttpException(400, "'" + raw + "' is not percent-encoded UTF-8");
    }
  }

  private static int digit(byte[] in, int at, String raw) {
    int digit = at < in.length ? Character.digit(in[at], 16) : -1;
    if (digit < 0) {
      throw new HttpException(400, "'" + raw + "' has a % without two hexadecimal digits");
    }
    return digit;
  }
}
