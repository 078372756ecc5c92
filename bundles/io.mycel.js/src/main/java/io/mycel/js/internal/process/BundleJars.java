package io.mycel.js.internal.process;

import io.mycel.js.internal.plugin.PluginFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * The bundles that a child needs, as jars on the disk. A framework shows the entries of a bundle
 * but not its file, so they are written anew, once for each version of each bundle; jars in a
 * bundle are written as they are.
 */
public final class BundleJars implements ChildProcesses.ClassPath {
  private static final String JAR = ".jar";

  private final List<Class<?>> needed;

  /** The bundles that these classes come from. */
  public BundleJars(List<Class<?>> needed) {
    this.needed = List.copyOf(needed);
  }

  @Override
  public List<Path> jars(Path folder) throws IOException {
    Path library = Files.createDirectories(folder.resolve("lib"));
    Set<Path> jars = new LinkedHashSet<>();
    Set<Path> folders = new LinkedHashSet<>();
    for (Class<?> type : needed) {
      Bundle bundle = FrameworkUtil.getBundle(type);
      if (bundle == null) {
        throw new PluginFailure(
            "processes of plugins need OSGi: " + type.getName() + " is of no bundle");
      }
      Path own =
          library.resolve(
              bundle.getSymbolicName()
                  + "-"
                  + bundle.getVersion()
                  + "-"
                  + Long.toHexString(bundle.getLastModified()));
      if (folders.add(own)) {
        jars.addAll(unpacked(bundle, own));
      }
    }
    removeOthers(library, folders);
    return new ArrayList<>(jars);
  }

  private static List<Path> unpacked(Bundle bundle, Path own) throws IOException {
    if (!Files.isDirectory(own)) {
      Path fresh = Files.createDirectories(own.resolveSibling(own.getFileName() + ".new"));
      clear(fresh);
      write(bundle, Files.createDirectories(fresh));
      Files.move(fresh, own, StandardCopyOption.ATOMIC_MOVE);
    }
    try (Stream<Path> files = Files.list(own)) {
      return files.filter(file -> file.toString().endsWith(JAR)).sorted().toList();
    }
  }

  private static void write(Bundle bundle, Path folder) throws IOException {
    Enumeration<URL> entries = bundle.findEntries("/", "*", true);
    if (entries == null) {
      return;
    }
    Path classes = folder.resolve("0-" + bundle.getSymbolicName() + JAR);
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(classes))) {
      jar.setMethod(ZipOutputStream.STORED); // faster to load
      for (URL entry : Collections.list(entries)) {
        String name = entry.getPath().substring(1);
        if (name.endsWith("/")) {
          continue;
        }
        try (InputStream in = entry.openStream()) {
          if (name.endsWith(JAR)) {
            Files.copy(in, folder.resolve(name.substring(name.lastIndexOf('/') + 1)));
          } else {
            store(jar, name, in.readAllBytes());
          }
        }
      }
    }
  }

  private static void store(ZipOutputStream jar, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    jar.putNextEntry(entry);
    OutputStream out = jar;
    out.write(content);
    jar.closeEntry();
  }

  /** What versions from before have left. */
  private static void removeOthers(Path library, Set<Path> used) throws IOException {
    try (Stream<Path> folders = Files.list(library)) {
      for (Path folder : folders.filter(path -> !used.contains(path)).toList()) {
        clear(folder);
      }
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
