// What a plugin exports, and what the server calls of it. A function of (world, host), which gives
// the functions that Java calls.
(function (world, host) {
  'use strict';

  // A resume with parameters is for others to call: it resumes something of theirs.
  const isResume = (method) => typeof method === 'function' && method.length === 0;
  const isServerOnly = (name, method) => name === 'setup' || name === 'exit' || (name === 'resume' && isResume(method));
  const MAX_DEPTH = 20;
  let instance; // what was exported
  let closed = false;

  world.plugin.export = (value) => {
    if (closed) throw new Error('api.export came after the plugin was started: export before setup has ended');
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) {
      throw new TypeError(`api.export takes an object or a class, not ${value === null ? 'null' : `a ${typeof value}`}`);
    }
    instance = typeof value === 'function' ? new value() : value;
    world.setCustomEncoding({ encode: encodeCustom, decode: decodeCustom });
    host.exported();
  };

  // Objects of the plugin's own classes: _rpc_encode gives one with _ctype, which travels as
  // {_rtype: 'custom'}, or one that is sent instead.
  const encodeCustom = (value) => {
    if (typeof instance._rpc_encode !== 'function') return undefined;
    const encoded = instance._rpc_encode(value);
    return encoded && encoded._ctype !== undefined ? { _rtype: 'custom', _rvalue: { ...encoded } } : (encoded ?? undefined);
  };
  const decodeCustom = (value) => {
    if (typeof instance._rpc_decode !== 'function') return undefined;
    return instance._rpc_decode(value) ?? undefined;
  };

  const isPlain = (value) => [Object.prototype, null].includes(Object.getPrototypeOf(value));
  const isNested = (value) => value !== null && typeof value === 'object' && isPlain(value);
  const offers = (value, depth) =>
    typeof value === 'function' || (depth < MAX_DEPTH && isNested(value) && Object.values(value).some((item) => offers(item, depth + 1)));

  // An object of a class keeps its state to itself: its methods are exported, and what looks like them.
  const names = (value) => {
    if (isPlain(value)) return Object.keys(value);
    const found = Object.keys(value).filter(
      (key) => ['string', 'number', 'boolean'].includes(typeof value[key]) || offers(value[key], 0));
    for (let at = Object.getPrototypeOf(value); at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      for (const [key, { value: method }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
        if (typeof method === 'function' && key !== 'constructor') found.push(key);
      }
    }
    return [...new Set(found)];
  };

  // A function as Java gets it: {function, name, doc, schema}, with the object that it is called on.
  const functions = new Map(); // what Java holds -> what the plugin wrote
  const describeFunction = (written, self, name) => {
    const held = (...args) => Reflect.apply(written, self, args);
    functions.set(held, written);
    return { $function: held, name, doc: written.__doc__ ?? null, schema: written.__schema__ ?? null };
  };

  const describeMembers = (value, path) => {
    if (path.length > MAX_DEPTH) throw new TypeError(`the export contains itself, or is nested deeper than ${MAX_DEPTH} levels: ${path.slice(0, 3).join('.')}…`);
    const members = {};
    for (const key of names(value)) {
      const item = value[key];
      if (key.startsWith('_') && typeof item === 'function') continue;
      if (path.length === 0 && isServerOnly(key, item)) continue;
      if (typeof item === 'function') members[key] = describeFunction(item, value, key);
      else members[key] = isNested(item) ? describeMembers(item, [...path, key]) : item;
    }
    return members;
  };

  // Names of the parameters that have plain ones, for calls that name them.
  const parameters = (written) => {
    const text = Function.prototype.toString.call(written);
    const single = /^(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(text);
    if (single) return [single[1]];
    const rest = text.slice(text.indexOf('(') + 1);
    const pattern = /\s*(?:\/\*.*?\*\/\s*)?([A-Za-z_$][\w$]*)\s*(?:=[^,()[\]{}'"`]*|=\s*'[^']*'|=\s*"[^"]*")?\s*([,)])/ys;
    const found = [];
    for (let at; (at = pattern.exec(rest)) !== null; ) {
      found.push(at[1]);
      if (at[2] === ')') break;
    }
    return found;
  };

  return {
    // It is known whose world this is.
    configure(config) {
      world.plugin.configure(config);
    },

    // What others see of the plugin; from here on it stays the same. Null if it exports nothing.
    describe() {
      closed = true;
      return instance === undefined ? null : describeMembers(instance, []);
    },

    // Calls a function with arguments that have names: in their places if it has parameters of these
    // names, as an object at the end otherwise.
    callNamed(held, args, named, context) {
      const known = parameters(functions.get(held) ?? held);
      const keys = Object.keys(named);
      const places = keys.map((key) => known.indexOf(key));
      if (keys.length > 0) {
        if (places.every((place) => place >= args.length)) keys.forEach((key, i) => { args[places[i]] = named[key]; });
        else args.push(named);
      }
      if (context) args.push(context);
      return held(...args);
    },

    // What a plugin begins with when it comes back.
    beginning() {
      return isResume(instance?.resume) ? 'resume' : 'setup';
    },

    // Calls setup, resume or exit, if there is one.
    live(name) {
      if (name === 'exit') world.plugin.emit('close', []);
      return instance?.[name]?.();
    },
  };
});
