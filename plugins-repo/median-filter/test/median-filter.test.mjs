import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, ndarray, reference, values } from "../../testing/reference.mjs";

const plugin = await load("median-filter/Median Filter.imjoy.html");

for (const [name, wanted] of Object.entries(reference("median-filter"))) {
  test(`as scipy.ndimage: ${name}`, () => {
    const before = wanted.image._rvalue.slice();
    assertArray(plugin.median(wanted.image, wanted.size, wanted.mode), wanted.result);
    assert.deepEqual(wanted.image._rvalue, before, "the input stays");
  });
}

test("NaN is left out", () => {
  const image = ndarray([NaN, NaN, NaN, 1, 2, 3, 4, 5, 6], [3, 3], "float32");
  assert.equal(values(plugin.median(image))[4], 4);
  const nothing = ndarray([NaN, NaN, NaN, NaN], [2, 2], "float32");
  assert.deepEqual([...values(plugin.median(nothing))], [NaN, NaN, NaN, NaN]);
});

test("an array of no items stays one", () => {
  assert.deepEqual([...plugin.median(ndarray([], [0, 5], "uint8"))._rshape], [0, 5]);
});

test("run filters what it is given", () => {
  const image = ndarray([1, 1, 1, 1, 99, 1, 1, 1, 1], [3, 3], "uint8");
  assert.deepEqual([...values(plugin.run({ data: { image } }))], Array(9).fill(1));
});

test("misuse is told", async () => {
  const image = ndarray([1, 2, 3, 4], [2, 2], "uint8");
  await assertFails(() => plugin.median(image, 4), /'size' must be an odd integer/);
  await assertFails(() => plugin.median(image, 1003), /'size' must be an odd integer from 1 to 1001/);
  await assertFails(() => plugin.median(image, 3, "mirror"), /'mode' must be one of reflect, nearest, wrap/);
  await assertFails(() => plugin.median(ndarray([1], [1], "uint8")), /at least 2 axes/);
});
