package io.mycel.plugins.internal.github;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The branches and tags of a repository, as git's servers advertise them (gitprotocol-http, smart
 * protocol): lines that begin with their length in four hexadecimal digits.
 *
 * @param commits by the full names of branches and tags, and {@code HEAD}
 */
record GitRefs(Map<String, String> commits) {
  static final String BRANCHES = "refs/heads/";
  static final String TAGS = "refs/tags/";
  private static final String HEAD = "HEAD";

  /** What follows the name of a tag where its commit stands, and not the tag itself. */
  private static final String PEELED = "^{}";

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final int LENGTH_DIGITS = 4;

  /**
   * Reads an advertisement.
   *
   * @throws IllegalArgumentException if it is none
   */
  static GitRefs parse(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    Map<String, String> commits = new LinkedHashMap<>();
    int at = 0;
    while (at + LENGTH_DIGITS <= text.length()) {
      int length = Integer.parseInt(text.substring(at, at + LENGTH_DIGITS), 16);
      if (length < LENGTH_DIGITS) {
        at += LENGTH_DIGITS;
        continue;
      }
      int end = Math.min(at + length, text.length());
      // what follows a zero tells what the server can do
      String line = text.substring(at + LENGTH_DIGITS, end).split("\0", 2)[0].strip();
      String[] words = line.split(" ", 2);
      if (words.length == 2 && COMMIT.matcher(words[0]).matches()) {
        String name = words[1];
        commits.put(
            name.endsWith(PEELED) ? name.substring(0, name.length() - PEELED.length()) : name,
            words[0]);
      }
      at = end;
    }
    return new GitRefs(commits);
  }

  /** The commit of a branch or tag; of the default branch for null. */
  Optional<String> commit(String ref) {
    if (ref == null) {
      return Optional.ofNullable(commits.get(HEAD));
    }
    String tag = commits.get(TAGS + ref);
    return Optional.ofNullable(tag == null ? commits.get(BRANCHES + ref) : tag);
  }
}
