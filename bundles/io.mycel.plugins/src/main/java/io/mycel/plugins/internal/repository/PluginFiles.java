package io.mycel.plugins.internal.repository;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the plugin files of a folder. */
public final class PluginFiles {
  private static final String ENDING = ".imjoy.html";
  private static final String JAR = ".jar";

  /** What builds leave, and what is not of the repository. */
  private static final Set<String> LEFT_OUT = Set.of("target", "build", "node_modules");

  private static final int MAX_FILES = 50_000;

  private PluginFiles() {}

  /**
   * The plugin files of a folder and of the folders in it, sorted by their paths. Links, hidden
   * folders and what builds leave are left out.
   *
   * @throws IOException if the folder cannot be read, or has more than 50,000 plugins
   */
  public static List<Path> below(Path folder) throws IOException {
    return below(folder, ENDING);
  }

  /** The jars, in the same way; some of them may be plugins in Java. */
  public static List<Path> jarsBelow(Path folder) throws IOException {
    return below(folder, JAR);
  }

  static boolean isJar(Path file) {
    return name(file).endsWith(JAR);
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static List<Path> below(Path folder, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            String name = each.getFileName() == null ? "" : each.getFileName().toString();
            boolean leftOut = name.startsWith(".") || LEFT_OUT.contains(name);
            return leftOut && !each.equals(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && name(each).endsWith(ending)) {
              found.add(each);
            }
            if (found.size() > MAX_FILES) {
              throw new IOException(folder + " has more than " + MAX_FILES + " plugins");
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.comparing(each -> relative(folder, each)));
    return found;
  }

  /** The path of a file below a folder, with slashes. */
  static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
