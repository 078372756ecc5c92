package io.mycel.plugins.internal.tools;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells what is wrong with a permission as it is written. */
final class PermissionCheck {
  /** What browsers grant to the windows of plugins (imjoy-core 0.14, {@code jailedPlugin.js}). */
  private static final Set<String> BROWSER =
      Set.of(
          "midi",
          "geolocation",
          "microphone",
          "camera",
          "encrypted-media",
          "full-screen",
          "payment-request");

  private static final Pattern HOST =
      Pattern.compile("\\*|(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
  private static final Pattern SERVICE = Pattern.compile("[^/\\s]+/[^\\s]+");

  private PermissionCheck() {}

  /** What is wrong, and what to write; empty if nothing is. */
  static Optional<String> problem(String permission) {
    int colon = permission.indexOf(':');
    String kind = colon < 0 ? permission : permission.substring(0, colon);
    String value = colon < 0 ? "" : permission.substring(colon + 1).strip();
    return switch (kind) {
      case "network" ->
          when(!HOST.matcher(value).matches(), "a host like example.org, *.example.org or *");
      case "service" ->
          when(!SERVICE.matcher(value).matches(), "a service like workspace/client:service");
      case "files" -> when(!isBelow(value), "a folder like data/images, below the workspace's");
      default ->
          BROWSER.contains(permission)
              ? Optional.empty()
              : Optional.of(
                  "nobody knows it; there are network:HOST, service:ID, files:PATH and "
                      + BROWSER.stream().sorted().toList());
    };
  }

  private static Optional<String> when(boolean wrong, String form) {
    return wrong ? Optional.of("behind the colon stands " + form) : Optional.empty();
  }

  private static boolean isBelow(String path) {
    return !path.isEmpty()
        && !path.startsWith("/")
        && path.indexOf('\\') < 0
        && !List.of(path.split("/", -1)).contains("..");
  }
}
