package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mycel.js.engine.JsSource;
import io.mycel.js.internal.values.FromScript;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same program with the same unmodified libraries in a plugin and in Node: equal results. */
class LibrariesBesideNodeTest {
  private static final String LODASH = "node_modules/lodash/lodash.min.js";
  private static final String NUMJS = "numjs.js";
  private static final String TF = "node_modules/@tensorflow/tfjs-core/dist/tf-core.min.js";
  private static final String TF_CPU =
      "node_modules/@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.min.js";

  private static NpmPackages npm;
  private static JsWorkers workers;

  @BeforeAll
  static void install() throws Exception {
    String missing = NpmPackages.missing();
    assumeTrue(missing == null, missing);
    npm = new NpmPackages();
    workers = Plugin.workers();
  }

  @AfterAll
  static void close() {
    if (workers != null) {
      workers.close();
    }
  }

  static Stream<Arguments> programs() {
    return Stream.of(
        Arguments.of(
            "lodash",
            List.of(LODASH),
            """
            const cells = [{ k: 'b', n: 3.5 }, { k: 'a', n: 1 }, { k: 'b', n: 2 }];
            return [
              _.mapValues(_.groupBy(cells, 'k'), (group) => _.sumBy(group, 'n')),
              _.orderBy(cells, ['k', 'n'], ['asc', 'desc']),
              _.isEqual(_.cloneDeep(cells), cells),
              _.template('<%= a %> of <%- b %>')({ a: 1, b: '<2>' }),
              _.words('one fooBar, tWo_three'), _.range(0, 1, 0.25), _.deburr('déjà vu'),
            ];
            """),
        Arguments.of(
            "numjs",
            List.of(NUMJS),
            """
            const a = nj.arange(12).reshape(3, 4);
            const kernel = nj.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]]);
            return [
              a.dot(a.T).tolist(), a.mean(), a.std(), a.slice([1, 3], [0, 2]).tolist(),
              nj.exp(nj.array([0, 1, 2])).tolist(),
              nj.convolve(nj.arange(25, 'float32').reshape(5, 5), kernel).tolist(),
              nj.concatenate(nj.ones([2, 1]), nj.zeros([2, 2])).tolist(),
            ];
            """),
        Arguments.of(
            "TensorFlow.js on its CPU backend",
            List.of(TF, TF_CPU),
            """
            await tf.setBackend('cpu');
            await tf.ready();
            const values = (size, scale) => Float32Array.from({ length: size }, (_, i) => ((i * 7919) % 101) * scale);
            const image = tf.tensor4d(values(64, 0.01), [1, 8, 8, 1]);
            const filter = tf.tensor4d(values(18, 0.1), [3, 3, 1, 2]);
            const features = tf.relu(tf.conv2d(image, filter, 1, 'same'));
            const pooled = tf.reshape(tf.maxPool(features, 2, 2, 'valid'), [1, 32]);
            const weights = tf.tensor2d(values(96, 0.02), [32, 3]);
            const scores = tf.softmax(tf.mul(tf.matMul(pooled, weights), 0.01));
            return [
              tf.getBackend(), pooled.shape, Array.from(await pooled.data()), Array.from(await scores.data()),
              (await tf.argMax(scores, 1).data())[0], tf.memory().numTensors,
            ];
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void resultsAreThoseOfNode(String name, List<String> files, String program) throws Exception {
    String here;
    try (Plugin plugin = Plugin.of(workers)) {
      for (String file : files) {
        Plugin.get(plugin.worker.run(JsSource.of(file, npm.text(file))));
      }
      here = (String) plugin.eval("return JSON.stringify(await (async () => {" + program + "})())");
    }
    assertEquals(FromScript.json(npm.node(files, program)), FromScript.json(here));
  }
}
