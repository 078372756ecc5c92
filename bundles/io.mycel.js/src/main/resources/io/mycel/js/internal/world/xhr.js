// XMLHttpRequest (XMLHttpRequest standard) by way of fetch: with the same permission, and never synchronous.
(function (world, host) {
  'use strict';

  world.need('blob');
  world.need('fetch');
  const STATES = { UNSENT: 0, OPENED: 1, HEADERS_RECEIVED: 2, LOADING: 3, DONE: 4 };

  class XMLHttpRequestEventTarget extends EventTarget {}
  world.eventAttributes(XMLHttpRequestEventTarget.prototype, 'loadstart', 'progress', 'abort', 'error', 'load', 'timeout', 'loadend');

  class XMLHttpRequestUpload extends XMLHttpRequestEventTarget {}

  const invalid = (what) => new DOMException(`XMLHttpRequest: ${what}`, 'InvalidStateError');
  const charset = (type) => /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type ?? '')?.[1];

  const decode = (bytes, label) => {
    try {
      return new TextDecoder(label ?? 'utf-8').decode(bytes);
    } catch {
      return new TextDecoder().decode(bytes); // of an encoding that nobody knows
    }
  };

  class XMLHttpRequest extends XMLHttpRequestEventTarget {
    #state = STATES.UNSENT;
    #method = null;
    #url = null;
    #headers = null;
    #sent = false;
    #run = 0; // what comes of an earlier one is nobody's
    #cancel = null;
    #answer = null; // a Response
    #bytes = null;
    #parsed; // of the response, made once
    #type = '';
    #mime = null;
    #timeout = 0;
    #timer = null; // each that waits counts
    #credentials = false;
    #upload = new XMLHttpRequestUpload();

    get readyState() { return this.#state; }
    get upload() { return this.#upload; }
    get status() { return this.#answer?.status ?? 0; }
    get statusText() { return this.#answer?.statusText ?? ''; }
    get responseURL() { return this.#answer?.url.replace(/#.*$/s, '') ?? ''; }

    get timeout() { return this.#timeout; }
    set timeout(millis) { this.#timeout = Math.max(0, Number(millis) || 0); }
    get withCredentials() { return this.#credentials; }
    set withCredentials(value) {
      if (this.#sent || this.#state > STATES.OPENED) throw invalid('it is sent already');
      this.#credentials = !!value;
    }
    get responseType() { return this.#type; }
    set responseType(type) {
      if (this.#state >= STATES.LOADING) throw invalid('the response is there already');
      if (['', 'text', 'json', 'blob', 'arraybuffer'].includes(type)) this.#type = type;
    }

    open(method, url, async = true) {
      if (!async) {
        throw new DOMException("XMLHttpRequest: only asynchronous requests are offered; leave out the third argument of 'open'", 'InvalidAccessError');
      }
      let request;
      try {
        request = new Request(String(url), { method });
      } catch (error) {
        throw new DOMException(`XMLHttpRequest: ${error.message}`, 'SyntaxError');
      }
      this.#forget();
      this.#method = request.method;
      this.#url = request.url;
      this.#headers = new Headers();
      this.#become(STATES.OPENED);
    }

    setRequestHeader(name, value) {
      if (this.#state !== STATES.OPENED || this.#sent) throw invalid('headers are set between open and send');
      this.#headers.append(name, value);
    }

    overrideMimeType(mime) {
      if (this.#state >= STATES.LOADING) throw invalid('the response is there already');
      this.#mime = String(mime);
    }

    send(body = null) {
      if (this.#state !== STATES.OPENED || this.#sent) throw invalid('it is not open, or sent already');
      const run = this.#run;
      const cancel = (this.#cancel = new AbortController());
      const carried = /^(GET|HEAD)$/.test(this.#method) ? null : body;
      this.#sent = true;
      this.#progress(this, 'loadstart');
      if (carried !== null) this.#progress(this.#upload, 'loadstart');
      if (run !== this.#run) return; // a listener has aborted it
      if (this.#timeout > 0) {
        this.#timer = setTimeout(() => this.#fail('timeout'), this.#timeout);
      }
      this.#fetch(run, carried, cancel.signal);
    }

    async #fetch(run, body, signal) {
      const mine = () => run === this.#run && this.#sent;
      let answer;
      let bytes;
      try {
        answer = await world.fetch(this.#url, { method: this.#method, headers: this.#headers, body, signal });
        bytes = await answer.bytes();
      } catch (error) {
        if (!mine()) return;
        console.error(`XMLHttpRequest: ${error.message}`); // its events tell nothing of it
        this.#fail('error');
        return;
      }
      if (!mine()) return;
      if (body !== null) {
        for (const type of ['progress', 'load', 'loadend']) this.#progress(this.#upload, type);
      }
      this.#answer = answer;
      this.#become(STATES.HEADERS_RECEIVED);
      if (!mine()) return;
      this.#bytes = bytes;
      this.#become(STATES.LOADING);
      if (mine()) this.#progress(this, 'progress');
      if (!mine()) return;
      this.#sent = false;
      clearTimeout(this.#timer);
      this.#become(STATES.DONE);
      if (run === this.#run) this.#progress(this, 'load');
      if (run === this.#run) this.#progress(this, 'loadend');
    }

    abort() {
      if (this.#sent) this.#fail('abort');
      if (this.#state === STATES.DONE) {
        this.#forget();
        this.#state = STATES.UNSENT;
      }
    }

    getResponseHeader(name) { return this.#answer?.headers.get(name) ?? null; }
    getAllResponseHeaders() {
      return [...(this.#answer?.headers ?? [])].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    }

    get responseText() {
      if (this.#type !== '' && this.#type !== 'text') throw invalid(`it has no responseText, its responseType is '${this.#type}'`);
      return this.#text();
    }

    get response() {
      if (this.#type === '' || this.#type === 'text') return this.#text();
      if (this.#state !== STATES.DONE || this.#bytes === null) return null;
      if (this.#parsed === undefined) this.#parsed = this.#parse();
      return this.#parsed;
    }

    #parse() {
      switch (this.#type) {
        case 'arraybuffer': return this.#bytes.buffer;
        case 'blob': return new Blob([this.#bytes], { type: this.#contentType() });
        default:
          try {
            return JSON.parse(decode(this.#bytes));
          } catch {
            return null; // as the standard wants it
          }
      }
    }

    #text() {
      if (this.#bytes === null) return '';
      this.#parsed ??= decode(this.#bytes, charset(this.#mime) ?? charset(this.#contentType()));
      return this.#parsed;
    }

    #contentType() { return this.#mime ?? this.getResponseHeader('content-type') ?? ''; }

    #forget() {
      this.#run++;
      this.#sent = false;
      clearTimeout(this.#timer);
      this.#answer = this.#bytes = null;
      this.#parsed = undefined;
      const cancel = this.#cancel;
      this.#cancel = null;
      cancel?.abort();
    }

    #fail(type) {
      this.#forget();
      const run = this.#run;
      this.#become(STATES.DONE);
      if (run === this.#run) this.#progress(this, type);
      if (run === this.#run) this.#progress(this, 'loadend');
    }

    #become(state) {
      this.#state = state;
      world.dispatch(this, new Event('readystatechange'));
    }

    #progress(target, type) {
      const loaded = target === this ? (this.#bytes?.length ?? 0) : 0;
      world.dispatch(target, new ProgressEvent(type, { lengthComputable: loaded > 0, loaded, total: loaded }));
    }
  }
  world.eventAttributes(XMLHttpRequest.prototype, 'readystatechange');
  for (const [name, value] of Object.entries(STATES)) {
    Object.defineProperty(XMLHttpRequest, name, { value, enumerable: true });
    Object.defineProperty(XMLHttpRequest.prototype, name, { value, enumerable: true });
  }

  world.expose({ XMLHttpRequestEventTarget, XMLHttpRequestUpload, XMLHttpRequest });
});
