import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, assertNear, ndarray, reference, values } from "../../testing/reference.mjs";

const plugin = await load("connected-components/Connected Components.imjoy.html");
const cases = reference("connected-components");

/** An axis whose ends are the same may point to either. */
function withoutTurns(table) {
  const round = table.eccentricity.map((eccentricity) => eccentricity < 1e-6);
  const orientation = table.orientation.map((angle, i) => (round[i] ? 0 : Math.abs(Math.abs(angle) - Math.PI / 2) < 1e-9 ? Math.PI / 2 : angle));
  // the root of a rounded 0 has half of its digits
  return { ...table, orientation, eccentricity: table.eccentricity.map((e, i) => (round[i] ? 0 : e)) };
}

for (const [name, wanted] of Object.entries(cases)) {
  test(`as scipy.ndimage and skimage.measure: ${name}`, () => {
    const before = wanted.mask._rvalue.slice();
    const found = plugin.components(wanted.mask, { ...wanted.options, intensity: wanted.intensity });
    assert.equal(found.count, wanted.count);
    assertArray(found.labels, wanted.labels);
    const tables = [found.table, wanted.table].map(withoutTurns);
    assertNear(tables[0], tables[1], 1e-6);
    assertNear(plugin.measure(found.labels, wanted.intensity), found.table, 0);
    assert.deepEqual(wanted.mask._rvalue, before, "the input stays");
  });
}

test("objects are only numbered", () => {
  const { mask, labels, count } = cases["blobs, 8, at least 1"];
  const found = plugin.label(mask, 8);
  assertArray(found.labels, labels);
  assert.equal(found.count, count);
});

test("without an intensity there are no such columns", () => {
  const { table } = plugin.run({ data: { mask: [[1, 1, 0, 1]] } });
  assert.deepEqual([...table.area], [2, 1]);
  assert.ok(!("mean_intensity" in table));
});

test("numbers that no object has are left out", () => {
  const table = plugin.measure(ndarray([5, 0, 2, 2], [2, 2], "uint16"));
  assert.deepEqual([[...table.label], [...table.area]], [[2, 5], [2, 1]]);
});

test("the most objects there can be", () => {
  const side = 101;
  const mask = ndarray(Array.from({ length: side * side }, (_, i) => (i + 1) % 2), [side, side], "uint8");
  const { count, labels } = plugin.label(mask, 4);
  assert.equal(count, (side * side + 1) / 2);
  assert.equal(values(labels).at(-1), count);
});

test("misuse is told", async () => {
  const mask = ndarray([1, 0], [1, 2], "uint8");
  await assertFails(() => plugin.label(mask, 6), /'connectivity' must be 4 or 8, not 6/);
  await assertFails(() => plugin.components(mask, 4, ndarray([1], [1, 1], "uint8")), /'intensity' has the shape \[1,1\], not \[1,2\]/);
  await assertFails(() => plugin.measure(ndarray([0.5, 1], [1, 2], "float32")), /'labels' must be integers/);
  await assertFails(() => plugin.measure(ndarray([-1, 1], [1, 2], "int8")), /'labels' must be integers/);
  await assertFails(() => plugin.measure(ndarray([1, 1], [2, 1, 1], "uint8")), /object 1 is on the planes 0 and 1/);
  await assertFails(() => plugin.label(ndarray([1], [1], "uint8")), /at least 2 axes/);
  await assertFails(() => plugin.components(mask, { min_area: "large" }), /'min_area' must be a number/);
});
