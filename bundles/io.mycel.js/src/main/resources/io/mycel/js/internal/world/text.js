// TextDecoder of the engine, and with it the encoding of one byte a character that the web calls latin1 (Encoding standard).
(function (world, host) {
  'use strict';

  const Native = world.EngineTextDecoder;
  const LABELS = new Set([
    'ansi_x3.4-1968', 'ascii', 'cp1252', 'cp819', 'csisolatin1', 'ibm819', 'iso-8859-1', 'iso-ir-100', 'iso8859-1', 'iso88591',
    'iso_8859-1', 'iso_8859-1:1987', 'l1', 'latin1', 'us-ascii', 'windows-1252', 'x-cp1252']);
  // 0x80 to 0x9f; all other bytes are the characters of their numbers
  const UPPER =
    '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
    '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
  const PIECE = 8192;

  const decoded = (bytes) => {
    const out = [];
    for (let at = 0; at < bytes.length; at += PIECE) {
      out.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
    }
    return out.join('').replace(/[\x80-\x9f]/g, (character) => UPPER[character.charCodeAt(0) - 0x80]);
  };

  class OneByteDecoder {
    #fatal;
    #ignoreBOM;

    constructor(options) {
      this.#fatal = Boolean(options?.fatal);
      this.#ignoreBOM = Boolean(options?.ignoreBOM);
    }

    get encoding() { return 'windows-1252'; }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#ignoreBOM; }
    decode(input = new Uint8Array(0)) {
      return decoded(ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input));
    }
  }
  Object.setPrototypeOf(OneByteDecoder.prototype, Native.prototype);

  const Decoder = new Proxy(Native, {
    construct: (native, args, target) =>
      args[0] !== undefined && LABELS.has(String(args[0]).trim().toLowerCase()) ? new OneByteDecoder(args[1]) : Reflect.construct(native, args, target),
  });
  Object.defineProperty(Native.prototype, 'constructor', { value: Decoder, writable: true, configurable: true });
  world.define('TextDecoder', Decoder);
});
