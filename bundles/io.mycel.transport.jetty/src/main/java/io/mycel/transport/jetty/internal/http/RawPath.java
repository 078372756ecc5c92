package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpException;
import java.util.ArrayList;
import java.util.List;

/**
 * A request path that is safe to match: split at the slashes that came as slashes, each segment
 * decoded once. An encoded slash is part of its segment. Refused with 400, wherever they stand:
 * characters that RFC 3986 does not allow in a path, bad escapes, control characters such as {@code
 * %00}, and anything that a reader of the decoded path could take for a way up ({@code ..}, {@code
 * %2e%2e}, {@code ..%2f}, {@code ..;x}).
 */
final class RawPath {
  private static final int MAX_SEGMENTS = 256;
  private static final String PUNCTUATION = "-._~!$&'()*+,;=:@%/";

  private final String raw;
  private final List<String> segments = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();

  private RawPath(String raw) {
    this.raw = raw;
  }

  /** Reads a path, e.g. {@code /my%20workspace/services}. */
  static RawPath parse(String raw) {
    if (raw == null || !raw.startsWith("/")) {
      throw new HttpException(400, "the request target must be a path that begins with a slash");
    }
    checkCharacters(raw);
    RawPath path = new RawPath(raw);
    int start = 1;
    while (start <= raw.length()) {
      int end = raw.indexOf('/', start);
      end = end < 0 ? raw.length() : end;
      path.add(start, Percent.decode(raw.substring(start, end)));
      start = end + 1;
    }
    return path;
  }

  /** How many segments there are; {@code /} has one, which is empty. */
  int size() {
    return segments.size();
  }

  /** A segment, decoded. */
  String segment(int index) {
    return segments.get(index);
  }

  /** The path from a segment on, as it came. */
  String rest(int index) {
    return raw.substring(starts.get(index));
  }

  private void add(int start, String segment) {
    if (segments.size() == MAX_SEGMENTS) {
      throw new HttpException(400, "the path has more than " + MAX_SEGMENTS + " segments");
    }
    checkSegment(segment);
    segments.add(segment);
    starts.add(start);
  }

  private static void checkCharacters(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!plain && PUNCTUATION.indexOf(c) < 0) {
        throw new HttpException(
            400, "character %04x at %d of the path must be percent-encoded".formatted((int) c, i));
      }
    }
  }

  private static void checkSegment(String segment) {
    int partStart = 0;
    for (int i = 0; i <= segment.length(); i++) {
      char c = i < segment.length() ? segment.charAt(i) : '/';
      if (Character.isISOControl(c)) {
        throw new HttpException(400, "the path has a control character");
      }
      if (c == '/' || c == '\\' || c == ';') {
        String part = segment.substring(partStart, i);
        if (part.equals(".") || part.equals("..")) {
          throw new HttpException(400, "the path must not have the segments . and ..");
        }
        partStart = i + 1;
      }
    }
  }
}
