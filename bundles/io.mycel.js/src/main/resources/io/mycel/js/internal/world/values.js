// Values between JavaScript and Java. A value travels as JSON text; what JSON cannot say is in a list
// beside it, and stands in the text as '\0' and its index. Sets and maps are ['\0S', [...]] and ['\0M', [...]].
// (Text that begins with '\0' itself is in the list, so nothing can be mistaken.)
(function (world, host) {
  'use strict';

  const MAX_DEPTH = 200;
  const MARK = '\u0000';
  const VIEWS = {
    bool: Uint8Array, int8: Int8Array, uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array,
    int32: Int32Array, uint32: Uint32Array, int64: BigInt64Array, uint64: BigUint64Array,
    float16: Float16Array, float32: Float32Array, float64: Float64Array,
    complex64: Float32Array, complex128: Float64Array,
  };
  const DTYPES = new Map([
    [Int8Array, 'int8'], [Uint8Array, 'uint8'], [Uint8ClampedArray, 'uint8'], [Int16Array, 'int16'],
    [Uint16Array, 'uint16'], [Int32Array, 'int32'], [Uint32Array, 'uint32'], [BigInt64Array, 'int64'],
    [BigUint64Array, 'uint64'], [Float16Array, 'float16'], [Float32Array, 'float32'], [Float64Array, 'float64'],
  ]);
  const dtypeOf = (view) => {
    for (const [type, name] of DTYPES) if (view instanceof type) return name;
    return 'uint8'; // a DataView
  };

  const hostFunctions = new WeakMap(); // function that calls Java -> the function of Java
  const codecs = new Map(); // name -> { type, encoder, decoder }
  let custom = null; // { encode, decode } of the plugin's own classes
  let messages = 0;

  world.registerCodec = (codec) => {
    if (!codec || typeof codec.name !== 'string') throw new TypeError('registerCodec: the codec has no name');
    codecs.set(codec.name, codec);
  };
  world.setCustomEncoding = (encoding) => {
    custom = encoding;
  };

  class Encoder {
    side = [];
    parents = [];
    message = ++messages;

    // With the bytes of a Blob, or with how to read them.
    constructor(whole) {
      this.whole = whole;
    }

    put(entry) {
      this.side.push(entry);
      return MARK + (this.side.length - 1);
    }

    encode(value, parent) {
      switch (typeof value) {
        case 'string': return value.charCodeAt(0) === 0 ? this.put(['s', value]) : value;
        case 'number':
          return value - value === 0 && !(value === 0 && 1 / value < 0) ? value : this.put(['d', value]);
        case 'boolean': return value;
        case 'undefined': return null;
        case 'bigint': return this.put(['i', String(value)]);
        case 'function': return this.functionEntry(value, parent);
        case 'symbol': throw new TypeError('a symbol has no form in which it could leave the plugin');
        default: return value === null ? null : this.object(value);
      }
    }

    functionEntry(value, parent) {
      const known = hostFunctions.get(value);
      return this.put(known ? ['h', known] : ['f', value, parent]);
    }

    object(value) {
      if (this.parents.includes(value)) {
        throw new TypeError('the value contains itself; what leaves a plugin must be a tree');
      }
      if (this.parents.length >= MAX_DEPTH) {
        throw new TypeError(`the value is nested deeper than ${MAX_DEPTH} levels`);
      }
      this.parents.push(value);
      try {
        for (const codec of codecs.values()) {
          if (codec.type && codec.encoder && value instanceof codec.type) return this.coded(codec, value);
        }
        if (custom?.encode) {
          const own = custom.encode(value);
          if (own !== undefined && own !== value) return this.encode(own);
        }
        return this.builtin(value);
      } finally {
        this.parents.pop();
      }
    }

    coded(codec, value) {
      const own = codec.encoder(value);
      if (own !== null && typeof own === 'object' && !('_rtype' in own)) {
        return this.members({ _rtype: codec.name, ...own });
      }
      return own instanceof codec.type ? this.builtin(own) : this.encode(own);
    }

    builtin(value) {
      if (Array.isArray(value)) return this.list(value);
      if (ArrayBuffer.isView(value)) return this.view(value);
      if (value instanceof ArrayBuffer) return this.put(['m', 'uint8', value, 0, value.byteLength]);
      if (value instanceof Promise) return this.put(['p', value]);
      if (value instanceof Error) return this.put(['e', String(value), world.stackOf(value)]);
      if (value instanceof Date) return this.put(['D', value.getTime()]);
      if (value instanceof Map) return [MARK + 'M', [...value].map((pair) => this.list(pair)), this.put(null)];
      if (value instanceof Set) return [MARK + 'S', this.list([...value]), this.put(null)];
      if (world.isBlob?.(value)) return this.blob(value);
      if (world.isImageData?.(value)) {
        return this.members({ _rtype: 'imagedata', data: value.data, width: value.width, height: value.height });
      }
      const array = world.arrayOf(value);
      if (array) return this.ndarray(array);
      if (typeof value.then === 'function') return this.put(['p', Promise.resolve(value)]);
      if (value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) {
        throw new TypeError(`a ${value.constructor.name} has no form in which it could leave the plugin`);
      }
      if (typeof value[Symbol.asyncIterator] === 'function' || (typeof value.next === 'function' && typeof value[Symbol.iterator] === 'function')) {
        return this.put(['g', world.stepper(value)]);
      }
      return this.members(value);
    }

    list(values) {
      const out = [];
      for (let i = 0; i < values.length; i++) out.push(this.encode(values[i], undefined));
      return out;
    }

    view(value) {
      const kind = value instanceof Uint8Array ? 'b' : value instanceof DataView ? 'm' : 't';
      return this.put([kind, dtypeOf(value), value.buffer, value.byteOffset, value.byteLength]);
    }

    ndarray({ data, shape, dtype }) {
      return this.put(['n', dtype, data.buffer, data.byteOffset, data.byteLength, JSON.stringify(shape)]);
    }

    blob(value) {
      if (!this.whole) return this.members(world.lend(value, this.message));
      const bytes = world.bytesOfBlob(value);
      return this.put(['B', 'uint8', bytes.buffer, bytes.byteOffset, bytes.byteLength, value.type, value.name ?? null]);
    }

    // Own members, and for objects of a class its methods.
    members(value) {
      const out = Object.create(null);
      for (let at = Object.getPrototypeOf(value); at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
        for (const [key, { value: method }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
          if (key !== 'constructor' && typeof method === 'function' && !(key in out)) out[key] = this.encode(method, value);
        }
      }
      for (const key of Object.keys(value)) {
        const item = value[key];
        if (item !== undefined) out[key] = this.encode(item, value);
      }
      return out;
    }
  }

  // Gives [plain, json, side]: a plain value alone, or a text with its list. A Blob stays here until its receiver
  // reads it; a message has it whole.
  world.encode = (value, whole = false) => {
    switch (typeof value) {
      case 'string': case 'number': case 'boolean': return [value, null, null];
      case 'undefined': return [null, null, null];
    }
    if (value === null) return [null, null, null];
    const encoder = new Encoder(whole);
    const tree = encoder.encode(value, undefined);
    return [null, JSON.stringify(tree), encoder.side];
  };

  // Arrays of libraries: tf.Tensor and nj.NdArray, and the form that both clients use without them.
  world.arrayOf = (value) => {
    if (value._rtype === 'ndarray' && ArrayBuffer.isView(value._rvalue)) {
      return { data: value._rvalue, shape: [...value._rshape], dtype: value._rdtype ?? dtypeOf(value._rvalue) };
    }
    const { tf, nj } = globalThis;
    if (typeof tf?.Tensor === 'function' && value instanceof tf.Tensor) {
      const data = value.dataSync();
      return { data, shape: [...value.shape], dtype: value.dtype === 'bool' ? 'bool' : dtypeOf(data) };
    }
    if (typeof nj?.NdArray === 'function' && value instanceof nj.NdArray) {
      let data = value.flatten().selection.data;
      if (!ArrayBuffer.isView(data)) data = Float64Array.from(data);
      return { data, shape: [...value.shape], dtype: dtypeOf(data) };
    }
    return null;
  };

  const ndarray = (dtype, shape, data) => {
    const { tf, nj } = globalThis;
    if (typeof nj?.array === 'function') {
      return nj.array(Array.prototype.slice.call(data), dtype).reshape(shape);
    }
    if (typeof tf?.Tensor === 'function' && typeof tf.tensor === 'function') {
      const kind = dtype === 'bool' ? 'bool' : dtype.startsWith('float') ? 'float32' : 'int32';
      return tf.tensor(typeof data[0] === 'bigint' ? Array.from(data, Number) : data, shape, kind);
    }
    return { _rtype: 'ndarray', _rvalue: data, _rshape: shape, _rdtype: dtype };
  };

  const entryValue = (entry) => {
    const kind = entry[0];
    switch (kind) {
      case 's': case 'd': return entry[1];
      case 'i': return BigInt(entry[1]);
      case 'b': return new Uint8Array(new ArrayBuffer(entry[1]));
      case 'm': return new ArrayBuffer(entry[1]);
      case 't': return new VIEWS[entry[1]](new ArrayBuffer(entry[2]));
      case 'n': return ndarray(entry[1], JSON.parse(entry[3]), new VIEWS[entry[4]](new ArrayBuffer(entry[2])));
      case 'f': return caller(entry[1], entry[2]);
      case 'j': return entry[1][1];
      case 'p': return new Promise((resolve, reject) => entry[1](settler(resolve, reject)));
      case 'e': {
        const error = new Error(entry[1]);
        if (entry[2]) error.stack = entry[2];
        return error;
      }
      case 'D': return new Date(entry[1]);
      case 'B': {
        const bytes = new Uint8Array(new ArrayBuffer(entry[1])).slice();
        return entry[3] === null ? new Blob([bytes], { type: entry[2] }) : new File([bytes], entry[3], { type: entry[2] });
      }
      case 'g': return generator(caller(entry[1], 'next'), caller(entry[2], 'return'));
      default: throw new TypeError(`unknown value of kind '${kind}'`);
    }
  };

  const revive = (value, side) => {
    if (typeof value === 'string') {
      return value.charCodeAt(0) === 0 ? entryValue(side[Number(value.slice(1))]) : value;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      if (value[0] === MARK + 'S') return new Set(revive(value[1], side));
      if (value[0] === MARK + 'M') return new Map(value[1].map((pair) => revive(pair, side)));
      for (let i = 0; i < value.length; i++) value[i] = revive(value[i], side);
      return value;
    }
    if (value._rtype === 'custom' && custom?.decode) return custom.decode(members(value._rvalue, side)) ?? value;
    return own(members(value, side));
  };

  const members = (value, side) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return revive(value, side);
    for (const key of Object.keys(value)) value[key] = revive(value[key], side);
    return value;
  };

  // What a codec or the plugin's own decoding makes of an object.
  const own = (value) => {
    const codec = typeof value._rtype === 'string' ? codecs.get(value._rtype) : undefined;
    if (codec?.decoder) return codec.decoder(value);
    if (custom?.decode && '_ctype' in value) {
      const decoded = custom.decode(value);
      if (decoded !== undefined) return decoded;
    }
    return value;
  };

  world.decode = (json, side) => {
    const value = JSON.parse(json);
    return side !== null || codecs.size > 0 || custom ? revive(value, side ?? []) : value;
  };

  // A function of JavaScript that calls one of Java.
  const caller = (call, name) => {
    const forward = (...args) =>
      new Promise((resolve, reject) => {
        const [, json, side] = world.encode(args);
        call(json, side, settler(resolve, reject));
      });
    Object.defineProperty(forward, 'name', { value: name ?? '', configurable: true });
    hostFunctions.set(forward, call);
    return forward;
  };

  const settler = (resolve, reject) => (ok, json, side, name, trace) => {
    if (ok) {
      try {
        resolve(world.decode(json, side));
      } catch (error) {
        reject(error);
      }
      return;
    }
    const error = name && name !== 'Error' && name.endsWith('Error') && !(name in globalThis)
      ? new DOMException(json, name) : new (globalThis[name] ?? Error)(json);
    if (trace) error.trace = trace;
    reject(error);
  };

  const settle = (promise, done) => {
    promise.then(
      (value) => succeed(value, done),
      (error) => fail(error, done));
  };
  const succeed = (value, done) => {
    let encoded;
    try {
      encoded = world.encode(value);
    } catch (error) {
      fail(error, done);
      return;
    }
    done(true, encoded[0], encoded[1], encoded[2]);
  };
  const fail = (error, done) => {
    let message;
    try {
      message = String(error);
    } catch {
      message = 'Error: a value that has no text was thrown';
    }
    done(false, message, world.stackOf(error), null);
  };
  world.settle = settle;

  // Java calls a function: entry is ['f', function, this].
  world.call = (entry, json, side, done) => {
    let result;
    try {
      result = Reflect.apply(entry[1], entry[2], json === null ? [] : world.decode(json, side));
    } catch (error) {
      fail(error, done);
      return;
    }
    if (typeof result?.then === 'function') settle(Promise.resolve(result), done);
    else succeed(result, done);
  };

  // A generator here, as a function of Java sees it: each call gives {value} or {done}.
  world.stepper = (source) => {
    const steps = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]();
    return [
      'f',
      async (end) => {
        if (end) {
          await steps.return?.();
          return { done: true };
        }
        const { value, done } = await steps.next();
        return done ? { done: true } : { value };
      },
      undefined,
    ];
  };

  // A generator of Java: next gives {value} or {done}.
  const generator = (next, end) => ({
    async next() {
      const step = await next();
      return step.done ? { value: undefined, done: true } : { value: step.value, done: false };
    },
    async return(value) {
      await end();
      return { value, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  });

  world.provide = (name, json, side) => world.define(name, world.decode(json, side));
  world.global = (name) => {
    const value = globalThis[name];
    return typeof value === 'function' ? ['f', value, undefined] : null;
  };
});
