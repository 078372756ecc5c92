import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, ndarray, reference, values } from "../../testing/reference.mjs";

const plugin = await load("histogram/Histogram.imjoy.html");

for (const [name, wanted] of Object.entries(reference("histogram"))) {
  test(`counts as numpy: ${name}`, () => {
    const before = wanted.image._rvalue.slice();
    const { counts, edges } = plugin.histogram(wanted.image, wanted.bins, wanted.range);
    assertArray(counts, wanted.counts);
    assertArray(edges, wanted.edges, { tolerance: 1e-14 });
    assert.deepEqual(wanted.image._rvalue, before, "the input stays");
  });
}

test("values that are not finite are left out and counted", () => {
  const image = ndarray([1, NaN, 2, Infinity, -Infinity], [5], "float32");
  const { counts, edges, ignored } = plugin.histogram(image, 2);
  assert.deepEqual([...values(counts)], [1, 1]);
  assert.deepEqual([...values(edges)], [1, 1.5, 2]);
  assert.equal(ignored, 3);
});

test("nothing but NaN, and nothing at all, are no failure", () => {
  assert.deepEqual([...values(plugin.histogram(ndarray([NaN], [1], "float64"), 2).counts)], [0, 0]);
  assert.deepEqual([...values(plugin.histogram(ndarray([], [0], "float64"), 2).counts)], [0, 0]);
});

test("arguments have names, also in run", async () => {
  const image = ndarray([0, 1, 2, 3], [2, 2], "uint8");
  const wanted = { counts: [2, 2], ignored: 0 };
  const results = [
    plugin.histogram(image, { bins: 2 }),
    plugin.histogram({ image, bins: 2 }),
    plugin.histogram([[0, 1], [2, 3]], 2),
    await plugin.run({ config: { bins: 2 }, data: { image } }),
  ];
  for (const { counts, ignored } of results) {
    assert.deepEqual({ counts: [...values(counts)], ignored }, wanted);
  }
});

test("misuse is told", async () => {
  const image = ndarray([0, 1, 2, 3], [2, 2], "uint8");
  await assertFails(() => plugin.histogram(), /'image' is missing/);
  await assertFails(() => plugin.histogram(image, 0), /'bins' must be an integer from 1/);
  await assertFails(() => plugin.histogram(image, 10000001), /'bins' must be an integer from 1 to 10000000/);
  await assertFails(() => plugin.histogram(image, 2, [3, 1]), /'range' must be two finite numbers/);
  await assertFails(() => plugin.histogram(image, { bin: 2 }), /no argument 'bin', there are: image, bins, range/);
  await assertFails(() => plugin.histogram({ ...image, _rshape: [3, 2] }), /needs 6 bytes, but has 4/);
  await assertFails(() => plugin.histogram({ ...image, _rdtype: "complex64" }), /dtype complex64; convert it/);
  await assertFails(() => plugin.histogram("image"), /must be an ndarray/);
  await assertFails(() => plugin.histogram([[1, 2], [3]]), /lists of different lengths/);
});
