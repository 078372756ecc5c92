import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, ndarray, reference, values } from "../../testing/reference.mjs";

const plugin = await load("gaussian-blur/Gaussian Blur.imjoy.html");

for (const [name, wanted] of Object.entries(reference("gaussian-blur"))) {
  test(`as scipy.ndimage: ${name}`, () => {
    const before = wanted.image._rvalue.slice();
    const tolerance = wanted.result._rdtype === "float32" ? 1e-6 : 1e-13;
    assertArray(plugin.blur(wanted.image, wanted.options), wanted.result, { tolerance });
    assert.deepEqual(wanted.image._rvalue, before, "the input stays");
  });
}

test("sigma 0 changes nothing, and the result is no view of the input", () => {
  const image = ndarray([1, 2, 3, 4], [2, 2], "float32");
  const same = plugin.blur(image, 0);
  assert.deepEqual([...values(same)], [1, 2, 3, 4]);
  assert.notEqual(same._rvalue.buffer, image._rvalue.buffer);
});

test("an array of no items stays one", () => {
  assert.deepEqual([...plugin.blur(ndarray([], [0, 5], "float32"), 2)._rshape], [0, 5]);
});

test("run blurs what it is given", () => {
  const image = ndarray([5, 5, 5, 5], [2, 2], "uint8");
  assert.deepEqual([...values(plugin.run({ config: { sigma: 3 }, data: { image } }))], [5, 5, 5, 5]);
});

test("misuse is told", async () => {
  const image = ndarray([1, 2, 3, 4], [2, 2], "uint8");
  await assertFails(() => plugin.blur(image, -1), /'sigma' must be a number from 0/);
  await assertFails(() => plugin.blur(image, 25001), /'sigma' must be a number from 0 to 25000/);
  await assertFails(() => plugin.blur(image, 25000, { truncate: 5 }), /'sigma' times 'truncate' must be at most 100000/);
  await assertFails(() => plugin.blur(image, [1, 2], { axes: [0] }), /one for each of the 1 axes/);
  await assertFails(() => plugin.blur(image, 1, "mirrored"), /'mode' must be one of reflect, mirror/);
  await assertFails(() => plugin.blur(image, 1, { axes: [0, 2] }), /'axes' must name each axis/);
  await assertFails(() => plugin.blur(image, 1, { axes: [0, -2] }), /'axes' must name each axis/);
  await assertFails(() => plugin.blur(image, 1, { truncate: 0 }), /'truncate' must be a number above 0/);
});
