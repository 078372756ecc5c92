// The events that a worker sees (DOM and HTML standards).
(function (world, host) {
  'use strict';

  // An event class whose further fields are set by its constructor and then only read.
  const eventClass = (name, defaults) => {
    const kept = new WeakMap();
    const type = { [name]: class extends Event {
      constructor(kind, init = {}) {
        super(kind, init);
        const fields = {};
        for (const key of Object.keys(defaults)) fields[key] = init[key] === undefined ? defaults[key] : init[key];
        kept.set(this, fields);
      }
    } }[name];
    for (const key of Object.keys(defaults)) {
      Object.defineProperty(type.prototype, key, {
        get() { return kept.get(this)[key]; }, enumerable: true, configurable: true,
      });
    }
    return type;
  };

  const CustomEvent = eventClass('CustomEvent', { detail: null });
  const MessageEvent = eventClass('MessageEvent', { data: null, origin: '', lastEventId: '', source: null, ports: Object.freeze([]) });
  const CloseEvent = eventClass('CloseEvent', { wasClean: false, code: 0, reason: '' });
  const ErrorEvent = eventClass('ErrorEvent', { message: '', filename: '', lineno: 0, colno: 0, error: undefined });
  const ProgressEvent = eventClass('ProgressEvent', { lengthComputable: false, loaded: 0, total: 0 });
  const PromiseRejectionEvent = eventClass('PromiseRejectionEvent', { promise: null, reason: undefined });

  world.expose({ CustomEvent, MessageEvent, CloseEvent, ErrorEvent, ProgressEvent, PromiseRejectionEvent });
});
