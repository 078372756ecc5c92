package io.mycel.plugins.internal.source;

/**
 * How much is read at most.
 *
 * @param fileBytes of a plugin file
 * @param bundleBytes of a bundle
 */
public record SourceLimits(long fileBytes, long bundleBytes) {

  /** Many times what plugins have. */
  public static final SourceLimits STANDARD = new SourceLimits(10L << 20, 200L << 20);
}
