package io.mycel.plugins.internal.index;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** A bundle that is not installed: what it offers, what it needs, and where its content is. */
public final class BundleResource implements Resource {
  private final String repository;
  private final List<Capability> capabilities = new ArrayList<>();
  private final List<Requirement> requirements = new ArrayList<>();
  private Content content;

  /**
   * Where a bundle's content is.
   *
   * @param sha256 in hexadecimal digits
   * @param size in bytes; -1 if nobody says
   */
  public record Content(URI url, String sha256, long size) {}

  /**
   * A bundle without anything yet.
   *
   * @param repository whose index lists it; null if none does
   */
  BundleResource(String repository) {
    this.repository = repository;
  }

  void capability(
      String namespace, Map<String, Object> attributes, Map<String, String> directives) {
    capabilities.add(new BundleCapability(this, namespace, attributes, directives));
  }

  void requirement(
      String namespace, Map<String, Object> attributes, Map<String, String> directives) {
    requirements.add(new BundleRequirement(this, namespace, attributes, directives));
  }

  void content(Content where) {
    content = where;
  }

  /** Which repository's index lists it; null if none does. */
  public String repository() {
    return repository;
  }

  /** Where its content is; null if nobody says. */
  public Content content() {
    return content;
  }

  /** Its symbolic name; empty if it has none. */
  public String name() {
    return String.valueOf(identity().getOrDefault(IdentityNamespace.IDENTITY_NAMESPACE, ""));
  }

  /** Its version. */
  public Version version() {
    Object version = identity().get(IdentityNamespace.CAPABILITY_VERSION_ATTRIBUTE);
    return version instanceof Version known ? known : Version.emptyVersion;
  }

  private Map<String, Object> identity() {
    List<Capability> found = getCapabilities(IdentityNamespace.IDENTITY_NAMESPACE);
    return found.isEmpty() ? Map.of() : found.get(0).getAttributes();
  }

  @Override
  public List<Capability> getCapabilities(String namespace) {
    return namespace == null
        ? List.copyOf(capabilities)
        : capabilities.stream().filter(each -> each.getNamespace().equals(namespace)).toList();
  }

  @Override
  public List<Requirement> getRequirements(String namespace) {
    return namespace == null
        ? List.copyOf(requirements)
        : requirements.stream().filter(each -> each.getNamespace().equals(namespace)).toList();
  }

  @Override
  public String toString() {
    return name() + " " + version();
  }
}
