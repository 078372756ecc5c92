import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, assertNear, ndarray, reference, values } from "../../testing/reference.mjs";

const plugin = await load("threshold/Threshold.imjoy.html");

for (const [name, wanted] of Object.entries(reference("threshold"))) {
  test(`as skimage.filters: ${name}`, () => {
    const before = wanted.image._rvalue.slice();
    const { mask, threshold } = plugin.threshold(wanted.image, wanted.method);
    assertNear(threshold, wanted.threshold, 1e-12);
    assertArray(mask, wanted.mask);
    assert.equal(plugin.value(wanted.image, { method: wanted.method }), threshold);
    assert.deepEqual(wanted.image._rvalue, before, "the input stays");
  });
}

test("a fixed value is the threshold, and what equals it is not above", () => {
  const { mask, threshold } = plugin.threshold(ndarray([1, 2, 3, NaN], [4], "float32"), 2);
  assert.equal(threshold, 2);
  assert.deepEqual([...values(mask)], [0, 0, 1, 0]);
});

test("values that are not finite do not count", () => {
  const image = ndarray([0, 0, 0, 10, 10, NaN, Infinity], [7], "float64");
  for (const method of ["otsu", "li", "triangle", "mean"]) {
    const { mask } = plugin.threshold(image, method);
    assert.deepEqual([...values(mask)], [0, 0, 0, 1, 1, 0, 1], method);
  }
});

test("an image of one value has nothing above its threshold", () => {
  for (const method of ["otsu", "li", "triangle", "mean"]) {
    const { mask, threshold } = plugin.threshold(ndarray([7, 7], [1, 2], "uint8"), method);
    assert.equal(threshold, 7);
    assert.deepEqual([...values(mask)], [0, 0]);
  }
});

test("run separates what it is given", () => {
  const { mask } = plugin.run({ config: { method: 5 }, data: { image: [[4, 6]] } });
  assert.deepEqual([...values(mask)], [0, 1]);
});

test("misuse is told", async () => {
  const image = ndarray([1, 2], [2], "uint8");
  await assertFails(() => plugin.threshold(image, "Otsu"), /a number or one of otsu, li, triangle, mean, not "Otsu"/);
  await assertFails(() => plugin.threshold(image, "otsu", 1), /'bins' must be an integer from 2/);
  await assertFails(() => plugin.threshold(ndarray([NaN], [1], "float32")), /no finite value/);
});
