package io.mycel.plugins.internal.library;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of libraries, PID {@value #PID}; what it lacks is taken from that of plugins.
 */
@ObjectClassDefinition(name = "Mycel libraries of plugins", pid = LibrariesConfig.PID)
public @interface LibrariesConfig {
  /** The PID. */
  String PID = "io.mycel.plugins.libraries";

  /** Where all that lasts is kept. */
  @AttributeDefinition(
      description =
          "Data directory, libraries are in its folder plugins; empty for the bundle's own")
  String dataDir() default "";

  /** Where npm packages come from. */
  @AttributeDefinition(
      description = "Registry of npm packages; empty for the one that npm itself is configured for")
  String registry() default "";

  /** Whether content networks are asked. */
  @AttributeDefinition(
      description =
          "Whether a library is asked for at its own URL, if its package or repository cannot be had")
  boolean askNetworks() default true;

  /** Whether this machine may be asked. */
  @AttributeDefinition(description = "Whether URLs of this machine itself may be downloaded")
  boolean allowLoopback() default false;

  /** When a server is given up. */
  @AttributeDefinition(description = "Milliseconds after which a silent server is given up")
  int silenceMillis() default 15_000;

  /** When a download is given up. */
  @AttributeDefinition(description = "Seconds that one download may take")
  int downloadTimeoutSeconds() default 120;

  /** GitHub's pages. */
  @AttributeDefinition(description = "URL of GitHub or of its mirror: pages")
  String githubWeb() default "https://github.com";

  /** GitHub's files. */
  @AttributeDefinition(description = "URL of GitHub or of its mirror: files")
  String githubRaw() default "https://raw.githubusercontent.com";

  /** GitHub's interface. */
  @AttributeDefinition(description = "URL of GitHub or of its mirror: REST interface")
  String githubApi() default "https://api.github.com";

  /** GitHub's gists. */
  @AttributeDefinition(description = "URL of GitHub or of its mirror: gists")
  String githubGist() default "https://gist.github.com";

  /** Libraries at the same time. */
  @AttributeDefinition(description = "Libraries that are fetched at the same time")
  int fetchesAtOnce() default 4;

  /** Libraries that may wait. */
  @AttributeDefinition(description = "Libraries that may wait to be fetched")
  int maxWaitingFetches() default 1000;

  /** The largest file. */
  @AttributeDefinition(description = "The largest file of a library, in bytes")
  long maxLibraryBytes() default 64L * 1024 * 1024;

  /** The largest package. */
  @AttributeDefinition(description = "The largest npm package as it is downloaded, in bytes")
  long maxPackageBytes() default 128L * 1024 * 1024;

  /** The largest package, unpacked. */
  @AttributeDefinition(description = "The largest npm package after it was unpacked, in bytes")
  long maxUnpackedBytes() default 1024L * 1024 * 1024;

  /** What a package may hold. */
  @AttributeDefinition(description = "Files that an npm package may have")
  long maxPackageFiles() default 100_000;

  /** The largest answer about a package. */
  @AttributeDefinition(description = "The longest list of the versions of an npm package, in bytes")
  long maxListBytes() default 64L * 1024 * 1024;

  /** What is kept. */
  @AttributeDefinition(
      description = "Bytes of libraries that are kept; the longest unused make room for others")
  long maxKeptBytes() default 4L * 1024 * 1024 * 1024;
}
