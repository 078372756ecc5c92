// structuredClone (HTML standard), also for what ports carry.
(function (world, host) {
  'use strict';

  const refuse = (what) => {
    throw new DOMException(`${what} cannot be cloned`, 'DataCloneError');
  };
  const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

  const clone = (value, seen) => {
    if (typeof value === 'symbol') refuse('a symbol');
    if (typeof value === 'function') refuse(`the function '${value.name}'`);
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    const keep = (copy) => {
      seen.set(value, copy);
      return copy;
    };
    if (Array.isArray(value)) {
      const copy = keep(new Array(value.length));
      for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
      return copy;
    }
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (ArrayBuffer.isView(value)) {
      const buffer = clone(value.buffer, seen);
      return keep(new value.constructor(buffer, value.byteOffset, value.length ?? value.byteLength));
    }
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
    if (value instanceof Boolean || value instanceof Number || value instanceof String) return keep(Object(value.valueOf()));
    if (value instanceof Map) {
      const copy = keep(new Map());
      for (const [key, item] of value) copy.set(clone(key, seen), clone(item, seen));
      return copy;
    }
    if (value instanceof Set) {
      const copy = keep(new Set());
      for (const item of value) copy.add(clone(item, seen));
      return copy;
    }
    if (value instanceof DOMException) return keep(new DOMException(value.message, value.name));
    if (value instanceof Error) {
      const copy = keep(new (ERRORS[value.name] ?? Error)(value.message));
      if ('cause' in value) copy.cause = clone(value.cause, seen);
      copy.stack = value.stack;
      return copy;
    }
    if (world.isBlob?.(value)) {
      return keep(value instanceof File
        ? new File([value], value.name, { type: value.type, lastModified: value.lastModified })
        : value.slice(0, value.size, value.type));
    }
    if (world.isImageData?.(value)) return keep(new ImageData(clone(value.data, seen), value.width, value.height));
    if (value instanceof Promise) refuse('a Promise');
    if (value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) refuse('a weak collection');
    if (value instanceof EventTarget) refuse(`a ${value.constructor.name}`);
    const copy = keep({});
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
    return copy;
  };

  // Transferred buffers are empty afterwards, those that show memory of the host stay as they are.
  const transferred = (list, seen, ports) => {
    for (const item of list) {
      if (seen.has(item)) refuse('an object transferred twice');
      if (item instanceof ArrayBuffer) {
        try {
          seen.set(item, item.transfer());
        } catch {
          seen.set(item, item);
        }
      } else if (world.isPort?.(item)) {
        seen.set(item, world.movePort(item));
        ports?.push(seen.get(item));
      } else {
        throw new DOMException('only ArrayBuffers and MessagePorts can be transferred', 'DataCloneError');
      }
    }
  };

  world.clone = (value, transfer = [], ports = undefined) => {
    const seen = new Map();
    transferred([...transfer], seen, ports);
    return clone(value, seen);
  };

  world.define('structuredClone', (value, options) => world.clone(value, options?.transfer ?? []));
});
