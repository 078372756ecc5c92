// AbortController and AbortSignal (DOM standard).
(function (world, host) {
  'use strict';

  const state = new WeakMap(); // signal -> { aborted, reason }
  let making = false;

  class AbortSignal extends EventTarget {
    constructor() {
      if (!making) throw new TypeError('Illegal constructor: use new AbortController().signal');
      super();
      state.set(this, { aborted: false, reason: undefined });
    }
    get aborted() { return state.get(this).aborted; }
    get reason() { return state.get(this).reason; }
    throwIfAborted() { if (this.aborted) throw this.reason; }

    static abort(reason) {
      const signal = make();
      abort(signal, reason);
      return signal;
    }
    static timeout(millis) {
      const signal = make();
      setTimeout(() => abort(signal, new DOMException('The time is over', 'TimeoutError')), millis);
      return signal;
    }
    static any(signals) {
      const all = [...signals];
      const done = all.find((s) => s.aborted);
      if (done) return AbortSignal.abort(done.reason);
      const signal = make();
      for (const source of all) source.addEventListener('abort', () => abort(signal, source.reason), { once: true });
      return signal;
    }
  }
  world.eventAttributes(AbortSignal.prototype, 'abort');

  const make = () => {
    making = true;
    try {
      return new AbortSignal();
    } finally {
      making = false;
    }
  };

  const abort = (signal, reason) => {
    const s = state.get(signal);
    if (s.aborted) return;
    s.aborted = true;
    s.reason = reason === undefined ? new DOMException('The operation was aborted', 'AbortError') : reason;
    world.dispatch(signal, new Event('abort'));
  };

  class AbortController {
    #signal = make();
    get signal() { return this.#signal; }
    abort(reason) { abort(this.#signal, reason); }
  }

  world.expose({ AbortController, AbortSignal });
});
