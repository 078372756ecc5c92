// URL and URLSearchParams (WHATWG URL standard).
(function (world, host) {
  'use strict';

  world.need('url-parser');
  const { escape, unescapeBytes, parseHost, setPort, addPath, special, PORTS } = world.urlTools;
  const blobs = new Map(); // blob: URL -> Blob
  const MAX_BLOBS = 1000;

  const formDecode = (part) => new TextDecoder().decode(unescapeBytes(part.replaceAll('+', ' ')));
  const formEncode = (part) =>
    encodeURIComponent(part.toWellFormed()).replace(/[!'()~]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase()).replaceAll('%20', '+');

  class URLSearchParams {
    #pairs = [];
    #changed = null;

    constructor(init = '') {
      if (typeof init === 'object' && init !== null) {
        const pairs = typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init);
        for (const pair of pairs) {
          const items = [...pair];
          if (items.length !== 2) throw new TypeError('URLSearchParams: each pair needs a name and a value');
          this.#pairs.push(items.map(String));
        }
      } else {
        this.#parse(String(init).replace(/^\?/, ''));
      }
    }

    static of(query, changed) {
      const params = new URLSearchParams();
      params.#parse(query ?? '');
      params.#changed = changed;
      return params;
    }
    static reset(params, query) {
      params.#pairs.length = 0;
      params.#parse(query ?? '');
    }

    #parse(query) {
      for (const part of query.split('&')) {
        if (part === '') continue;
        const at = part.indexOf('=');
        this.#pairs.push([formDecode(at < 0 ? part : part.slice(0, at)), formDecode(at < 0 ? '' : part.slice(at + 1))]);
      }
    }
    #tell() { this.#changed?.(this.toString()); }

    get size() { return this.#pairs.length; }
    append(name, value) { this.#pairs.push([String(name), String(value)]); this.#tell(); }
    delete(name, value) {
      this.#pairs = this.#pairs.filter(([n, v]) => n !== String(name) || (value !== undefined && v !== String(value)));
      this.#tell();
    }
    get(name) { return this.#pairs.find(([n]) => n === String(name))?.[1] ?? null; }
    getAll(name) { return this.#pairs.filter(([n]) => n === String(name)).map(([, v]) => v); }
    has(name, value) { return this.#pairs.some(([n, v]) => n === String(name) && (value === undefined || v === String(value))); }
    set(name, value) {
      const at = this.#pairs.findIndex(([n]) => n === String(name));
      if (at < 0) {
        this.#pairs.push([String(name), String(value)]);
      } else {
        this.#pairs[at][1] = String(value);
        this.#pairs = this.#pairs.filter(([n], i) => i <= at || n !== String(name));
      }
      this.#tell();
    }
    sort() { this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); this.#tell(); }
    forEach(callback, self) { for (const [name, value] of this) callback.call(self, value, name, this); }
    *entries() { for (const pair of this.#pairs) yield [...pair]; }
    *keys() { for (const [name] of this.#pairs) yield name; }
    *values() { for (const [, value] of this.#pairs) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.#pairs.map(([n, v]) => formEncode(n) + '=' + formEncode(v)).join('&'); }
  }

  const { of: paramsOf, reset: resetParams } = URLSearchParams;
  delete URLSearchParams.of;
  delete URLSearchParams.reset;

  class URL {
    #url;
    #params = null;

    constructor(input, base) {
      let parsedBase = null;
      if (base !== undefined) {
        parsedBase = world.parseUrl(String(base), null);
        if (!parsedBase) throw new TypeError(`Invalid base URL: ${base}`);
      }
      this.#url = world.parseUrl(String(input), parsedBase);
      if (!this.#url) throw new TypeError(`Invalid URL: ${input}`);
    }

    static canParse(input, base) { return URL.parse(input, base) !== null; }
    static parse(input, base) {
      try {
        return new URL(input, base);
      } catch {
        return null;
      }
    }
    static createObjectURL(blob) {
      if (!(blob instanceof Blob)) throw new TypeError('createObjectURL: this is no Blob');
      if (blobs.size >= MAX_BLOBS) throw new DOMException(`createObjectURL: more than ${MAX_BLOBS} URLs; revoke those not needed`, 'QuotaExceededError');
      const url = `blob:${location.origin}/${crypto.randomUUID()}`;
      blobs.set(url, blob);
      return url;
    }
    static revokeObjectURL(url) { blobs.delete(String(url)); }

    get href() { return world.serializeUrl(this.#url); }
    set href(value) {
      const url = world.parseUrl(String(value), null);
      if (!url) throw new TypeError(`Invalid URL: ${value}`);
      this.#url = url;
      if (this.#params) resetParams(this.#params, url.query);
    }
    get origin() {
      if (this.#url.protocol === 'blob:') return URL.parse(world.pathOf(this.#url))?.origin ?? 'null';
      return special(this.#url) && this.#url.protocol !== 'file:' ? `${this.#url.protocol}//${this.host}` : 'null';
    }
    get protocol() { return this.#url.protocol; }
    set protocol(value) {
      const protocol = String(value).replace(/:.*$/s, '').toLowerCase() + ':';
      if (/^[a-z][a-z0-9+.-]*:$/.test(protocol) && protocol in PORTS === special(this.#url)) {
        this.#url.protocol = protocol;
        if (this.#url.port === PORTS[protocol]) this.#url.port = null;
      }
    }
    get username() { return this.#url.username; }
    set username(value) { if (this.#url.host) this.#url.username = escape(String(value), 'userinfo'); }
    get password() { return this.#url.password; }
    set password(value) { if (this.#url.host) this.#url.password = escape(String(value), 'userinfo'); }
    get host() { return world.hostOf(this.#url); }
    set host(value) {
      const match = /^(\[[^\]]*\]|[^:/?#]*)(?::([0-9]*))?/.exec(String(value));
      if (this.#setHost(match[1]) && match[2]) setPort(this.#url, match[2]);
    }
    get hostname() { return this.#url.host ?? ''; }
    set hostname(value) { this.#setHost(/^(\[[^\]]*\]|[^:/?#]*)/.exec(String(value))[1]); }
    #setHost(name) {
      if (this.#url.opaque !== null || (name === '' && special(this.#url))) return false;
      const parsed = name === '' ? '' : parseHost(name, special(this.#url));
      if (parsed === null) return false;
      this.#url.host = parsed;
      return true;
    }
    get port() { return this.#url.port === null ? '' : String(this.#url.port); }
    set port(value) {
      if (!this.#url.host || this.#url.protocol === 'file:') return;
      const digits = /^[0-9]*/.exec(String(value))[0];
      if (String(value) === '') this.#url.port = null;
      else if (digits) setPort(this.#url, digits);
    }
    get pathname() { return world.pathOf(this.#url); }
    set pathname(value) {
      if (this.#url.opaque !== null) return;
      this.#url.path = [];
      addPath(this.#url, String(value).replace(special(this.#url) ? /^[/\\]/ : /^\//, ''));
    }
    get search() { return this.#url.query ? '?' + this.#url.query : ''; }
    set search(value) {
      const query = String(value).replace(/^\?/, '');
      this.#url.query = query === '' ? null : escape(query, special(this.#url) ? 'specialQuery' : 'query');
      if (this.#params) resetParams(this.#params, this.#url.query);
    }
    get searchParams() {
      this.#params ??= paramsOf(this.#url.query, (query) => { this.#url.query = query === '' ? null : query; });
      return this.#params;
    }
    get hash() { return this.#url.fragment ? '#' + this.#url.fragment : ''; }
    set hash(value) {
      const fragment = String(value).replace(/^#/, '');
      this.#url.fragment = fragment === '' ? null : escape(fragment, 'fragment');
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
  }

  world.blobOf = (url) => blobs.get(url);
  world.expose({ URL, URLSearchParams });
});
