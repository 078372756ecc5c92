import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, ndarray, reference, values } from "../../testing/reference.mjs";

const plugin = await load("fft-2d/FFT 2D.imjoy.html");

function assertBoth(actual, expected) {
  // rounding is of the size of the largest values
  assertArray(actual.real, expected.real, { tolerance: 1e-9 });
  assertArray(actual.imag, expected.imag, { tolerance: 1e-9 });
}

for (const [name, wanted] of Object.entries(reference("fft-2d"))) {
  test(`as numpy.fft: ${name}`, () => {
    const before = wanted.image._rvalue.slice();
    assertBoth(plugin.fft(wanted.image), wanted.real);
    assertBoth(plugin.fft(wanted.image, wanted.imag), wanted.both);
    assertBoth(plugin.ifft(wanted.image, { imag: wanted.imag }), wanted.back);
    assertArray(plugin.spectrum(wanted.image), wanted.log, { tolerance: 1e-9 });
    assertArray(plugin.spectrum(wanted.image, false), wanted.power, { tolerance: 1e-9 });
    assertArray(plugin.bandpass(wanted.image, 3.3, 10.1), wanted.bandpass, { tolerance: 1e-9 });
    assert.deepEqual(wanted.image._rvalue, before, "the input stays");
  });
}

test("forth and back is where one was", () => {
  const image = ndarray(Array.from({ length: 35 }, (_, i) => i * i), [5, 7], "int16");
  const { real, imag } = plugin.fft(image);
  const back = plugin.ifft(real, imag);
  values(back.real).forEach((value, i) => assert.ok(Math.abs(value - i * i) < 1e-9));
});

test("all waves are kept, or only the mean", () => {
  const image = ndarray([1, 2, 3, 6], [2, 2], "uint8");
  values(plugin.bandpass(image)).forEach((value, i) => assert.ok(Math.abs(value - [1, 2, 3, 6][i]) < 1e-12));
  values(plugin.bandpass(image, { smallest: 100 })).forEach((value) => assert.ok(Math.abs(value - 3) < 1e-12));
});

test("no pixels, and run", () => {
  assert.deepEqual([...plugin.fft(ndarray([], [0, 3], "float32")).real._rshape], [0, 3]);
  assert.deepEqual([...values(plugin.run({ data: { image: [[0]] } }))], [0]);
});

test("misuse is told", async () => {
  const image = ndarray([1, 2], [1, 2], "uint8");
  await assertFails(() => plugin.fft(image, ndarray([1], [1, 1], "uint8")), /'imag' has the shape \[1,1\], not \[1,2\]/);
  await assertFails(() => plugin.fft(ndarray([1], [1], "uint8")), /at least 2 axes/);
  await assertFails(() => plugin.bandpass(image, 5, 2), /the smaller one first, not 5 and 2/);
});
