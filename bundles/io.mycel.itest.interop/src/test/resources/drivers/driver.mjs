// What the drivers of both JavaScript client libraries share; the counterpart of driver.py, with the same commands.
// A driver obeys commands: JSON lines on stdin, answered by JSON lines on stdout (the libraries' console goes to stderr).
// Every command runs by itself, so that several may be under way at once.

import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { Console } from "node:console";

globalThis.console = new Console(process.stderr, process.stderr);

// The folder that npm installed into is the first argument: its node_modules is where the libraries are.
export const clientFolder = process.argv[2];
export const requireClient = createRequire(join(clientFolder, "package.json"));
export const importClient = (path) => import(pathToFileURL(join(clientFolder, "node_modules", path)));

// What a browser has and Node 20 has not.
globalThis.WebSocket = requireClient("ws");

const TEXT = "Grüße, 世界 🧫";
const BYTES = Uint8Array.from({ length: 16 }, (_, i) => i);
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

class Point {
  constructor(x, y) {
    this.x = x;
    this.y = y;
  }
}

class Plain {
  constructor() {
    this.x = 1;
  }
}

const pointCodec = () => ({
  name: "point",
  type: Point,
  encoder: (p) => ({ x: p.x, y: p.y }),
  decoder: (m) => new Point(m.x, m.y),
});

const ndarray = (data, shape, dtype) => ({
  _rtype: "ndarray",
  _rvalue: new Uint8Array(data.buffer),
  _rshape: shape,
  _rdtype: dtype,
});

function* generator() {
  yield* [1, 2, 3];
}

async function* asyncGenerator() {
  yield* [1, 2, 3];
}

// The values that travel, by name; built anew for each use.
const specimens = {
  null: () => null,
  null_in_list: () => [null],
  undefined_in_list: () => [undefined],
  true: () => true,
  false: () => false,
  int: () => 42,
  int_negative: () => -7,
  int_2_40: () => 2 ** 40,
  bigint: () => 2n ** 40n,
  float: () => 0.5,
  nan: () => NaN,
  infinity: () => Infinity,
  str: () => TEXT,
  str_empty: () => "",
  bytes: () => BYTES.slice(),
  bytes_empty: () => new Uint8Array(0),
  list: () => [1, "two", [3]],
  list_empty: () => [],
  map: () => ({ a: 1, b: { c: [true, null] } }),
  map_empty: () => ({}),
  set: () => new Set([1, 2, 3]),
  orderedmap: () => new Map([["z", 1], ["a", 2]]),
  error: () => new Error("boom"),
  memoryview: () => BYTES.slice().buffer,
  dataview: () => new DataView(BYTES.slice().buffer),
  file: () => new Blob([BYTES]),
  date: () => new Date(1700000000123),
  function: () => (x) => `sync ${x}`,
  function_async: () => async (x) => {
    await pause(10);
    return `async ${x}`;
  },
  generator,
  generator_async: asyncGenerator,
  instance: () => new Plain(),
  point: () => new Point(3, 4),
  unknown_rtype: () => ({ _rtype: "strange", a: 1, b: [2] }),
  ndarray_float32: () => ndarray(Float32Array.of(0, 1, 2, 3, 4, 5), [2, 3], "float32"),
  ndarray_int64: () => ndarray(BigInt64Array.of(0n, 1n, 2n, 3n, 4n, 5n), [2, 3], "int64"),
  ndarray_0d: () => ndarray(Float64Array.of(1.5), [], "float64"),
  ndarray_of_buffer: () => ({
    _rtype: "ndarray",
    _rvalue: Float32Array.of(0, 1, 2, 3, 4, 5).buffer,
    _rshape: [2, 3],
    _rdtype: "float32",
  }),
  ndarray_of_parts: () => ({
    _rtype: "ndarray",
    _rvalue: [new Uint8Array(Float32Array.of(0, 1, 2).buffer), new Uint8Array(Float32Array.of(3, 4, 5).buffer)],
    _rshape: [2, 3],
    _rdtype: "float32",
  }),
  typed_int8: () => Int8Array.of(-1, 0, 1),
  typed_int16: () => Int16Array.of(-1, 0, 1),
  typed_int32: () => Int32Array.of(-1, 0, 1),
  typed_uint16: () => Uint16Array.of(0, 1, 65535),
  typed_uint32: () => Uint32Array.of(0, 1, 4294967295),
  typed_float32: () => Float32Array.of(-1.5, 0, 1.5),
  typed_float64: () => Float64Array.of(-1.5, 0, 1.5),
  typed_uint8_clamped: () => Uint8ClampedArray.of(0, 1, 255),
  typed_bigint64: () => BigInt64Array.of(-1n, 0n, 1n),
  mixture: () => ({
    list: [{ bytes: BYTES.slice(), array: ndarray(Float32Array.of(0, 1, 2, 3, 4, 5), [2, 3], "float32") }, new Set([1, 2])],
    map: { text: TEXT, none: null, function: (x) => `sync ${x}` },
  }),
};

