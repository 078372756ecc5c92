package io.mycel.runtime.platform;

import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A bundle in the executable jar.
 *
 * @param name the file name, which holds the version
 * @param fingerprint of its bytes
 * @param entry where it is in the jar
 */
record NestedBundle(String name, String fingerprint, String entry) {
  private static final String FOLDER = "bundles/";

  /** The bundles of a jar, in its order. The jar's own directory tells it all; none is read. */
  static List<NestedBundle> in(ZipFile jar) {
    List<NestedBundle> bundles = new ArrayList<>();
    for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      if (entry.getName().startsWith(FOLDER) && entry.getName().endsWith(".jar")) {
        String fingerprint = Long.toHexString(entry.getCrc()) + "-" + entry.getSize();
        String name = entry.getName().substring(FOLDER.length());
        bundles.add(new NestedBundle(name, fingerprint, entry.getName()));
      }
    }
    return bundles;
  }
}
