// Every call of the plugin of same.imjoy.html whose outcomes are compared, by name; run in a page and in Node.

const WORLD = ["globals", "threads", "itself", "encoding", "streamedDecoding", "base64", "urls", "queries", "clones", "blobs", "randomness", "order",
  "aborting", "events", "messages", "readers", "readersAtOnce", "images", "requests", "dataUrls", "olderRequests", "requestsOutOfTurn", "clocks"];
const LANGUAGE = ["numbers", "integers", "texts", "arrays", "typed", "views", "json", "dates", "classes", "generators", "asynchronous",
  "metaprogramming", "failures", "locales"];
const TYPED = { Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, Uint8ClampedArray,
  BigInt64Array };
const DTYPES = { uint8: Uint8Array, int16: Int16Array, int32: Int32Array, uint32: Uint32Array, float32: Float32Array, float64: Float64Array };
const PATIENCE = 20000;

const ndarray = (dtype) => ({ _rtype: "ndarray", _rvalue: new DTYPES[dtype]([1, 2, 3, 4, 5, 60]).buffer, _rshape: [3, 2], _rdtype: dtype });

const values = {
  null: () => null,
  true: () => true,
  int: () => 42,
  negative: () => -7,
  beyond32: () => 2 ** 40 + 1,
  beyond53: () => 2 ** 60,
  float: () => 1.5e-300,
  nan: () => NaN,
  infinity: () => -Infinity,
  text: () => "Grüße, 世界 🧬",
  empty: () => "",
  long: () => "ab".repeat(50000),
  list: () => [1, "two", [3, [null, true]]],
  object: () => ({ a: 1, b: { c: [1, 2, { d: "e" }] }, empty: {}, none: null }),
  undefinedMember: () => ({ a: undefined, b: 1 }),
  set: () => new Set([1, "two"]),
  map: () => new Map([["one", 1], ["two", [2]]]),
  buffer: () => new Uint8Array([1, 2, 255]).buffer,
  view: () => new DataView(new Uint8Array([1, 2, 255]).buffer),
  blob: () => new Blob(["some text"], { type: "text/plain" }),
  error: () => new Error("as a value"),
  ...Object.fromEntries(Object.entries(TYPED).map(([name, type]) =>
    [name, () => new type(name.startsWith("Big") ? [1n, 2n] : [1, 2, 100])])),
  ...Object.fromEntries(Object.keys(DTYPES).map((dtype) => ["ndarray_" + dtype, () => ndarray(dtype)])),
};

const calls = {};
for (const name of WORLD) calls["world " + name] = (plugin) => plugin.world(name);
for (const name of LANGUAGE) calls["language " + name] = (plugin) => plugin.language(name);
for (const [name, make] of Object.entries(values)) {
  calls["inspect " + name] = (plugin) => plugin.inspect(make());
  calls["echo " + name] = (plugin) => plugin.echo(make());
}
for (const name of Object.keys(TYPED)) {
  // what imjoy-rpc has no name for it does not give back at all
  if (!/Big|Clamped/.test(name)) calls["give " + name] = (plugin) => plugin.typed(name);
}
for (const dtype of Object.keys(DTYPES)) calls["give ndarray " + dtype] = (plugin) => plugin.ndarray(dtype);

