package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginDescriptor;
import org.osgi.framework.Bundle;

/**
 * A bundle that is a plugin.
 *
 * @param owner whose it is
 * @param descriptor what it says of itself
 * @param sha256 of its plugin file; empty for a bundle in Java
 */
record Candidate(Bundle bundle, String owner, PluginDescriptor descriptor, String sha256) {

  /** Whether it is taken rather than another bundle of the same plugin, if nobody says which. */
  boolean isNewerThan(Candidate other) {
    int order = bundle.getVersion().compareTo(other.bundle.getVersion());
    return order == 0 ? bundle.getBundleId() > other.bundle.getBundleId() : order > 0;
  }

  /** For people. */
  String title() {
    String version = descriptor.name() + " " + descriptor.version();
    return descriptor.tag() == null ? version : version + "@" + descriptor.tag();
  }
}
