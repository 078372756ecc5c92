import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, ndarray, reference, values } from "../../testing/reference.mjs";

const plugin = await load("morphology/Morphology.imjoy.html");

const OPERATIONS = ["erode", "dilate", "open", "close", "gradient", "tophat", "blackhat"];

for (const [name, wanted] of Object.entries(reference("morphology"))) {
  test(`as scipy.ndimage: ${name}`, () => {
    const before = wanted.image._rvalue.slice();
    for (const operation of OPERATIONS) {
      const result = plugin[operation](wanted.image, wanted.radius, wanted.shape);
      assertArray(result, wanted[operation], { tolerance: result._rdtype === "float32" ? 1e-6 : 0 });
    }
    assert.deepEqual(wanted.image._rvalue, before, "the input stays");
  });
}

test("run takes the operation by its name", () => {
  const image = ndarray([0, 0, 9, 0, 0], [1, 5], "uint8");
  const result = plugin.run({ config: { operation: "dilate", shape: "square" }, data: { image } });
  assert.deepEqual([...values(result)], [0, 9, 9, 9, 0]);
});

test("an array of no items stays one", () => {
  assert.deepEqual([...plugin.open(ndarray([], [0, 5], "uint8"))._rshape], [0, 5]);
});

test("misuse is told", async () => {
  const image = ndarray([1, 2, 3, 4], [2, 2], "uint8");
  await assertFails(() => plugin.erode(image, 1.5), /'radius' must be an integer from 0/);
  await assertFails(() => plugin.erode(image, 5001), /'radius' must be an integer from 0 to 5000/);
  await assertFails(() => plugin.erode(image, 1, "star"), /'shape' must be one of square, diamond, disk/);
  await assertFails(() => plugin.erode(ndarray([NaN], [1, 1], "float32")), /'image' has NaN/);
  await assertFails(() => plugin.run({ data: { image } }), /'operation' must be one of erode, dilate/);
});
