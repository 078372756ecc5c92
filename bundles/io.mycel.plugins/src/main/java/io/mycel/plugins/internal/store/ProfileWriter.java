package io.mycel.plugins.internal.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Profiles as JSON, one plugin a line. The lines of plugins that stay as they were are kept: of
 * hundreds of plugins a change touches one or two.
 */
final class ProfileWriter {
  private static final byte[] BETWEEN = ",\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n]}\n".getBytes(StandardCharsets.US_ASCII);

  private Map<InstalledPlugin, byte[]> lines = new IdentityHashMap<>();

  /** All but the plugins. */
  private record Head(int format, long revision, Instant created, String change) {}

  byte[] bytes(Profile profile) throws IOException {
    Map<InstalledPlugin, byte[]> now = new IdentityHashMap<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] head =
        JsonFile.line(
            new Head(profile.format(), profile.revision(), profile.created(), profile.change()));
    out.write(head, 0, head.length - 1);
    out.writeBytes(",\"plugins\":[\n".getBytes(StandardCharsets.US_ASCII));
    boolean first = true;
    for (InstalledPlugin plugin : profile.plugins()) {
      if (!first) {
        out.writeBytes(BETWEEN);
      }
      first = false;
      byte[] known = lines.get(plugin);
      byte[] line = known == null ? JsonFile.line(plugin) : known;
      now.put(plugin, line);
      out.writeBytes(line);
    }
    out.writeBytes(END);
    lines = now;
    return out.toByteArray();
  }
}
