// WebSocket (WHATWG), by permission.
(function (world, host) {
  'use strict';

  world.need('blob');
  world.need('url');
  const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };

  class WebSocket extends EventTarget {
    #url;
    #socket = null;
    #state = STATES.CONNECTING;
    #buffered = 0;
    #protocol = '';
    #type = 'blob';

    constructor(url, protocols = []) {
      super();
      let parsed;
      try {
        parsed = new URL(String(url), location.href);
      } catch {
        throw new DOMException(`WebSocket: '${url}' is no URL`, 'SyntaxError');
      }
      if (parsed.protocol === 'http:') parsed.protocol = 'ws:';
      if (parsed.protocol === 'https:') parsed.protocol = 'wss:';
      if (!/^wss?:$/.test(parsed.protocol)) throw new DOMException(`WebSocket: '${url}' is not ws: or wss:`, 'SyntaxError');
      if (parsed.hash) throw new DOMException('WebSocket: the URL must not have a fragment', 'SyntaxError');
      this.#url = parsed.href;
      const wanted = (Array.isArray(protocols) ? protocols : [protocols]).map(String);
      if (new Set(wanted).size !== wanted.length) throw new DOMException('WebSocket: a protocol is named twice', 'SyntaxError');
      this.#socket = host.openSocket(this.#url, JSON.stringify(wanted), (kind, data, more) => this.#event(kind, data, more));
    }

    get url() { return this.#url; }
    get readyState() { return this.#state; }
    get bufferedAmount() { return this.#buffered; }
    get protocol() { return this.#protocol; }
    get extensions() { return ''; }
    get binaryType() { return this.#type; }
    set binaryType(value) { if (value === 'blob' || value === 'arraybuffer') this.#type = value; }

    send(data) {
      if (this.#state === STATES.CONNECTING) throw new DOMException('WebSocket: it is not open yet', 'InvalidStateError');
      if (this.#state !== STATES.OPEN) return;
      if (typeof data === 'string') {
        this.#buffered += data.length;
        this.#socket('text', data, 0, data.length);
        return;
      }
      const bytes = data instanceof Blob ? world.bytesOfBlob(data)
        : ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
        : data instanceof ArrayBuffer ? new Uint8Array(data) : null;
      if (!bytes) {
        this.send(String(data));
        return;
      }
      this.#buffered += bytes.byteLength;
      this.#socket('binary', bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }

    close(code, reason = '') {
      if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
        throw new DOMException('WebSocket: the code must be 1000, or from 3000 to 4999', 'InvalidAccessError');
      }
      if (new TextEncoder().encode(String(reason)).length > 123) throw new DOMException('WebSocket: the reason is too long', 'SyntaxError');
      if (this.#state >= STATES.CLOSING) return;
      this.#state = STATES.CLOSING;
      this.#socket('close', String(reason), code ?? 1000, 0);
    }

    #event(kind, data, more) {
      if (this.#state === STATES.CLOSED) return;
      switch (kind) {
        case 'open':
          if (this.#state !== STATES.CONNECTING) return;
          this.#state = STATES.OPEN;
          this.#protocol = data;
          world.dispatch(this, new Event('open'));
          break;
        case 'text': this.#message(data); break;
        case 'binary': {
          const buffer = new ArrayBuffer(data);
          this.#message(this.#type === 'blob' ? new Blob([buffer]) : buffer);
          break;
        }
        case 'sent': this.#buffered = Math.max(0, this.#buffered - more); break;
        case 'failed':
          host.log('warn', 'WebSocket: ' + data);
          this.#state = STATES.CLOSED;
          world.dispatch(this, new ErrorEvent('error', { message: data }));
          world.dispatch(this, new CloseEvent('close', { code: 1006, reason: data, wasClean: false }));
          break;
        default:
          this.#state = STATES.CLOSED;
          world.dispatch(this, new CloseEvent('close', { code: more, reason: data, wasClean: more !== 1006 }));
      }
    }
    #message(data) {
      if (this.#state === STATES.OPEN) world.dispatch(this, new MessageEvent('message', { data, origin: new URL(this.#url).origin }));
    }
  }
  for (const [name, value] of Object.entries(STATES)) {
    Object.defineProperty(WebSocket, name, { value, enumerable: true });
    Object.defineProperty(WebSocket.prototype, name, { value, enumerable: true });
  }
  world.eventAttributes(WebSocket.prototype, 'open', 'message', 'error', 'close');
  world.expose({ WebSocket });
});
