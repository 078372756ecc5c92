package io.mycel.js.internal.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Libraries as npm has them, installed once into {@code target/npm}. */
final class NpmPackages {
  private static final List<String> PACKAGES =
      List.of(
          "imjoy-rpc@0.5.59",
          "hypha-rpc@0.21.40",
          "lodash@4.17.21",
          "numjs@0.16.1",
          "axios@1.7.9",
          "jszip@3.10.1",
          "spark-md5@3.0.2",
          "papaparse@5.4.1",
          "@tensorflow/tfjs-core@4.22.0",
          "@tensorflow/tfjs-backend-cpu@4.22.0",
          "esbuild@0.25.12");

  private final Path folder = Path.of("target", "npm").toAbsolutePath();

  /** Why there are none on this machine; null if they can be had. */
  static String missing() {
    try {
      run(Path.of("."), List.of("npm", "--version"));
      return null;
    } catch (IOException e) {
      return "npm is needed to install the libraries, and there is none";
    }
  }

  NpmPackages() throws IOException {
    Path stamp = folder.resolve("stamp");
    String wanted = String.join(" ", PACKAGES);
    if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
      return;
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("package.json"), "{\"private\": true}\n");
    List<String> npm = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund"));
    npm.addAll(List.of("--ignore-scripts", "--no-package-lock", "--silent"));
    npm.addAll(PACKAGES);
    run(folder, npm);
    bundleNumjs();
    Files.writeString(stamp, wanted);
  }

  /** numjs has no build for browsers in npm: it is made as its authors' own is. */
  private void bundleNumjs() throws IOException {
    Files.writeString(
        folder.resolve("path.js"),
        "const join = (...parts) => parts.join('/'); module.exports = { join, resolve: join };\n");
    run(
        folder,
        List.of(
            folder.resolve("node_modules/.bin/esbuild").toString(),
            "node_modules/numjs/src/index.js",
            "--bundle",
            "--platform=browser",
            "--global-name=nj",
            "--define:global=globalThis",
            "--define:__dirname=\"/\"",
            "--alias:path=./path.js",
            "--log-level=error",
            "--outfile=numjs.js"));
  }

  String text(String file) throws IOException {
    return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
  }

  /**
   * What the body of an async function gives in Node, as JSON, after scripts have run there as
   * scripts of a page.
   */
  String node(List<String> files, String body) throws IOException {
    StringBuilder script = new StringBuilder("const { runInThisContext } = require('node:vm');\n");
    script.append("globalThis.require = require;\n"); // TensorFlow.js wants it where there is Node
    for (String file : files) {
      script.append("runInThisContext(require('node:fs').readFileSync('" + file + "', 'utf8'));\n");
    }
    script.append("(async () => {").append(body);
    script.append("})().then((result) => console.log(JSON.stringify(result)));\n");
    Path file = Files.writeString(folder.resolve("program.cjs"), script);
    String output = run(folder, List.of("node", file.toString()));
    return output.strip().lines().reduce("", (before, last) -> last);
  }

  private static String run(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + " failed:\n" + output);
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command + " was interrupted", e);
    }
  }
}