const typedNames = {
  Int8Array: "int8", Int16Array: "int16", Int32Array: "int32", Uint16Array: "uint16", Uint32Array: "uint32",
  Float32Array: "float32", Float64Array: "float64", Uint8ClampedArray: "uint8clamped", BigInt64Array: "int64",
};

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const bytesOf = (value) =>
  value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
function content(value) {
  const bytes = bytesOf(value);
  return bytes.length <= 64 ? { hex: Buffer.from(bytes).toString("hex") } : { length: bytes.length, sha256: sha256(bytes) };
}

// What a value is. Unless `deep`, its functions, generators and files are named but not used.
async function describe(value, deep) {
  const kind = await kindOf(value, deep);
  kind.native = value === null || value === undefined ? String(value) : (Object.getPrototypeOf(value)?.constructor?.name ?? "Object");
  return kind;
}

async function kindOf(value, deep) {
  const inner = (v) => describe(v, deep);
  if (value === null || value === undefined) return { kind: "null" };
  if (typeof value === "boolean") return { kind: "bool", value };
  if (typeof value === "bigint") return { kind: "int", value: String(value) };
  if (typeof value === "number") {
    if (Number.isInteger(value)) return { kind: "int", value: String(value) };
    const text = Number.isNaN(value) ? "nan" : value === Infinity ? "inf" : value === -Infinity ? "-inf" : String(value);
    return { kind: "float", value: text };
  }
  if (typeof value === "string") return { kind: "str", value };
  if (typeof value === "function") {
    return deep ? { kind: "function", returns: await inner(await value("probe")) } : { kind: "function" };
  }
  if (value instanceof Uint8Array) return { kind: "bytes", ...content(value) };
  if (value instanceof ArrayBuffer) return { kind: "buffer", ...content(value) };
  if (value instanceof DataView) return { kind: "buffer", ...content(value) };
  if (ArrayBuffer.isView(value)) {
    return { kind: "ndarray", dtype: typedNames[value.constructor.name], shape: [value.length], ...content(value) };
  }
  if (value instanceof Error) return { kind: "error", text: value.message.split("\n")[0] };
  if (value instanceof Point) return { kind: "point", x: value.x, y: value.y };
  if (value instanceof Date) return { kind: "date", millis: value.getTime() };
  if (value instanceof Blob) {
    return { kind: "file", content: await inner(new Uint8Array(await value.arrayBuffer())) };
  }
  if (Array.isArray(value)) return { kind: "list", items: await Promise.all(value.map(inner)) };
  if (value instanceof Set) {
    const items = await Promise.all([...value].map(inner));
    return { kind: "set", items: items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
  }
  if (value instanceof Map) {
    return { kind: "orderedmap", items: await Promise.all([...value].map(async ([k, v]) => [k, await inner(v)])) };
  }
  if (value[Symbol.asyncIterator] || (value[Symbol.iterator] && typeof value.next === "function")) {
    if (!deep) return { kind: "generator" };
    const items = [];
    for await (const item of value) items.push(await inner(item));
    return { kind: "generator", items };
  }
  if (value._rtype === "ndarray") {
    // Neither library has an array type of its own: the map is what a program gets.
    const held = value._rvalue?._rtype === "memoryview" ? value._rvalue._rvalue : value._rvalue;
    const parts = Array.isArray(held) ? Buffer.concat(held) : held;
    return { kind: "ndarray", dtype: value._rdtype, shape: value._rshape, ...content(parts) };
  }
  if (typeof value.read === "function" && typeof value.seek === "function") {
    if (!deep) return { kind: "file" };
    await value.seek(0);
    return { kind: "file", content: await inner(await value.read()) };
  }
  const entries = {};
  for (const [k, v] of Object.entries(value)) entries[k] = await inner(v);
  return { kind: "map", entries };
}

// A plain copy of what JSON can say; anything else by its type's name.
function jsonable(value) {
  if (value === undefined) return null;
  if (value === null || ["boolean", "number", "string"].includes(typeof value)) return value;
  if (Array.isArray(value)) return value.map(jsonable);
  if (typeof value === "object" && !ArrayBuffer.isView(value)) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, jsonable(v)]));
  }
  return { type: typeof value };
}

