// MessageChannel and BroadcastChannel within the plugin (HTML standard).
(function (world, host) {
  'use strict';

  world.need('clone');
  const transferOf = (options) => (Array.isArray(options) ? options : (options?.transfer ?? []));

  const ports = new WeakMap(); // port -> { other, queue, started, closed }

  class MessagePort extends EventTarget {
    constructor() {
      super();
      if (!making) throw new TypeError('Illegal constructor: use new MessageChannel()');
      ports.set(this, { other: null, queue: [], started: false, closed: false });
    }
    postMessage(message, options) {
      const { other, closed } = ports.get(this);
      const moved = [];
      const data = world.clone(message, transferOf(options), moved);
      if (!other || closed) return;
      ports.get(other).queue.push(new MessageEvent('message', { data, ports: Object.freeze(moved) }));
      deliver(other);
    }
    start() {
      ports.get(this).started = true;
      deliver(this);
    }
    close() {
      const state = ports.get(this);
      state.closed = true;
      if (state.other) ports.get(state.other).closed = true;
    }
  }
  let making = false;
  const deliver = (port) => {
    const state = ports.get(port);
    if (!state.started || state.queue.length === 0) return;
    host.later(() => {
      const event = state.queue.shift();
      if (event && !state.moved) world.dispatch(port, event);
    });
  };
  world.eventAttributes(MessagePort.prototype, 'message', 'messageerror', 'close');
  const attribute = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    ...attribute,
    set(handler) {
      attribute.set.call(this, handler);
      this.start();
    },
  });

  const newPort = () => {
    making = true;
    try {
      return new MessagePort();
    } finally {
      making = false;
    }
  };

  world.isPort = (value) => ports.has(value);
  world.movePort = (port) => {
    const state = ports.get(port);
    const copy = newPort();
    ports.set(copy, { ...state, started: false, queue: [...state.queue] });
    if (state.other) ports.get(state.other).other = copy;
    state.moved = true;
    state.closed = true;
    state.other = null;
    return copy;
  };

  class MessageChannel {
    constructor() {
      this.port1 = newPort();
      this.port2 = newPort();
      ports.get(this.port1).other = this.port2;
      ports.get(this.port2).other = this.port1;
    }
  }

  const channels = new Map(); // name -> set of channels
  class BroadcastChannel extends EventTarget {
    #name;
    constructor(name) {
      super();
      this.#name = String(name);
      if (!channels.has(this.#name)) channels.set(this.#name, new Set());
      channels.get(this.#name).add(this);
    }
    get name() { return this.#name; }
    postMessage(message) {
      if (!channels.get(this.#name)?.has(this)) throw new DOMException('the channel is closed', 'InvalidStateError');
      for (const channel of channels.get(this.#name)) {
        if (channel === this) continue;
        const data = world.clone(message);
        host.later(() => world.dispatch(channel, new MessageEvent('message', { data })));
      }
    }
    close() {
      const open = channels.get(this.#name);
      open?.delete(this);
      if (open?.size === 0) channels.delete(this.#name);
    }
  }
  world.eventAttributes(BroadcastChannel.prototype, 'message', 'messageerror');

  world.expose({ MessagePort, MessageChannel, BroadcastChannel });
});
