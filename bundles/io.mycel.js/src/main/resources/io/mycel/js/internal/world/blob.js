// Blob, File, FileReader, FileReaderSync (File API) and ImageData.
(function (world, host) {
  'use strict';

  const content = new WeakMap(); // blob -> its bytes
  const text = new TextEncoder();

  const bytesOf = (part) => {
    if (part instanceof Blob) return content.get(part);
    if (part instanceof ArrayBuffer) return new Uint8Array(part).slice();
    if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice();
    return text.encode(String(part));
  };

  class Blob {
    #type;

    constructor(parts = [], options = {}) {
      if (typeof parts !== 'object' || parts === null || typeof parts[Symbol.iterator] !== 'function') {
        throw new TypeError('Blob: the parts must be an array');
      }
      const pieces = [...parts].map(bytesOf);
      const all = pieces.length === 1 ? pieces[0] : new Uint8Array(pieces.reduce((sum, p) => sum + p.length, 0));
      if (pieces.length !== 1) {
        let at = 0;
        for (const piece of pieces) {
          all.set(piece, at);
          at += piece.length;
        }
      }
      content.set(this, all);
      const type = String(options?.type ?? '');
      this.#type = /[^\x20-\x7e]/.test(type) ? '' : type.toLowerCase();
    }

    get size() { return content.get(this).length; }
    get type() { return this.#type; }
    async arrayBuffer() { return content.get(this).slice().buffer; }
    async bytes() { return content.get(this).slice(); }
    async text() { return new TextDecoder().decode(content.get(this)); }
    slice(start = 0, end = this.size, type = '') {
      return new Blob([content.get(this).subarray(start, end)], { type });
    }
    get [Symbol.toStringTag]() { return 'Blob'; }
  }

  class File extends Blob {
    #name;
    #lastModified;

    constructor(parts, name, options = {}) {
      if (arguments.length < 2) throw new TypeError('File: parts and a name are needed');
      super(parts, options);
      this.#name = String(name);
      this.#lastModified = options?.lastModified ?? Date.now();
    }

    get name() { return this.#name; }
    get lastModified() { return this.#lastModified; }
    get webkitRelativePath() { return ''; }
    get [Symbol.toStringTag]() { return 'File'; }
  }

  const binary = (bytes) => {
    const out = [];
    for (let i = 0; i < bytes.length; i += 4096) out.push(String.fromCharCode(...bytes.subarray(i, i + 4096)));
    return out.join('');
  };

  // What readers make of a blob.
  const FORMS = {
    arrayBuffer: (blob) => content.get(blob).slice().buffer,
    text: (blob, encoding) => new TextDecoder(encoding ?? 'utf-8').decode(content.get(blob)),
    binaryString: (blob) => binary(content.get(blob)),
    dataUrl: (blob) => `data:${blob.type || 'application/octet-stream'};base64,${btoa(binary(content.get(blob)))}`,
  };
  const check = (blob) => {
    if (!(blob instanceof Blob)) throw new TypeError('FileReader: this is no Blob');
    return blob;
  };

  class FileReaderSync {
    readAsArrayBuffer(blob) { return FORMS.arrayBuffer(check(blob)); }
    readAsText(blob, encoding) { return FORMS.text(check(blob), encoding); }
    readAsBinaryString(blob) { return FORMS.binaryString(check(blob)); }
    readAsDataURL(blob) { return FORMS.dataUrl(check(blob)); }
  }

  class FileReader extends EventTarget {
    #run = 0;
    readyState = 0;
    result = null;
    error = null;
    readAsArrayBuffer(blob) { this.#read(blob, FORMS.arrayBuffer); }
    readAsText(blob, encoding) { this.#read(blob, (b) => FORMS.text(b, encoding)); }
    readAsBinaryString(blob) { this.#read(blob, FORMS.binaryString); }
    readAsDataURL(blob) { this.#read(blob, FORMS.dataUrl); }
    abort() {
      if (this.readyState !== 1) return;
      this.#run++;
      this.#end('abort', null);
    }
    #read(blob, convert) {
      check(blob);
      if (this.readyState === 1) throw new DOMException('FileReader: it reads already', 'InvalidStateError');
      this.readyState = 1;
      const run = ++this.#run;
      setTimeout(() => {
        if (run !== this.#run) return;
        try {
          this.#end('load', convert(blob));
        } catch (error) {
          this.error = error;
          this.#end('error', null);
        }
      }, 0);
    }
    #end(type, result) {
      this.readyState = 2;
      this.result = result;
      const size = result?.byteLength ?? result?.length ?? 0;
      world.dispatch(this, new ProgressEvent(type, { loaded: size, total: size }));
      world.dispatch(this, new ProgressEvent('loadend', { loaded: size, total: size }));
    }
  }
  world.eventAttributes(FileReader.prototype, 'loadstart', 'progress', 'load', 'abort', 'error', 'loadend');

  class ImageData {
    constructor(first, second, third, settings) {
      const given = first instanceof Uint8ClampedArray;
      const width = given ? second : first;
      if (given && (first.length === 0 || first.length % 4 !== 0)) {
        throw new DOMException('ImageData: the data must have 4 bytes for each pixel', 'InvalidStateError');
      }
      const height = given ? (third ?? first.length / 4 / second) : second;
      if (!(width > 0 && height > 0 && Number.isInteger(width) && Number.isInteger(height))) {
        throw new DOMException('ImageData: width and height must be whole and more than 0', 'IndexSizeError');
      }
      if (given && first.length !== width * height * 4) {
        throw new DOMException('ImageData: the data must have 4 bytes for each pixel', 'IndexSizeError');
      }
      this.data = given ? first : new Uint8ClampedArray(width * height * 4);
      this.width = width;
      this.height = height;
      this.colorSpace = 'srgb';
    }
  }

  // A Blob that leaves the plugin stays here, and says how it is read, as those of both clients do. Most receivers
  // read it at once. One that has been read is kept a while for whoever reads it again, others until there are
  // too many of them; never is one of the last message forgotten before it is read.
  const MAX_LENT = 1000;
  const MAX_READ_BYTES = 16 << 20;
  const loans = new Set(); // in the order in which they were made
  let lentBytes = 0;

  const forgetWhile = (isTooMuch, may) => {
    for (const loan of loans) {
      if (!isTooMuch()) return;
      if (!may(loan)) continue;
      loans.delete(loan);
      lentBytes -= loan.bytes.length;
      loan.bytes = null;
    }
  };
  const forgetRead = () => forgetWhile(() => lentBytes > MAX_READ_BYTES, (loan) => loan.read);
  const forgetBefore = (message) => forgetWhile(
    () => loans.size > MAX_LENT || lentBytes > host.maxLentBytes, (loan) => loan.message !== message);

  world.lend = (blob, message) => {
    const loan = { bytes: content.get(blob), message, read: false };
    loans.add(loan);
    lentBytes += loan.bytes.length;
    forgetRead();
    forgetBefore(message);
    let position = 0;
    return {
      _rtype: 'iostream',
      _rnative: 'js:blob',
      type: blob.type,
      name: blob.name,
      size: blob.size,
      read: (length) => {
        if (loan.bytes === null) throw new Error('this Blob is kept no longer: ask for it again');
        const piece = loan.bytes.subarray(position, length > 0 ? position + length : undefined);
        position += piece.length;
        if (position >= loan.bytes.length) {
          loan.read = true;
          forgetRead();
        }
        return piece;
      },
      seek: (to) => {
        position = Math.max(0, to);
      },
    };
  };

  world.isBlob = (value) => value instanceof Blob;
  world.isImageData = (value) => value instanceof ImageData;
  world.bytesOfBlob = (blob) => content.get(blob);
  world.expose({ Blob, File, FileReader, FileReaderSync, ImageData });
});
