package io.mycel.itest.plugins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.NdArray;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.internal.worker.JsWorkers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same plugins in the JVM, in the sandbox in which the server runs them: their values are those
 * of numpy and others there too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginsInJvmTest {
  private static final Path WORK = Path.of(System.getProperty("plugins.work"));

  /** Node has tried all of them; here it is about another engine. */
  private static final int CASES = 12;

  private Reference reference;
  private JsWorkers workers;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    Optional<String> missing = Tools.whatIsMissing();
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    Path python =
        new Tools(WORK).python(Drift.REPOSITORY.resolve("testing").resolve("requirements.txt"));
    reference = Reference.write(python, WORK.resolve("reference-jvm"));
    workers = new JsWorkers(JsEngineFactory.onClassPath());
  }

  @AfterAll
  void stop() {
    if (workers != null) {
      workers.close();
    }
  }

  /**
   * Arguments and results are named as in the cases; {@code options} is an object behind the other
   * arguments, as that of arguments that have names; {@code .} stands for the whole result.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          connected-components | Connected Components | components | mask options        | labels=labels count=count
          csv-reader           | CSV Reader           | read       | data                | columns=columns
          fft-2d               | FFT 2D               | fft        | image imag          | .=both
          fft-2d               | FFT 2D               | spectrum   | image               | .=log
          gaussian-blur        | Gaussian Blur        | blur       | image options       | .=result
          histogram            | Histogram            | histogram  | image bins range    | counts=counts edges=edges
          image-statistics     | Image Statistics     | statistics | image percentiles   | .=all
          median-filter        | Median Filter        | median     | image size mode     | .=result
          morphology           | Morphology           | tophat     | image radius shape  | .=tophat
          png-reader           | PNG Reader           | read       | data                | .=image
          threshold            | Threshold            | threshold  | image method        | threshold=threshold mask=mask
          tiff-reader          | TIFF Reader          | read       | data                | .=image
          """)
  void itsValuesAreThose(String folder, String name, String function, String given, String results)
      throws Exception {
    List<Map.Entry<String, Map<String, Object>>> cases =
        new ArrayList<>(reference.cases(folder).entrySet());
    int step = Math.max(1, cases.size() / CASES);
    Path file = Drift.REPOSITORY.resolve(folder).resolve(name + ".imjoy.html");
    try (JvmPlugin plugin = JvmPlugin.start(workers, file)) {
      for (int at = 0; at < cases.size(); at += step) {
        Map<String, Object> wanted = cases.get(at).getValue();
        List<Object> args = new ArrayList<>();
        for (String argument : given.split(" ")) {
          assertTrue(wanted.containsKey(argument), argument);
          args.add(wanted.get(argument));
        }
        Object result = plugin.call(function, args.toArray());
        for (String pair : results.split(" ")) {
          String[] sides = pair.split("=");
          Object is = sides[0].equals(".") ? result : ((Map<?, ?>) result).get(sides[0]);
          assertNear(wanted.get(sides[1]), is, cases.get(at).getKey() + ": " + sides[1]);
        }
      }
    }
  }

  private static void assertNear(Object wanted, Object is, String what) {
    if (wanted instanceof NdArray array) {
      NdArray found = (NdArray) is;
      assertEquals(array.dtype(), found.dtype(), what);
      assertArrayEquals(array.shape(), found.shape(), what);
      double[] items = array.toDoubles();
      double[] others = found.toDoubles();
      for (int i = 0; i < items.length; i++) {
        assertNear(items[i], others[i], what + "[" + i + "]");
      }
    } else if (wanted instanceof Number number) {
      double value = number.doubleValue();
      double share = 1e-6 * Math.max(1, Math.abs(value));
      assertEquals(value, ((Number) is).doubleValue(), Double.isFinite(value) ? share : 0, what);
    } else if (wanted instanceof Map<?, ?> map) {
      map.forEach((key, item) -> assertNear(item, ((Map<?, ?>) is).get(key), what + "." + key));
    } else {
      assertEquals(wanted, is, what);
    }
  }
}
