package io.mycel.plugins.internal.index;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;

/** Reads the headers of a bundle that no index lists. */
public final class HeaderResource {
  private static final String VERSION = "version";
  private static final String BUNDLE_VERSION = "bundle-version";

  private final BundleResource resource = new BundleResource(null);
  private final Attributes headers;

  private HeaderResource(Attributes headers) {
    this.headers = headers;
  }

  /**
   * What a bundle offers and needs.
   *
   * @throws IllegalArgumentException if its headers are of no use
   */
  public static BundleResource of(Attributes headers) {
    return new HeaderResource(headers).read();
  }

  private List<HeaderParser.Clause> clauses(String header) {
    try {
      return HeaderParser.clauses(headers.getValue(header));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(header + ": " + e.getMessage(), e);
    }
  }

  private BundleResource read() {
    String name = clauses("Bundle-SymbolicName").get(0).paths().get(0);
    Version version = Version.parseVersion(headers.getValue("Bundle-Version"));
    resource.capability(
        IdentityNamespace.IDENTITY_NAMESPACE,
        Map.of(
            IdentityNamespace.IDENTITY_NAMESPACE,
            name,
            VERSION,
            version,
            IdentityNamespace.CAPABILITY_TYPE_ATTRIBUTE,
            IdentityNamespace.TYPE_BUNDLE),
        Map.of());
    for (String namespace :
        List.of(BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE)) {
      resource.capability(namespace, Map.of(namespace, name, BUNDLE_VERSION, version), Map.of());
    }
    exports(name, version);
    imports();
    bundles();
    capabilities();
    return resource;
  }

  private void exports(String name, Version version) {
    for (HeaderParser.Clause clause : clauses("Export-Package")) {
      for (String exported : clause.paths()) {
        Map<String, Object> attributes = new LinkedHashMap<>(clause.values());
        attributes.put(PackageNamespace.PACKAGE_NAMESPACE, exported);
        attributes.put(
            VERSION, Version.parseVersion(clause.attributes().getOrDefault(VERSION, "0")));
        attributes.put("bundle-symbolic-name", name);
        attributes.put(BUNDLE_VERSION, version);
        resource.capability(PackageNamespace.PACKAGE_NAMESPACE, attributes, clause.directives());
      }
    }
  }

  private void imports() {
    for (HeaderParser.Clause clause : clauses("Import-Package")) {
      for (String wanted : clause.paths()) {
        requirement(PackageNamespace.PACKAGE_NAMESPACE, wanted, clause);
      }
    }
  }

  private void bundles() {
    for (HeaderParser.Clause clause : clauses("Require-Bundle")) {
      requirement(BundleNamespace.BUNDLE_NAMESPACE, clause.paths().get(0), clause);
    }
  }

  private void requirement(String namespace, String name, HeaderParser.Clause clause) {
    StringBuilder filter = new StringBuilder("(&(" + namespace + "=" + escaped(name) + ")");
    clause
        .attributes()
        .forEach(
            (attribute, value) -> {
              boolean range = attribute.endsWith("version");
              filter.append(
                  range
                      ? VersionRange.valueOf(value).toFilterString(attribute)
                      : "(" + attribute + "=" + escaped(value) + ")");
            });
    Map<String, String> directives = new LinkedHashMap<>(clause.directives());
    directives.put("filter", filter.append(')').toString());
    resource.requirement(namespace, Map.of(), directives);
  }

  private void capabilities() {
    for (HeaderParser.Clause clause : clauses("Provide-Capability")) {
      resource.capability(clause.paths().get(0), clause.values(), clause.directives());
    }
    for (HeaderParser.Clause clause : clauses("Require-Capability")) {
      resource.requirement(clause.paths().get(0), clause.values(), clause.directives());
    }
  }

  private static String escaped(String text) {
    return text.replaceAll("([\\\\()*])", "\\\\$1");
  }
}
