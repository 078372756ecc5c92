// What the other files of this folder share. Each of them is a function of (world, host): it adds to
// the global object and, for the others, to the world; host has the functions of Java. The files named
// here are run when a plugin first looks for one of the globals that they define, or another file needs
// them: most plugins use few of them, and each plugin would pay for all.
(function (names, values) {
  'use strict';

  const host = { __proto__: null };
  for (let i = 0; i < names.length; i++) host[names[i]] = values[i];
  const world = { __proto__: null, host };
  let origin = host.now();

  const LATER = {
    'dom-exception': ['DOMException'],
    'event-classes': ['CustomEvent', 'MessageEvent', 'CloseEvent', 'ErrorEvent', 'ProgressEvent', 'PromiseRejectionEvent'],
    location: ['WorkerLocation', 'location', 'WorkerNavigator', 'navigator'],
    performance: ['Performance', 'performance'],
    abort: ['AbortController', 'AbortSignal'],
    base64: ['atob', 'btoa'],
    text: ['TextDecoder'],
    random: ['Crypto', 'crypto'],
    blob: ['Blob', 'File', 'FileReader', 'FileReaderSync', 'ImageData'],
    url: ['URL', 'URLSearchParams'],
    clone: ['structuredClone'],
    channels: ['MessagePort', 'MessageChannel', 'BroadcastChannel'],
    console: ['console'],
    fetch: ['fetch', 'Headers', 'Request', 'Response', 'FormData'],
    xhr: ['XMLHttpRequest', 'XMLHttpRequestEventTarget', 'XMLHttpRequestUpload'],
    websocket: ['WebSocket'],
    wasm: ['WebAssembly'],
  };
  world.EngineTextDecoder = TextDecoder;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const global = (name, value) =>
    defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  const getters = new Map(); // name of a global that is not there yet -> what makes it

  // It may have waited for its plugin.
  world.begin = (name, timeOrigin) => {
    origin = host.now();
    host.timeOrigin = timeOrigin;
    global('name', name);
  };

  world.now = () => Math.round((host.now() - origin) * 10) / 10;

  // A global as browsers have it: it can be replaced, and is not listed. What a plugin has put in its
  // place before it was made stays.
  world.define = (name, value) => {
    if (typeof value === 'function' && value.name !== name) {
      defineProperty(value, 'name', { value: name, configurable: true });
    }
    const getter = getters.get(name);
    if (getter === undefined || getOwnPropertyDescriptor(globalThis, name)?.get === getter) global(name, value);
    getters.delete(name);
  };

  world.expose = (classes) => {
    for (const [name, value] of Object.entries(classes)) {
      if (!Object.hasOwn(value.prototype, Symbol.toStringTag)) {
        defineProperty(value.prototype, Symbol.toStringTag, { value: name, configurable: true });
      }
      world.define(name, value);
    }
  };

  // Runs a file, unless it was.
  const made = new Set();
  world.need = (file) => {
    if (made.has(file)) return;
    host.part(file)(world, host);
    made.add(file);
  };

  for (const [file, names] of Object.entries(LATER)) {
    for (const name of names) {
      const get = () => {
        world.need(file);
        return globalThis[name];
      };
      getters.set(name, get);
      defineProperty(globalThis, name, { get, set: (value) => global(name, value), configurable: true, enumerable: false });
    }
  }

  return world;
});
