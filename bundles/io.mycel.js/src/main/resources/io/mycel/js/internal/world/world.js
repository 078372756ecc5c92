// What the other files of this folder share. Each of them is a function of (world, host): it adds to
// the global object and, for the others, to the world; host has the functions of Java.
(function (names, values) {
  'use strict';

  const host = { __proto__: null };
  for (let i = 0; i < names.length; i++) host[names[i]] = values[i];
  const world = { __proto__: null, host };
  const origin = host.now();

  world.now = () => Math.round((host.now() - origin) * 10) / 10;

  // A global as browsers have it: it can be replaced, and is not listed.
  world.define = (name, value) => {
    if (typeof value === 'function' && value.name !== name) {
      Object.defineProperty(value, 'name', { value: name, configurable: true });
    }
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  };

  world.expose = (classes) => {
    for (const [name, value] of Object.entries(classes)) {
      if (!Object.hasOwn(value.prototype, Symbol.toStringTag)) {
        Object.defineProperty(value.prototype, Symbol.toStringTag, { value: name, configurable: true });
      }
      world.define(name, value);
    }
  };

  return world;
});
