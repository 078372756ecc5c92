package io.mycel.plugins.internal.life;

import org.osgi.framework.Bundle;

/** Where the bundles of the profile are installed from, as the framework sees it. */
public final class Locations {
  /** What they begin with: nobody else installs from there. */
  public static final String SCHEME = "mycel-plugin:";

  private Locations() {}

  /**
   * The location of a plugin's bundle.
   *
   * @param sha256 of its content
   * @param symbolicName of its bundle
   */
  public static String of(String sha256, String symbolicName) {
    return SCHEME + sha256 + "/" + symbolicName;
  }

  /** What tells the content of a bundle from that of another one, or of itself before an update. */
  public static String content(Bundle bundle) {
    String location = bundle.getLocation();
    return location.startsWith(SCHEME) ? location : location + " " + bundle.getLastModified();
  }
}
