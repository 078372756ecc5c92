package io.mycel.itest.plugins;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The plugins' own tests ({@code plugins-repo/PLUGIN/test/*.mjs}), which Node runs, each as a test
 * here. What the plugins should compute is computed by numpy and others before.
 */
class PluginsTest {
  private static final Path WORK = Path.of(System.getProperty("plugins.work"));

  /** A test of Node's as {@code reporter.mjs} tells of it; {@code failure} is null if it passed. */
  record Report(String file, String name, boolean skipped, String failure) {

    DynamicTest test() {
      return DynamicTest.dynamicTest(
          name,
          () -> {
            Assumptions.assumeFalse(skipped, "the plugin's test is skipped");
            if (failure != null) {
              fail(failure);
            }
          });
    }
  }

  @TestFactory
  Stream<DynamicContainer> plugins() throws IOException, InterruptedException {
    Optional<String> missing = Tools.whatIsMissing();
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Path testing = Drift.REPOSITORY.resolve("testing");
    Path python = new Tools(WORK).python(testing.resolve("requirements.txt"));
    Path reference = Reference.write(python, WORK.resolve("reference")).folder();
    List<Path> files = testFiles();
    Map<Path, List<Report>> reports = new TreeMap<>();
    for (Path file : files) {
      reports.put(file, run(file, reference, python));
    }
    return reports.entrySet().stream()
        .map(
            each ->
                DynamicContainer.dynamicContainer(
                    Drift.REPOSITORY.relativize(each.getKey()).toString(),
                    each.getValue().stream().map(Report::test)));
  }

  private static List<Path> testFiles() throws IOException {
    try (Stream<Path> files = Files.find(Drift.REPOSITORY, 3, (file, attributes) -> isTest(file))) {
      List<Path> found = files.sorted().toList();
      assertFalse(found.isEmpty(), "there are no tests below " + Drift.REPOSITORY);
      return found;
    }
  }

  private static boolean isTest(Path file) {
    return file.getParent().endsWith("test") && file.toString().endsWith(".test.mjs");
  }

  /** Runs the tests of a file. A file that cannot be run is a test that failed. */
  private static List<Report> run(Path file, Path reference, Path python)
      throws IOException, InterruptedException {
    Path reporter = Path.of("src/test/resources/reporter.mjs").toAbsolutePath();
    Path output = Files.createTempFile(WORK, "report", ".jsonl");
    List<String> command =
        List.of(
            "node",
            "--test",
            "--test-reporter=" + reporter.toUri(),
            "--test-reporter-destination=" + output,
            file.toString());
    String printed = "";
    try {
      Map<String, String> environment =
          Map.of("PLUGIN_REFERENCE", reference.toString(), "PLUGIN_PYTHON", python.toString());
      printed = Tools.run(Drift.REPOSITORY, environment, command);
    } catch (IOException failed) {
      // the reports say more, if there are any
      printed = failed.getMessage();
    }
    ObjectReader json = JsonMapper.builder().build().readerFor(Report.class);
    List<Report> reports = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      reports.add(json.readValue(line));
    }
    Files.delete(output);
    return reports.isEmpty()
        ? List.of(
            new Report(file.toString(), "the file has tests", false, "no test ran: " + printed))
        : reports;
  }
}
