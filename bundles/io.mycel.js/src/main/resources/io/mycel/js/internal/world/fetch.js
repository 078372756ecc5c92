// fetch, Headers, Request, Response (fetch standard). Bodies come and go as a whole.
(function (world, host) {
  'use strict';

  world.need('blob');
  world.need('url');
  const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

  class Headers {
    #list = new Map(); // lower case name -> [name, values]

    constructor(init) {
      if (init === undefined || init === null) return;
      if (typeof init !== 'object') throw new TypeError('Headers: an object or pairs are needed');
      const pairs = typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init);
      for (const [name, value] of pairs) this.append(name, value);
    }

    #key(name) {
      const text = String(name);
      if (!NAME.test(text)) throw new TypeError(`Headers: '${text}' is no name of a header`);
      return text.toLowerCase();
    }
    #value(value) {
      const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
      if (/[\0\r\n]|[^\x00-\xff]/.test(text)) throw new TypeError('Headers: the value has characters that no header can have');
      return text;
    }

    append(name, value) {
      const key = this.#key(name);
      const text = this.#value(value);
      if (this.#list.has(key)) this.#list.get(key).push(text);
      else this.#list.set(key, [text]);
    }
    delete(name) { this.#list.delete(this.#key(name)); }
    get(name) { return this.#list.get(this.#key(name))?.join(', ') ?? null; }
    getSetCookie() { return [...(this.#list.get('set-cookie') ?? [])]; }
    has(name) { return this.#list.has(this.#key(name)); }
    set(name, value) { this.#list.set(this.#key(name), [this.#value(value)]); }
    forEach(callback, self) { for (const [name, value] of this) callback.call(self, value, name, this); }
    *entries() { for (const name of [...this.#list.keys()].sort()) yield [name, this.#list.get(name).join(', ')]; }
    *keys() { for (const [name] of this) yield name; }
    *values() { for (const [, value] of this) yield value; }
    [Symbol.iterator]() { return this.entries(); }
  }

  // The bytes of a body, and the type that they have by themselves.
  const bodyOf = (body) => {
    if (body === undefined || body === null) return [null, null];
    if (body instanceof Blob) return [world.bytesOfBlob(body), body.type || null];
    if (body instanceof URLSearchParams) return [new TextEncoder().encode(body.toString()), 'application/x-www-form-urlencoded;charset=UTF-8'];
    if (body instanceof ArrayBuffer) return [new Uint8Array(body.slice(0)), null];
    if (ArrayBuffer.isView(body)) return [new Uint8Array(body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength)), null];
    if (body instanceof FormData) return world.multipart(body);
    return [new TextEncoder().encode(String(body)), 'text/plain;charset=UTF-8'];
  };

  // Bytes in a buffer of their own; a body is read once, so most need no copy.
  const own = (bytes) => (bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice());

  class Body {
    #bytes;
    #used = false;
    constructor(bytes) { this.#bytes = bytes; }
    get bodyUsed() { return this.#used; }
    get body() { return null; }
    static bytesOf(body) { return body.#bytes; }
    async #take() {
      if (this.#used) throw new TypeError('the body was read already');
      this.#used = this.#bytes !== null;
      return this.#bytes ?? new Uint8Array(0);
    }
    async arrayBuffer() { return own(await this.#take()).buffer; }
    async bytes() { return own(await this.#take()); }
    async blob() { return new Blob([await this.#take()], { type: this.headers.get('content-type') ?? '' }); }
    async text() { return new TextDecoder().decode(await this.#take()); }
    async json() { return JSON.parse(await this.text()); }
    async formData() {
      const form = new FormData();
      for (const [name, value] of new URLSearchParams(await this.text())) form.append(name, value);
      return form;
    }
  }
  const bytesOf = Body.bytesOf;
  delete Body.bytesOf;

  class Request extends Body {
    constructor(input, init = {}) {
      const from = input instanceof Request ? input : null;
      const [bytes, type] = 'body' in init ? bodyOf(init.body) : [from ? bytesOf(from) : null, null];
      super(bytes);
      this.url = new URL(from ? from.url : String(input), location.href).href;
      const method = String(init.method ?? from?.method ?? 'GET');
      this.method = /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
      if (!NAME.test(this.method) || /^(connect|trace|track)$/i.test(this.method)) throw new TypeError(`fetch: the method '${method}' is not allowed`);
      if (bytes && /^(GET|HEAD)$/.test(this.method)) throw new TypeError(`fetch: ${this.method} has no body`);
      this.headers = new Headers(init.headers ?? from?.headers);
      if (type && !this.headers.has('content-type')) this.headers.set('content-type', type);
      this.redirect = init.redirect ?? from?.redirect ?? 'follow';
      this.signal = init.signal ?? from?.signal ?? new AbortController().signal;
      this.credentials = init.credentials ?? from?.credentials ?? 'same-origin';
      this.mode = init.mode ?? from?.mode ?? 'cors';
      this.cache = init.cache ?? from?.cache ?? 'default';
    }
    clone() { return new Request(this, bytesOf(this) ? { body: bytesOf(this) } : {}); }
  }

  class Response extends Body {
    #facts;
    constructor(body = null, init = {}) {
      const [bytes, type] = bodyOf(body);
      super(bytes);
      const status = init.status ?? 200;
      if (!(status >= 200 && status <= 599)) throw new RangeError(`Response: the status ${status} is not from 200 to 599`);
      this.#facts = { status, statusText: String(init.statusText ?? ''), url: '', redirected: false, type: 'default' };
      this.headers = new Headers(init.headers);
      if (type && !this.headers.has('content-type')) this.headers.set('content-type', type);
    }
    static of(facts, headers, bytes) { return Response.#fill(new Response(bytes), facts, headers); }
    static #fill(response, facts, headers) {
      response.#facts = facts;
      response.headers = new Headers(headers);
      return response;
    }
    get status() { return this.#facts.status; }
    get statusText() { return this.#facts.statusText; }
    get ok() { return this.status >= 200 && this.status <= 299; }
    get url() { return this.#facts.url; }
    get redirected() { return this.#facts.redirected; }
    get type() { return this.#facts.type; }
    clone() {
      if (this.bodyUsed) throw new TypeError('Response: the body was read already');
      return Response.#fill(new Response(bytesOf(this)), this.#facts, this.headers); // with bytes of its own
    }
    static json(data, init = {}) {
      const response = new Response(JSON.stringify(data), init);
      response.headers.set('content-type', 'application/json');
      return response;
    }
    static error() { return Response.#fill(new Response(), { status: 0, statusText: '', url: '', redirected: false, type: 'error' }, []); }
    static redirect(url, status = 302) { return new Response(null, { status, headers: { location: new URL(url, location.href).href } }); }
  }
  const responseOf = Response.of;
  delete Response.of;

  // What is in the plugin itself: data: and blob: URLs.
  const local = (url) => {
    if (url.startsWith('blob:')) {
      const blob = world.blobOf(url);
      if (!blob) throw new TypeError(`fetch: there is no ${url}`);
      return responseOf({ status: 200, statusText: 'OK', url, redirected: false, type: 'basic' }, { 'content-type': blob.type }, world.bytesOfBlob(blob));
    }
    const match = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(url);
    if (!match) throw new TypeError('fetch: this is no data: URL');
    const raw = world.urlTools.unescapeBytes(match[3]);
    const bytes = match[2] ? Uint8Array.from(atob(String.fromCharCode(...raw)), (c) => c.charCodeAt(0)) : raw;
    return responseOf({ status: 200, statusText: 'OK', url, redirected: false, type: 'basic' }, { 'content-type': match[1] || 'text/plain;charset=US-ASCII' }, bytes);
  };

  world.fetch = async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    if (/^(data|blob):/.test(request.url)) return local(request.url);
    const bytes = bytesOf(request);
    return new Promise((resolve, reject) => {
      const cancel = host.fetch(
        JSON.stringify({ method: request.method, url: world.serializeUrl(world.parseUrl(request.url, null), true), headers: [...request.headers], follow: request.redirect === 'follow' }),
        bytes === null ? null : bytes.buffer, bytes?.byteOffset ?? 0, bytes?.byteLength ?? 0,
        (ok, facts, body, name) => {
          if (!ok) {
            reject(name === 'TypeError' ? new TypeError(facts) : new DOMException(facts, name));
            return;
          }
          const { headers, ...rest } = JSON.parse(facts);
          if (request.redirect === 'error' && rest.status >= 300 && rest.status <= 399) {
            reject(new TypeError(`fetch: ${request.url} is redirected`));
            return;
          }
          resolve(responseOf({ ...rest, type: 'basic' }, headers, new Uint8Array(new ArrayBuffer(body))));
        });
      request.signal.addEventListener('abort', () => {
        cancel();
        reject(request.signal.reason);
      }, { once: true });
    });
  };
  world.define('fetch', world.fetch);

  class FormData {
    #entries = [];
    append(name, value, file) { this.#entries.push([String(name), entry(value, file)]); }
    set(name, value, file) { this.delete(name); this.append(name, value, file); }
    delete(name) { this.#entries = this.#entries.filter(([n]) => n !== String(name)); }
    get(name) { return this.#entries.find(([n]) => n === String(name))?.[1] ?? null; }
    getAll(name) { return this.#entries.filter(([n]) => n === String(name)).map(([, v]) => v); }
    has(name) { return this.#entries.some(([n]) => n === String(name)); }
    forEach(callback, self) { for (const [name, value] of this) callback.call(self, value, name, this); }
    *entries() { for (const [name, value] of this.#entries) yield [name, value]; }
    *keys() { for (const [name] of this) yield name; }
    *values() { for (const [, value] of this) yield value; }
    [Symbol.iterator]() { return this.entries(); }
  }
  const entry = (value, name) => {
    if (!(value instanceof Blob)) return String(value);
    return value instanceof File && name === undefined ? value : new File([value], name ?? 'blob', { type: value.type });
  };

  world.multipart = (form) => {
    const boundary = '----mycel' + crypto.randomUUID().replaceAll('-', '');
    const quote = (text) => text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    const parts = [];
    for (const [name, value] of form) {
      const file = value instanceof File;
      parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"`
        + (file ? `; filename="${quote(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}` : '') + '\r\n\r\n');
      parts.push(value, '\r\n');
    }
    parts.push(`--${boundary}--\r\n`);
    return [world.bytesOfBlob(new Blob(parts)), `multipart/form-data; boundary=${boundary}`];
  };

  world.expose({ Headers, Request, Response, FormData });
});
