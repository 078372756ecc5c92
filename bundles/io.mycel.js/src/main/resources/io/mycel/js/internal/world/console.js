// console (WHATWG): every line goes to the plugin's log.
(function (world, host) {
  'use strict';

  const MAX_DEPTH = 4;
  const MAX_ITEMS = 100;

  const show = (value, depth, seen) => {
    switch (typeof value) {
      case 'string': return depth === 0 ? value : JSON.stringify(value);
      case 'bigint': return `${value}n`;
      case 'function': return `[${value.toString().startsWith('class') ? 'class' : 'function'} ${value.name || 'anonymous'}]`;
      case 'object': break;
      default: return String(value);
    }
    if (value === null) return 'null';
    if (value instanceof Error) return world.describe(value);
    if (seen.includes(value)) return '[circular]';
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
    if (value instanceof Promise) return 'Promise {}';
    const nested = (item) => show(item, depth + 1, [...seen, value]);
    const list = (items, size) => {
      const shown = items.map(nested);
      if (size > items.length) shown.push(`… ${size - items.length} more`);
      return shown.join(', ');
    };
    if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
      const prefix = Array.isArray(value) ? '' : `${value.constructor.name}(${value.length}) `;
      if (depth >= MAX_DEPTH) return `${prefix}[…]`;
      return `${prefix}[${list(Array.prototype.slice.call(value, 0, MAX_ITEMS), value.length)}]`;
    }
    const name = value.constructor?.name;
    const prefix = name && name !== 'Object' ? `${name} ` : '';
    if (depth >= MAX_DEPTH) return `${prefix}{…}`;
    if (value instanceof Map) {
      return `Map(${value.size}) {${[...value].slice(0, MAX_ITEMS).map(([k, v]) => `${nested(k)} => ${nested(v)}`).join(', ')}}`;
    }
    if (value instanceof Set) return `Set(${value.size}) {${list([...value].slice(0, MAX_ITEMS), value.size)}}`;
    const keys = Object.keys(value);
    const shown = keys.slice(0, MAX_ITEMS).map((key) => `${key}: ${nested(value[key])}`);
    if (keys.length > MAX_ITEMS) shown.push(`… ${keys.length - MAX_ITEMS} more`);
    return `${prefix}{${shown.join(', ')}}`;
  };

  const safely = (value) => {
    try {
      return show(value, 0, []);
    } catch (error) {
      return '[a value that cannot be shown]';
    }
  };

  const format = (args) => {
    const rest = [...args];
    const shown = [];
    if (typeof rest[0] === 'string' && rest.length > 1 && rest[0].includes('%')) {
      shown.push(rest.shift().replace(/%[sdifjoOc%]/g, (code) => {
        if (code === '%%') return '%';
        if (rest.length === 0) return code;
        const value = rest.shift();
        switch (code) {
          case '%d': case '%i': return typeof value === 'symbol' ? 'NaN' : String(Math.trunc(Number(value)));
          case '%f': return typeof value === 'symbol' ? 'NaN' : String(Number(value));
          case '%c': return '';
          case '%j': return JSON.stringify(value);
          default: return safely(value);
        }
      }));
    }
    return [...shown, ...rest.map(safely)].join(' ');
  };

  let indent = '';
  const counts = new Map();
  const times = new Map();
  const write = (level, args) => host.log(level, indent + format(args).replaceAll('\n', '\n' + indent));
  const elapsed = (label) => {
    const name = String(label ?? 'default');
    return times.has(name) ? `${name}: ${(world.now() - times.get(name)).toFixed(1)} ms` : `${name}: no such timer`;
  };

  const console = {
    log: (...args) => write('info', args),
    info: (...args) => write('info', args),
    debug: (...args) => write('debug', args),
    warn: (...args) => write('warn', args),
    error: (...args) => write('error', args),
    dir: (value) => write('info', [value]),
    dirxml: (...args) => write('info', args),
    table: (value) => write('info', [value]),
    trace: (...args) => write('info', ['Trace:', ...args, '\n' + world.stackOf(new Error()).split('\n').slice(1).join('\n')]),
    assert: (condition, ...args) => { if (!condition) write('error', ['Assertion failed', ...args]); },
    clear: () => {},
    count: (label = 'default') => {
      counts.set(String(label), (counts.get(String(label)) ?? 0) + 1);
      write('info', [`${label}: ${counts.get(String(label))}`]);
    },
    countReset: (label = 'default') => { counts.delete(String(label)); },
    group: (...args) => { if (args.length) write('info', args); if (indent.length < 40) indent += '  '; },
    groupCollapsed: (...args) => console.group(...args),
    groupEnd: () => { indent = indent.slice(2); },
    time: (label = 'default') => { times.set(String(label), world.now()); },
    timeLog: (label, ...args) => write('info', [elapsed(label), ...args]),
    timeEnd: (label) => { write('info', [elapsed(label)]); times.delete(String(label ?? 'default')); },
    timeStamp: () => {},
  };
  world.define('console', console);
});
