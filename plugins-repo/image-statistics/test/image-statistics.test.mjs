import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertFails, assertNear, ndarray, reference } from "../../testing/reference.mjs";

const plugin = await load("image-statistics/Image Statistics.imjoy.html");

for (const [name, wanted] of Object.entries(reference("image-statistics"))) {
  test(`as numpy: ${name}`, () => {
    const before = wanted.image._rvalue.slice();
    const tolerance = name === "far from zero" ? 1e-12 : 1e-10;
    assertNear(plugin.statistics(wanted.image, wanted.percentiles), wanted.all, tolerance);
    assertNear(plugin.planes(wanted.image, { percentiles: wanted.percentiles }), wanted.planes, tolerance);
    assert.deepEqual(wanted.image._rvalue, before, "the input stays");
  });
}

test("an array of nothing has no mean", () => {
  const { count, nan, mean, median } = plugin.statistics(ndarray([NaN, NaN], [1, 2], "float64"));
  assert.deepEqual({ count, nan, mean, median }, { count: 0, nan: 2, mean: NaN, median: NaN });
});

test("run describes what it is given", () => {
  const image = ndarray([1, 3], [1, 2], "uint8");
  assert.equal(plugin.run({ data: { image } }).mean, 2);
});

test("misuse is told", async () => {
  const image = ndarray([1, 2], [2], "uint8");
  await assertFails(() => plugin.planes(image), /at least 2 axes .* its shape is \[2\]/);
  await assertFails(() => plugin.statistics(image, [101]), /'percentiles' must be a list of numbers from 0 to 100/);
});
