package io.mycel.plugins.internal.source;

import io.mycel.plugins.internal.github.GitHub;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose plugin a URL names. */
final class Owner {
  private static final Pattern JSDELIVR =
      Pattern.compile("https://cdn\\.jsdelivr\\.net/gh/([^/@]+)/([^/@]+)(?:@[^/]+)?/.*");

  private Owner() {}

  /** {@code owner/repository} for a file at GitHub, the host for any other. */
  static String of(URI url) {
    Optional<GitHub.File> file = GitHub.file(url);
    if (file.isPresent()) {
      return file.get().namespace();
    }
    Matcher jsdelivr = JSDELIVR.matcher(url.toString());
    if (jsdelivr.matches() && !GitHub.climbs(url)) {
      return jsdelivr.group(1) + '/' + jsdelivr.group(2);
    }
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ':' + url.getPort();
  }
}