const isAsyncIterable = (value) => value != null && typeof value[Symbol.asyncIterator] === "function";

// Runs the commands; `library` (imjoy.mjs, hypha.mjs) knows how its client library spells things.
export class Driver {
  constructor(library) {
    this.library = library;
    this.connections = new Map();
    this.kept = new Map();
    this.held = new Map();
    this.events = new Map();
  }

  service(id) {
    const kept = this.kept;
    return {
      id,
      name: "Specimen service",
      description: "Echoes, describes, fails, waits and calls back.",
      type: "specimens",
      config: { visibility: "public" },
      echo: (value) => value,
      describe: async (value) => JSON.stringify(await describe(value, true)),
      combine: (a, b) => ({ a: a === undefined ? null : a, b: b === undefined ? null : b }),
      call_back: async (callback, count) => {
        const results = [];
        for (let i = 0; i < count; i++) results.push(await callback(i));
        return results;
      },
      call_back_caught: async (callback) => {
        try {
          await callback(1);
        } catch (error) {
          return String(error.message ?? error);
        }
        return "no error";
      },
      keep: (thing) => {
        kept.set(id, thing);
        return true;
      },
      use_kept: async (x) => await kept.get(id).f(x),
      dispose_kept: async () => {
        await kept.get(id)._dispose();
        return true;
      },
      fail: (message) => {
        throw new Error(message);
      },
      fail_async: async (message) => {
        await pause(10);
        throw new Error(message);
      },
      identity: async (i) => {
        await pause(20 * (i % 5));
        return i;
      },
      sleep: async (seconds) => {
        await pause(seconds * 1000);
        return seconds;
      },
      make_adder: (n) => (x) => x + n,
      nested: { deep: { add: (a, b) => a + b } },
      steps: [(x) => x + 1, (x) => x * 2],
      count_to: function* (n) {
        for (let i = 0; i < n; i++) yield i;
      },
      count_to_async: async function* (n) {
        for (let i = 0; i < n; i++) yield i;
      },
      count_to_three: function* () {
        for (let i = 0; i < 3; i++) yield i;
      },
      count_to_three_async: async function* () {
        for (let i = 0; i < 3; i++) yield i;
      },
      digest: (data) => ({ length: bytesOf(data).length, sha256: sha256(bytesOf(data)) }),
    };
  }

  // ---- commands

  async connect({ name = "main", codec = true, ...config }) {
    for (const key of Object.keys(config)) if (config[key] === null) delete config[key];
    const server = await this.library.connect(config);
    this.connections.set(name, server);
    if (codec) server.registerCodec(pointCodec());
    return await this.library.identity(server);
  }

  async disconnect({ name = "main" }) {
    const server = this.connections.get(name);
    this.connections.delete(name);
    await server.disconnect();
    return null;
  }

