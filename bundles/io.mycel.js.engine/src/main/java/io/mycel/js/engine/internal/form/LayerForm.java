package io.mycel.js.engine.internal.form;

import io.mycel.js.engine.JsEngineFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * The engine's jars as modules of a layer of their own, which needs nothing of the framework: for
 * applications that somebody else starts. Costs a copy of the jars on the disk.
 */
final class LayerForm {
  private static final String FACTORY = "io.mycel.js.engine.internal.graal.GraalEngines";
  private static final Set<String> ROOTS =
      Set.of("org.graalvm.polyglot", "org.graalvm.js", "org.graalvm.truffle.runtime");

  /** Packages that {@code SingleTier} reads by reflection. */
  private static final Set<String> INTERNALS =
      Set.of("org.graalvm.polyglot", "com.oracle.truffle.polyglot", "com.oracle.truffle.runtime");

  private LayerForm() {}

  static JsEngineFactory factory(Bundle bundle, Path folder) {
    try {
      Path jars = copy(bundle, folder);
      ModuleLayer boot = ModuleLayer.boot();
      // Modules that the boot layer has already, such as the compiler, win.
      Configuration modules =
          boot.configuration().resolveAndBind(ModuleFinder.of(), ModuleFinder.of(jars), ROOTS);
      ModuleLayer.Controller layer =
          ModuleLayer.defineModulesWithOneLoader(
              modules, List.of(boot), ClassLoader.getPlatformClassLoader());
      ClassLoader loader =
          new EngineLoader(layer.layer().findLoader("org.graalvm.polyglot"), bundle);
      for (Module module : layer.layer().modules()) {
        for (String internal : INTERNALS) {
          if (module.getPackages().contains(internal)) {
            layer.addOpens(module, internal, loader.getUnnamedModule());
          }
        }
      }
      return (JsEngineFactory) loader.loadClass(FACTORY).getConstructor().newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the engine's jars", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot load the engine from a layer of its own", e);
    }
  }

  /** The loader in which the engine finds its native library. */
  static ClassLoader loader(JsEngineFactory factory) {
    return factory.getClass().getClassLoader();
  }

  private static Path copy(Bundle bundle, Path folder) throws IOException {
    Path jars = folder.resolve("jars-" + Long.toHexString(bundle.getLastModified()));
    if (Files.isDirectory(jars)) {
      return jars;
    }
    deleteOld(folder);
    Path unfinished = folder.resolve("jars.tmp");
    Files.createDirectories(unfinished);
    for (URL entry : Collections.list(bundle.findEntries("lib", "*.jar", false))) {
      String name = entry.getPath().substring(entry.getPath().lastIndexOf('/') + 1);
      try (InputStream in = entry.openStream()) {
        Files.copy(in, unfinished.resolve(name));
      }
    }
    return Files.move(unfinished, jars);
  }

  private static void deleteOld(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> old = Files.list(folder)) {
      for (Path jars : old.filter(f -> f.getFileName().toString().startsWith("jars")).toList()) {
        try (Stream<Path> files = Files.list(jars)) {
          for (Path file : files.toList()) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(jars);
      }
    }
  }
}