Object.assign(calls, {
  // imjoy-core adds on, off and emit
  "exported names": (plugin) =>
    Object.keys(plugin).filter((name) => typeof plugin[name] === "function" && !/^(_.*|on|off|emit)$/.test(name)).sort(),
  "set up once": (plugin) => plugin.wasSetUp(),
  "keeps its state": async (plugin) => [await plugin.next(), await plugin.next()],
  "several arguments": (plugin) => plugin.inspect(1, "two", [3], { four: 4 }),
  "no argument": (plugin) => plugin.inspect(),
  "answers nothing": async (plugin) => (await plugin.nothing()) ?? "nothing",
  "kernel convolution": (plugin) => plugin.kernel("convolution"),
  "kernel hash": (plugin) => plugin.kernel("hash", "Grüße, 世界"),
  "kernel statistics": (plugin) => plugin.kernel("statistics", [1.5, 2.25, 3.125, 100, -7]),
  "sum of an ndarray": (plugin) => plugin.sum(ndarray("uint8")),
  "give buffer": (plugin) => plugin.buffer(),
  "give blob": (plugin) => plugin.blob(),
  "give set": (plugin) => plugin.set(),
  "give map": (plugin) => plugin.map(),
  "give error": (plugin) => plugin.error(),
  "give part of an array": (plugin) => plugin.part(),
  "large there": (plugin) => plugin.checksum(Uint8Array.from({ length: 3000000 }, (_, i) => i * 3)),
  "large back": async (plugin) => (await plugin.large()).reduce((sum, byte) => (sum * 31 + byte) % 1000003, 0),
  "throws Error": (plugin) => plugin.throws("Error", "it broke"),
  "throws TypeError": (plugin) => plugin.throws("TypeError", "wrong type"),
  "throws RangeError": (plugin) => plugin.throws("RangeError", "Grüße 🧬"),
  "rejects": (plugin) => plugin.rejects("it broke later"),
  "throws text": (plugin) => plugin.throwsText(),
  "rejects text": (plugin) => plugin.rejectsText(),
  "call of null": (plugin) => plugin.sum(null),
  "callback": (plugin) => plugin.callBack((a, b) => a + b, 2, 3),
  "callback with bytes": (plugin) => plugin.callBack((bytes) => bytes, new Uint8Array([1, 2, 3])),
  "callback that takes its time": (plugin) =>
    plugin.callBack(async (text) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return text.toUpperCase();
    }, "later"),
  "callback that fails": (plugin) =>
    plugin.callBackFailing(() => {
      throw new Error("from the callback");
    }),
  "callback called twice": (plugin) => plugin.callBackTwice((x) => x * 10),
  "function as a result": async (plugin) => {
    const add = await plugin.adder(5);
    return add(3);
  },
  "object with functions": async (plugin) => {
    const tools = await plugin.tools();
    return [await tools.twice(4), tools.name, await tools.later("x")];
  },
  "object with functions of the caller": (plugin) => plugin.useTools({ _rintf: true, plus: (a, b) => a + b, label: "mine" }),
  "concurrent calls": (plugin) => Promise.all(Array.from({ length: 50 }, (_, i) => plugin.concurrent(i))),
});

// The libraries put more and more before the message and, some of them, the trace behind it.
const text = (error) => String(error?.message ?? error).split("\n")[0].replace(/^((Remote)?Error: )+/, "");

// What a value is for the caller, as plain JSON.
async function describe(value) {
  if (value === undefined) return "undefined";
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return value.length > 1000 ? { text: value.length } : value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint" || typeof value === "function") return typeof value;
  if (value instanceof ArrayBuffer) return { type: "ArrayBuffer", bytes: [...new Uint8Array(value)] };
  if (ArrayBuffer.isView(value)) {
    return { type: value.constructor.name, bytes: [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)] };
  }
  if (Array.isArray(value)) return Promise.all(value.map(describe));
  if (value instanceof Set) return { type: "Set", items: await describe([...value]) };
  if (value instanceof Map) return { type: "Map", items: await describe([...value]) };
  if (value instanceof Error) return { type: "Error", message: text(value) };
  if (value instanceof Blob) return { type: "Blob", mime: value.type, text: await value.text() };
  if (value._rtype === "ndarray") {
    const { bytes } = await describe(value._rvalue);
    return { type: "ndarray", shape: value._rshape, dtype: value._rdtype, bytes };
  }
  const entries = Object.keys(value).sort().map(async (key) => [key, await describe(value[key])]);
  return Object.fromEntries(await Promise.all(entries));
}

async function outcome(call, plugin) {
  let timer;
  const silence = new Promise((resolve) => (timer = setTimeout(() => resolve({ silence: true }), PATIENCE)));
  const answer = (async () => {
    try {
      return { value: await describe(await call(plugin)) };
    } catch (error) {
      return { error: text(error) };
    }
  })();
  const first = await Promise.race([answer, silence]);
  clearTimeout(timer);
  return first;
}

/** Calls all; the outcomes by the names of the calls. */
export async function outcomes(plugin) {
  const all = {};
  for (const [name, call] of Object.entries(calls)) all[name] = await outcome(call, plugin);
  return all;
}
