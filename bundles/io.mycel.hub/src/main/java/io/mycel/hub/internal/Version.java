package io.mycel.hub.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** Which software answers. */
final class Version {
  /** The release of Hypha whose protocol clients of generation B may expect. */
  static final String COMPATIBLE = "0.21.137";

  /** The version of this bundle. */
  static final String MYCEL = own();

  private Version() {}

  private static String own() {
    Bundle bundle = FrameworkUtil.getBundle(Version.class);
    return bundle == null ? "0.0.0" : bundle.getVersion().toString();
  }
}
