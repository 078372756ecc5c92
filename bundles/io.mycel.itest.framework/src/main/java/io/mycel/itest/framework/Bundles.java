package io.mycel.itest.framework;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Finds bundles of this framework, and makes others of them. */
final class Bundles {
  private Bundles() {}

  static Bundle find(BundleContext context, String symbolicName) {
    return Stream.of(context.getBundles())
        .filter(each -> each.getSymbolicName().equals(symbolicName))
        .findFirst()
        .orElseThrow();
  }

  /** The jar that a bundle was installed from. */
  static byte[] jar(Bundle bundle) throws IOException {
    String location = bundle.getLocation().replaceFirst("^reference:", "");
    try (InputStream in = URI.create(location).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  static byte[] withVersion(byte[] jar, String version) throws IOException {
    return withHeaders(jar, Map.of(Constants.BUNDLE_VERSION, version));
  }

  /** The same jar with other headers in its manifest. */
  static byte[] withHeaders(byte[] jar, Map<String, String> headers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      Manifest manifest = in.getManifest();
      headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
      try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          in.transferTo(out);
          out.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }

  /**
   * A bundle with nothing but one component of another bundle.
   *
   * @param component its class
   */
  static byte[] withComponent(
      Bundle source, Class<?> component, String symbolicName, String version) throws IOException {
    String description = "OSGI-INF/" + component.getName() + ".xml";
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, symbolicName);
    headers.putValue(Constants.BUNDLE_VERSION, version);
    headers.putValue(Constants.IMPORT_PACKAGE, "io.mycel.api.rpc, org.osgi.framework");
    headers.putValue("Service-Component", description);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      for (String entry : List.of(description, component.getName().replace('.', '/') + ".class")) {
        out.putNextEntry(new JarEntry(entry));
        try (InputStream in = source.getEntry(entry).openStream()) {
          in.transferTo(out);
        }
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
