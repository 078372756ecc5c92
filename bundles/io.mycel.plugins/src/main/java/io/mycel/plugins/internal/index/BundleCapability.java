package io.mycel.plugins.internal.index;

import java.util.Map;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;

/** A capability of a bundle that is not installed. */
final class BundleCapability implements Capability {
  private final Resource resource;
  private final String namespace;
  private final Map<String, Object> attributes;
  private final Map<String, String> directives;

  BundleCapability(
      Resource resource,
      String namespace,
      Map<String, Object> attributes,
      Map<String, String> directives) {
    this.resource = resource;
    this.namespace = namespace;
    this.attributes = Map.copyOf(attributes);
    this.directives = Map.copyOf(directives);
  }

  @Override
  public String getNamespace() {
    return namespace;
  }

  @Override
  public Map<String, String> getDirectives() {
    return directives;
  }

  @Override
  public Map<String, Object> getAttributes() {
    return attributes;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public String toString() {
    return namespace + attributes;
  }
}