  async serve({ service_id, name = "main" }) {
    const server = this.connections.get(name);
    await server.registerService(this.service(service_id));
    await server.registerService({
      id: service_id + "-context",
      config: { visibility: "public", require_context: true },
      who: (context) => ({ user: context.user.id, from: context.from, to: context.to, ws: context.ws ?? null }),
    });
    await server.registerService({
      id: service_id + "-protected",
      config: { visibility: "protected" },
      hello: (who) => "Hello " + who,
    });
    return null;
  }

  async register({ service_id, visibility = "public", name = "main", overwrite = false }) {
    const service = { id: service_id, config: { visibility }, hello: (who) => "Hello " + who };
    await this.library.register(this.connections.get(name), service, overwrite);
    return null;
  }

  async unregister({ service_id, name = "main" }) {
    await this.library.unregister(this.connections.get(name), service_id);
    return null;
  }

  async found(service, name = "main") {
    return await this.connections.get(name).getService(service);
  }

  async get_service({ service, name }) {
    const found = await this.found(service, name);
    if (found === null || found === undefined) return null;
    return {
      id: found.id,
      functions: Object.keys(found).filter((k) => typeof found[k] === "function").sort(),
      config: Object.fromEntries(Object.entries(found.config).filter(([, v]) => v !== null && typeof v !== "object")),
    };
  }

  async call_service({ service, method, args = [], kwargs, name }) {
    const found = await this.found(service, name);
    return await describe(await found[method](...args, ...(kwargs ? [{ ...kwargs, _rkwargs: true }] : [])));
  }

  // Calls a method with what another one gives.
  async pass_on({ service, method, to, args = [], name }) {
    const found = await this.found(service, name);
    return jsonable(await found[to](await found[method](...args)));
  }

  // Answered when the library has long done what it had to do.
  async rest() {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return null;
  }

  // Keeps a service that was got, for calls later on.
  async hold({ service, name }) {
    this.held.set(service, await this.found(service, name));
    return null;
  }

  async call_held({ service, method, args = [] }) {
    return jsonable(await this.held.get(service)[method](...args));
  }

  async unknown_manager_method({ name = "main" }) {
    const server = this.connections.get(name);
    const unknown = { ...server.echo.__rpc_object__, _rmethod: "services.default.nonesuch" };
    return await server.rpc._generate_remote_method(unknown)(1);
  }

  async manager({ method, args = [], kwargs, name = "main" }) {
    const server = this.connections.get(name);
    const camel = method.replace(/_([a-z])/g, (_, c) => c.toUpperCase());
    const call = server[method] ?? server[camel];
    return jsonable(await call(...args, ...(kwargs ? [{ ...kwargs, _rkwargs: true }] : [])));
  }

  // Sends a specimen; answers how the provider describes what arrived there.
  async seen({ service, specimen, name }) {
    return JSON.parse(await (await this.found(service, name)).describe(specimens[specimen]()));
  }

  // Has a specimen echoed; answers a description of what came back.
  async back({ service, specimen, name }) {
    return await describe(await (await this.found(service, name)).echo(specimens[specimen]()));
  }

  // Echoes `size` bytes (or an array of that many bytes) and compares checksums on the way there and back.
  async payload({ service, size, dtype, name }) {
    const found = await this.found(service, name);
    const data = new Uint8Array(size);
    for (let i = 0, state = size | 1; i < size; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      data[i] = state >>> 24;
    }
    const sha = sha256(data);
    const value = dtype ? { _rtype: "ndarray", _rvalue: data, _rshape: [size / 4], _rdtype: dtype } : data;
    const there = dtype ? null : await found.digest(value);
    const back = await found.echo(value);
    const bytes = bytesOf(dtype ? back._rvalue : back);
    return { there: Boolean(dtype) || there.sha256 === sha, back: sha256(bytes) === sha, length: bytes.length };
  }

  async on({ event, name = "main" }) {
    const server = this.connections.get(name);
    const received = { messages: [], waiting: [] };
    this.events.set(event, received);
    server.on(event, (message) => {
      const waiting = received.waiting.shift();
      if (waiting) waiting(jsonable(message));
      else received.messages.push(jsonable(message));
    });
    await server.subscribe([event]);
    return null;
  }

