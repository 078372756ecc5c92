package io.mycel.plugins.internal.source;

import io.mycel.plugins.internal.bundle.JarLimits;

/**
 * How much is read at most.
 *
 * @param fileBytes of a plugin file
 * @param bundleBytes of a bundle
 * @param jar what a bundle may unpack to
 */
public record SourceLimits(long fileBytes, long bundleBytes, JarLimits jar) {

  /** Many times what plugins have. */
  public static final SourceLimits STANDARD =
      new SourceLimits(10L << 20, 200L << 20, JarLimits.STANDARD);
}
