// What numpy, SciPy, scikit-image, Pillow and tifffile say: testing/reference.py writes it down.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";

const KINDS = {
  bool: Uint8Array, uint8: Uint8Array, int8: Int8Array, uint16: Uint16Array, int16: Int16Array,
  uint32: Uint32Array, int32: Int32Array, uint64: BigUint64Array, int64: BigInt64Array,
  float16: Uint16Array, float32: Float32Array, float64: Float64Array,
};

/** The cases of a plugin by their names; arrays as they come over the wire. */
export function reference(plugin) {
  const folder = process.env.PLUGIN_REFERENCE;
  if (!folder) {
    throw new Error("run: python testing/reference.py DIR, then PLUGIN_REFERENCE=DIR node --test");
  }
  const at = join(folder, plugin);
  const revive = (key, value) => {
    if (value && value.$array) return arrayOf(readFileSync(join(at, value.$array)), value.shape, value.dtype);
    if (value && value.$bytes) return new Uint8Array(readFileSync(join(at, value.$bytes)));
    if (value && value.$number) return Number(value.$number);
    return value;
  };
  return JSON.parse(readFileSync(join(at, "cases.json"), "utf8"), revive);
}

function arrayOf(bytes, shape, dtype) {
  return { _rtype: "ndarray", _rvalue: new Uint8Array(bytes), _rshape: shape, _rdtype: dtype };
}

/** An ndarray as JavaScript users write it. */
export function ndarray(values, shape, dtype) {
  return arrayOf(KINDS[dtype].from(values).buffer, shape, dtype);
}

/** The items of an ndarray. */
export function values(array) {
  assert.equal(array._rtype, "ndarray");
  assert.ok(ArrayBuffer.isView(array._rvalue), "bytes that every client can send");
  const bytes = new Uint8Array(array._rvalue);
  return new KINDS[array._rdtype](bytes.buffer);
}

/** Two arrays of the same shape and dtype, with items that are equal or nearly so. */
export function assertArray(actual, expected, { tolerance = 0, dtype = expected._rdtype } = {}) {
  assert.deepEqual(Array.from(actual._rshape), expected._rshape);
  assert.equal(actual._rdtype, dtype);
  const is = values(actual);
  const wanted = values(expected);
  assert.equal(is.length, wanted.length);
  for (let i = 0; i < is.length; i++) {
    if (is[i] !== wanted[i] && !near(is[i], wanted[i], tolerance)) {
      assert.fail(`item ${i} of [${actual._rshape}] is ${is[i]}, not ${wanted[i]}`);
    }
  }
}

/** Whether a number is as far from another as the tolerance says, as a share of it or of 1. */
export function near(is, wanted, tolerance) {
  if (Number.isNaN(wanted)) return Number.isNaN(is);
  return Math.abs(Number(is) - Number(wanted)) <= tolerance * Math.max(1, Math.abs(Number(wanted)));
}

/** Numbers, or lists and objects of them, that are nearly equal. */
export function assertNear(actual, expected, tolerance = 1e-9, at = "value") {
  if (expected !== null && typeof expected === "object") {
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), at);
    for (const key of Object.keys(expected)) assertNear(actual[key], expected[key], tolerance, `${at}.${key}`);
  } else if (typeof expected === "number") {
    assert.ok(near(actual, expected, tolerance), `${at} is ${actual}, not ${expected}`);
  } else {
    assert.equal(actual, expected, at);
  }
}

/** The call fails, and its message says what the pattern says. */
export async function assertFails(call, pattern) {
  let failed = null;
  try {
    await call();
  } catch (e) {
    failed = e;
  }
  assert.ok(failed, "it does not fail");
  assert.match(failed.message, pattern);
}