  async next_event({ event, timeout }) {
    const received = this.events.get(event);
    if (received.messages.length) return received.messages.shift();
    return await new Promise((resolve, reject) => {
      received.waiting.push(resolve);
      setTimeout(() => reject(new Error("no event")), timeout * 1000).unref();
    });
  }

  async emit({ message, name = "main" }) {
    await this.connections.get(name).emit(message);
    return null;
  }

  async scenario({ service, scenario, name = "main", ...parameters }) {
    return await scenarios[scenario](await this.found(service, name), { ...parameters, driver: this, name });
  }

  // ---- the command loop

  async obey({ command, op, ...parameters }) {
    let answer;
    try {
      answer = JSON.stringify({ command, value: (await this[op](parameters)) ?? null });
    } catch (error) {
      const message = String(error?.message ?? error).slice(0, 4000);
      answer = JSON.stringify({ command, error: { type: error?.constructor?.name ?? typeof error, message } });
    }
    process.stdout.write(answer + "\n");
  }

  run() {
    const lines = createInterface({ input: process.stdin });
    lines.on("line", (line) => this.obey(JSON.parse(line)));
    lines.on("close", () => process.exit(0));
    // A promise that the library drops must not end the driver.
    process.on("unhandledRejection", (reason) => console.error("unhandled rejection", reason));
    process.on("uncaughtException", (error) => console.error("uncaught exception", error));
  }
}

const scenarios = {
  callback: (svc) => svc.call_back((i) => i * 2, 5),
  callback_async: (svc) =>
    svc.call_back(async (i) => {
      await pause(10);
      return i * 2;
    }, 5),
  callback_failing: (svc) =>
    svc.call_back_caught(async () => {
      throw new Error("from the callback");
    }),
  interface: async (svc) => {
    await svc.keep({ _rintf: true, f: (x) => x + 100 });
    await pause(100);
    return await svc.use_kept(1);
  },
  interface_disposed: async (svc) => {
    await svc.keep({ _rintf: true, f: (x) => x + 100 });
    const first = await svc.use_kept(1);
    await svc.dispose_kept();
    try {
      await svc.use_kept(2);
    } catch {
      return [first, "gone"];
    }
    return [first, "still there"];
  },
  returned_function: async (svc) => {
    const adder = await svc.make_adder(5);
    return [await adder(3), await adder(4)];
  },
  nested: (svc) => svc.nested.deep.add(2, 3),
  function_list: async (svc) => {
    const results = [];
    for (const step of svc.steps) results.push(await step(10));
    return results;
  },
  kwargs: async (svc) => jsonable(await svc.combine({ a: 1, b: 2, _rkwargs: true })),
  kwargs_mixed: async (svc) => jsonable(await svc.combine(1, { b: 2, _rkwargs: true })),
  fail: (svc) => svc.fail("it broke"),
  fail_async: (svc) => svc.fail_async("it broke"),
  unknown_method: async (svc, { driver, name }) => {
    const known = svc.echo.__rpc_object__;
    const unknown = { ...known, _rmethod: known._rmethod.replace(/\.[^.]*$/, ".nonesuch") };
    return await driver.connections.get(name).rpc._generate_remote_method(unknown)(1);
  },
  context: async (svc) => jsonable(await svc.who()),
  hello: (svc) => svc.hello("John"),
  concurrent: (svc) => Promise.all(Array.from({ length: 100 }, (_, i) => svc.identity(i))),
  sleep: (svc, { seconds }) => svc.sleep(seconds),
  count: async (svc) => await collect(await svc.count_to(4)),
  count_async: async (svc) => await collect(await svc.count_to_async(4)),
  count_left_early: async (svc) => {
    const first = [];
    for await (const i of await svc.count_to_async(1000)) {
      first.push(i);
      if (i === 2) break;
    }
    return first;
  },
};

async function collect(items) {
  if (!isAsyncIterable(items)) return { _rtype: items?._rtype ?? null };
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}
