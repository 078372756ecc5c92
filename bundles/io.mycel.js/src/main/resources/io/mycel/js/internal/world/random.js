// crypto.getRandomValues and randomUUID.
(function (world, host) {
  'use strict';

  const INTEGERS = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array];
  const MAX_BYTES = 65536;

  class Crypto {
    getRandomValues(array) {
      if (!INTEGERS.some((type) => array instanceof type)) {
        throw new DOMException('getRandomValues: an array of integers is needed', 'TypeMismatchError');
      }
      if (array.byteLength > MAX_BYTES) {
        throw new DOMException(`getRandomValues: at most ${MAX_BYTES} bytes at once`, 'QuotaExceededError');
      }
      if (array.byteLength > 0) {
        const bytes = new Uint8Array(new ArrayBuffer(host.random(array.byteLength)));
        new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(bytes);
      }
      return array;
    }

    randomUUID() {
      const bytes = this.getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    }

    get subtle() {
      throw new DOMException('crypto.subtle is not offered; use a library in JavaScript', 'NotSupportedError');
    }
  }

  world.expose({ Crypto });
  world.define('crypto', new Crypto());
});
