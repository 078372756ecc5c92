// setTimeout and setInterval (HTML standard), queueMicrotask, performance.
(function (world, host) {
  'use strict';

  const NESTED = 5; // from this depth on a timer waits 4 ms at least
  const LONGEST = 2147483647;
  const timers = new Map();
  let last = 0;
  let depth = 0;

  const start = (name, handler, delay, args, repeat) => {
    if (typeof handler !== 'function') {
      const text = String(handler);
      handler = () => (0, eval)(text);
    }
    let millis = Number(delay);
    millis = millis > 0 && millis <= LONGEST ? millis : 0; // also what is no number
    const timer = { handler, args, repeat, depth: depth + 1, millis: depth >= NESTED ? Math.max(4, millis) : millis };
    const id = ++last;
    timers.set(id, timer);
    host.setTimer(id, timer.millis);
    return id;
  };

  const clear = (id) => {
    if (timers.delete(Number(id))) host.clearTimer(Number(id));
  };

  // Called when a timer is due.
  world.timer = (id) => {
    const timer = timers.get(id);
    if (!timer) return;
    depth = timer.depth;
    if (timer.repeat) {
      // Before it runs: whatever becomes of this turn, there is a next one.
      timer.depth = Math.min(timer.depth + 1, NESTED + 1);
      host.setTimer(id, Math.max(timer.millis, timer.depth > NESTED ? 4 : 1));
    } else {
      timers.delete(id);
    }
    try {
      timer.handler.apply(globalThis, timer.args);
    } catch (error) {
      world.reportError(error);
    } finally {
      depth = 0;
    }
  };

  world.define('setTimeout', (handler, delay, ...args) => start('setTimeout', handler, delay, args, false));
  world.define('setInterval', (handler, delay, ...args) => start('setInterval', handler, delay, args, true));
  world.define('clearTimeout', clear);
  world.define('clearInterval', clear);

  world.define('queueMicrotask', (callback) => {
    if (typeof callback !== 'function') throw new TypeError('queueMicrotask: a function is needed');
    Promise.resolve().then(() => {
      try {
        callback();
      } catch (error) {
        world.reportError(error);
      }
    });
  });

  class Performance extends EventTarget {
    #marks = [];
    get timeOrigin() { return host.timeOrigin; }
    now() { return world.now(); }
    mark(name, options) { return this.#add(name, 'mark', options?.startTime ?? this.now(), 0, options?.detail); }
    measure(name, from, to) {
      const at = (mark, otherwise) => {
        if (mark === undefined) return otherwise;
        if (typeof mark === 'number') return mark;
        const found = this.getEntriesByName(mark, 'mark').at(-1);
        if (!found) throw new DOMException(`measure: there is no mark '${mark}'`, 'SyntaxError');
        return found.startTime;
      };
      const options = typeof from === 'object' && from !== null ? from : { start: from, end: to };
      const begin = at(options.start, 0);
      return this.#add(name, 'measure', begin, at(options.end, this.now()) - begin, options.detail);
    }
    #add(name, entryType, startTime, duration, detail = null) {
      const entry = Object.freeze({ name: String(name), entryType, startTime, duration, detail });
      if (this.#marks.length >= 1000) this.#marks.shift();
      this.#marks.push(entry);
      return entry;
    }
    getEntries() { return [...this.#marks]; }
    getEntriesByType(type) { return this.#marks.filter((e) => e.entryType === type); }
    getEntriesByName(name, type) { return this.#marks.filter((e) => e.name === name && (!type || e.entryType === type)); }
    clearMarks(name) { this.#clear('mark', name); }
    clearMeasures(name) { this.#clear('measure', name); }
    #clear(type, name) {
      this.#marks = this.#marks.filter((e) => e.entryType !== type || (name !== undefined && e.name !== name));
    }
    toJSON() { return { timeOrigin: this.timeOrigin }; }
  }
  world.expose({ Performance });
  world.define('performance', new Performance());
});
