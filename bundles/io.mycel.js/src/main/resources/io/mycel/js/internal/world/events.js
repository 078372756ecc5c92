// Event and EventTarget (DOM standard, without a tree to bubble in).
(function (world, host) {
  'use strict';

  const targets = new WeakMap(); // event target -> Map of type -> list of listeners
  const flags = new WeakMap(); // event -> what only its dispatch may set

  class Event {
    constructor(type, init = {}) {
      if (arguments.length === 0) throw new TypeError('Event: a type is missing');
      flags.set(this, {
        type: String(type), bubbles: !!init.bubbles, cancelable: !!init.cancelable, composed: !!init.composed,
        target: null, current: null, phase: 0, prevented: false, stopped: false, passive: false,
        time: world.now(),
      });
    }

    get type() { return flags.get(this).type; }
    get bubbles() { return flags.get(this).bubbles; }
    get cancelable() { return flags.get(this).cancelable; }
    get composed() { return flags.get(this).composed; }
    get target() { return flags.get(this).target; }
    get srcElement() { return flags.get(this).target; }
    get currentTarget() { return flags.get(this).current; }
    get eventPhase() { return flags.get(this).phase; }
    get defaultPrevented() { return flags.get(this).prevented; }
    get timeStamp() { return flags.get(this).time; }
    get isTrusted() { return false; }
    composedPath() { const { current } = flags.get(this); return current ? [current] : []; }
    stopPropagation() {}
    stopImmediatePropagation() { flags.get(this).stopped = true; }
    preventDefault() { const f = flags.get(this); if (f.cancelable && !f.passive) f.prevented = true; }
  }
  for (const [name, value] of Object.entries({ NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 })) {
    Object.defineProperty(Event, name, { value });
    Object.defineProperty(Event.prototype, name, { value });
  }

  const listenersOf = (target, type) => {
    let byType = targets.get(target);
    if (!byType) targets.set(target, (byType = new Map()));
    let list = byType.get(type);
    if (!list) byType.set(type, (list = []));
    return list;
  };

  const captures = (options) => (typeof options === 'object' && options !== null ? !!options.capture : !!options);

  class EventTarget {
    addEventListener(type, callback, options) {
      if (callback === null || callback === undefined) return;
      if (typeof callback !== 'function' && typeof callback !== 'object') {
        throw new TypeError('addEventListener: the listener must be a function or an object');
      }
      const list = listenersOf(this ?? globalThis, String(type));
      const capture = captures(options);
      const signal = options?.signal;
      if (signal?.aborted || list.some((l) => l.callback === callback && l.capture === capture)) return;
      list.push({ callback, capture, once: !!options?.once, passive: !!options?.passive, removed: false });
      signal?.addEventListener('abort', () => this.removeEventListener(type, callback, options), { once: true });
    }

    removeEventListener(type, callback, options) {
      const list = targets.get(this ?? globalThis)?.get(String(type));
      const index = list ? list.findIndex((l) => l.callback === callback && l.capture === captures(options)) : -1;
      if (index >= 0) list.splice(index, 1)[0].removed = true;
    }

    dispatchEvent(event) {
      if (!(event instanceof Event)) throw new TypeError('dispatchEvent: this is no Event');
      if (flags.get(event).phase !== 0) throw new DOMException('the event is being dispatched', 'InvalidStateError');
      return dispatch(this ?? globalThis, event);
    }
  }

  const report = (error) => world.reportError?.(error);

  const dispatch = (target, event) => {
    const f = flags.get(event);
    f.target = f.current = target;
    f.phase = Event.AT_TARGET;
    for (const listener of [...(targets.get(target)?.get(f.type) ?? [])]) {
      if (listener.removed || f.stopped) continue;
      if (listener.once) target.removeEventListener(f.type, listener.callback, listener.capture);
      f.passive = listener.passive;
      try {
        if (typeof listener.callback === 'function') listener.callback.call(target, event);
        else listener.callback.handleEvent(event);
      } catch (error) {
        report(error);
      }
      f.passive = false;
    }
    f.phase = Event.NONE;
    f.current = null;
    f.stopped = false;
    return !f.prevented;
  };

  // Attributes such as onmessage: each is one listener that keeps its place.
  world.eventAttributes = (prototype, ...types) => {
    const handlers = new WeakMap();
    for (const type of types) {
      Object.defineProperty(prototype, 'on' + type, {
        get() { return handlers.get(this ?? globalThis)?.[type]?.handler ?? null; },
        set(handler) {
          const target = this ?? globalThis;
          let all = handlers.get(target);
          if (!all) handlers.set(target, (all = {}));
          const value = typeof handler === 'function' ? handler : null;
          if (all[type]) {
            all[type].handler = value;
          } else if (value) {
            const entry = (all[type] = { handler: value });
            target.addEventListener(type, (event) => {
              if (entry.handler && entry.handler.call(target, event) === false) event.preventDefault();
            });
          }
        },
        enumerable: true,
        configurable: true,
      });
    }
  };

  world.dispatch = dispatch;
  world.expose({ Event, EventTarget });
});
