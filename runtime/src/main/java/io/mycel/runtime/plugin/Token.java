package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.UsageException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The connection token of the server that is asked.
 *
 * @param text what is sent
 * @param origin where it was found, for people
 */
record Token(String text, String origin) {
  private static final String VARIABLE = "MYCEL_TOKEN";
  private static final String FILE = "connection-token";
  private static final int MAX_BYTES = 4096;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /** The text is a secret. */
  @Override
  public String toString() {
    return "token of " + origin;
  }

  /** Whether a server is on this machine: no other is sent the token of a file. */
  static boolean isLocal(String server) {
    return LOOPBACK.contains(String.valueOf(URI.create(server).getHost()));
  }

  /** The token for a server. */
  static Token of(String server, Path directory, Map<String, String> environment)
      throws UsageException {
    String given = environment.get(VARIABLE);
    if (given != null && !given.isBlank()) {
      return new Token(plain(given.strip(), VARIABLE), "the environment variable " + VARIABLE);
    }
    if (!isLocal(server)) {
      throw new UsageException(
          "the server "
              + server
              + " is not on this machine: put its connection token into the environment variable "
              + VARIABLE);
    }
    Path file = directory.resolve(FILE);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageException(file + " holds no token; name the data directory by --data-dir");
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      return new Token(plain(text, file.toString()), file.toString());
    } catch (NoSuchFileException e) {
      throw new UsageException(
          "there is no connection token at "
              + file
              + ": no Mycel has run with this data directory; name that of the server by"
              + " --data-dir, or set "
              + VARIABLE,
          e);
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String plain(String text, String origin) throws UsageException {
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new UsageException(origin + " holds no token");
    }
    return text;
  }
}
