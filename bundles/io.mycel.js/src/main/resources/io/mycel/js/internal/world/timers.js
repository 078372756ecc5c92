// setTimeout and setInterval (HTML standard), queueMicrotask.
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
});
