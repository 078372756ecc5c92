package io.mycel.plugins.internal.plan;

import io.mycel.plugins.internal.bundle.BundleVersion;
import org.osgi.framework.Version;

/** The order of versions as authors write them. */
public final class Versions {
  private static final String NO_HASH = "0".repeat(64);

  private Versions() {}

  /** Negative if the first version is the older one. */
  public static int compare(String first, String second) {
    return version(first).compareTo(version(second));
  }

  private static Version version(String text) {
    return Version.parseVersion(BundleVersion.of(text, NO_HASH));
  }
}
