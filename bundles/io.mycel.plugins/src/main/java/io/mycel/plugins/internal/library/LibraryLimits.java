package io.mycel.plugins.internal.library;

/**
 * How much is read and kept of libraries.
 *
 * @param fileBytes of one file
 * @param listBytes of what a registry says of a package
 * @param packageBytes of a package as it is downloaded
 * @param unpackedBytes of a package after it was unpacked
 * @param packageFiles of a package
 * @param keptBytes on the disk; the longest unused go first
 */
public record LibraryLimits(
    long fileBytes,
    long listBytes,
    long packageBytes,
    long unpackedBytes,
    long packageFiles,
    long keptBytes) {

  /** Beyond the largest libraries that plugins use. */
  public static final LibraryLimits STANDARD =
      new LibraryLimits(64L << 20, 64L << 20, 128L << 20, 1L << 30, 100_000, 4L << 30);
}
