package io.mycel.plugins.internal.bundle;

/**
 * How large a jar may become when it is unpacked.
 *
 * @param entries in it
 * @param unpackedBytes of all of them
 */
public record JarLimits(int entries, long unpackedBytes) {

  /** Many times what bundles have. */
  public static final JarLimits STANDARD = new JarLimits(100_000, 2L << 30);

  /** None, for jars that were read within limits before. */
  public static final JarLimits NONE = new JarLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
}
