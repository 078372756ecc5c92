// ---- arrays and arguments: the same in every plugin here, from testing/shared/arrays.js ----
const KINDS = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};
const CODES = {
  b1: "bool", u1: "uint8", i1: "int8", u2: "uint16", i2: "int16", u4: "uint32", i4: "int32",
  u8: "uint64", i8: "int64", f2: "float16", f4: "float32", f8: "float64",
};

/** The arguments of a call by their names: in order, and those with a name (as Python's keyword arguments) in one object behind them. */
function named(args, defaults) {
  const names = Object.keys(defaults);
  const values = { ...defaults };
  const given = Array.from(args);
  const last = given[given.length - 1];
  const isObject = Object.prototype.toString.call(last) === "[object Object]";
  const keywords = isObject && last._rtype === undefined ? given.pop() : {};
  if (given.length > names.length) {
    throw new Error(`${given.length} arguments were given, there are ${names.length}: ${names.join(", ")}`);
  }
  const put = (name, value) => {
    if (value !== undefined && value !== null) values[name] = value;
  };
  given.forEach((value, index) => put(names[index], value));
  for (const name of Object.keys(keywords)) {
    if (name.startsWith("_") || name === "context") continue;
    if (!names.includes(name)) {
      throw new Error(`there is no argument '${name}', there are: ${names.join(", ")}`);
    }
    put(name, keywords[name]);
  }
  return values;
}

/** What `run` gets, as arguments. */
function fromContext(ctx) {
  return { ...((ctx && ctx.config) || {}), ...((ctx && ctx.data) || {}) };
}

/** Bytes, in whatever form they come; not copied if that can be avoided. */
function toBytes(value, name) {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") return new Uint8Array(value);
  if (Array.isArray(value) && value.length && typeof value[0] === "object") {
    const parts = value.map((part) => toBytes(part, name));
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
  if (value && ["memoryview", "typedarray", "ndarray"].includes(value._rtype)) return toBytes(value._rvalue, name);
  throw new Error(`'${name}' must be bytes (in JavaScript a Uint8Array), not ${value === null ? "null" : tag.toLowerCase()}`);
}

function halfToFloat(half) {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

/** Turns the byte order of items around, where they are. */
function swapBytes(bytes, size) {
  for (let first = 0; first < bytes.length; first += size) {
    for (let low = first, high = first + size - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

/** Items from bytes, which are copied only if they are not aligned or of the other byte order. */
function items(bytes, dtype, swap) {
  const Kind = KINDS[dtype];
  const size = Kind.BYTES_PER_ELEMENT;
  let from = bytes;
  if (from.byteOffset % size || (swap && size > 1)) from = from.slice();
  if (swap && size > 1) swapBytes(from, size);
  const data = new Kind(from.buffer, from.byteOffset, from.length / size);
  return dtype === "float16" ? Float32Array.from(data, halfToFloat) : data;
}

function fromLists(value, name) {
  const shape = [];
  for (let at = value; Array.isArray(at); at = at[0]) shape.push(at.length);
  const data = new Float64Array(shape.reduce((product, length) => product * length, 1));
  let next = 0;
  const fill = (list, depth) => {
    if (depth === shape.length) {
      if (typeof list !== "number") throw new Error(`'${name}' has an item that is no number`);
      data[next++] = list;
      return;
    }
    if (!Array.isArray(list) || list.length !== shape[depth]) {
      throw new Error(`'${name}' has lists of different lengths; every row needs ${shape[depth]} items`);
    }
    for (const item of list) fill(item, depth + 1);
  };
  fill(value, 0);
  return { data, shape, dtype: "float64" };
}

/**
 * An array: {data: typed array, shape, dtype}. Takes ndarrays as they come over the wire, typed
 * arrays, and nested lists of numbers. The data may be the caller's own: read it only.
 */
function toArray(value, name) {
  if (value === undefined || value === null) {
    throw new Error(`'${name}' is missing; give an ndarray, such as a numpy array`);
  }
  if (Array.isArray(value)) return fromLists(value, name);
  const view = ArrayBuffer.isView(value) && value[Symbol.toStringTag];
  if (view) {
    const dtype = view.replace(/^Big|Clamped|Array$/g, "").toLowerCase();
    return { data: items(toBytes(value, name), dtype), shape: [value.length], dtype };
  }
  if (value._rtype !== "ndarray" && value._rtype !== "typedarray") {
    throw new Error(`'${name}' must be an ndarray, such as a numpy array or {_rtype: "ndarray", _rvalue, _rshape, _rdtype}`);
  }
  const [, order, code] = /^([<>=|]?)(\w+)$/.exec(value._rdtype) || [];
  const dtype = KINDS[code] ? code : CODES[code];
  if (!dtype) {
    throw new Error(`'${name}' is of dtype ${value._rdtype}; convert it to one of ${Object.keys(KINDS).join(", ")}`);
  }
  const bytes = toBytes(value._rvalue, name);
  const size = KINDS[dtype].BYTES_PER_ELEMENT;
  const shape = value._rshape ? Array.from(value._rshape, Number) : [bytes.length / size];
  const wanted = shape.reduce((product, length) => product * length, size);
  if (wanted !== bytes.length || !shape.every((length) => Number.isInteger(length) && length >= 0)) {
    throw new Error(`'${name}' of shape [${shape}] and dtype ${dtype} needs ${wanted} bytes, but has ${bytes.length}`);
  }
  return { data: items(bytes, dtype, order === ">"), shape, dtype: dtype === "float16" ? "float32" : dtype };
}

/** The same with data that can be computed with: 64-bit integers as float64, exact up to 2^53. */
function toNumbers(value, name) {
  const array = toArray(value, name);
  const is64 = array.dtype === "int64" || array.dtype === "uint64";
  return is64 ? { ...array, data: Float64Array.from(array.data, Number) } : array;
}

/** A result as it goes over the wire. */
function toNdarray(data, shape, dtype) {
  return {
    _rtype: "ndarray",
    _rvalue: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    _rshape: Array.from(shape),
    _rdtype: dtype || data[Symbol.toStringTag].replace(/^Big|Array$/g, "").toLowerCase(),
  };
}

/** The last two axes are the planes' rows and columns; all axes before them count the planes. */
function planesOf(array, name) {
  if (array.shape.length < 2) {
    throw new Error(`'${name}' must have at least 2 axes [..., height, width], its shape is [${array.shape}]`);
  }
  const [height, width] = array.shape.slice(-2);
  return { height, width, count: array.shape.slice(0, -2).reduce((product, length) => product * length, 1) };
}
// ---- end of arrays and arguments ----
