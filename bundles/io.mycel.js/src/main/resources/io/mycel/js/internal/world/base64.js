// atob and btoa (HTML standard, forgiving base64).
(function (world, host) {
  'use strict';

  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

  world.define('btoa', (data) => {
    const text = String(data);
    const out = [];
    for (let i = 0; i < text.length; i += 3) {
      const a = text.charCodeAt(i);
      const b = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      const c = i + 2 < text.length ? text.charCodeAt(i + 2) : 0;
      if (a > 255 || b > 255 || c > 255) {
        throw new DOMException('btoa: the text has characters beyond one byte; encode it first', 'InvalidCharacterError');
      }
      const bits = (a << 16) | (b << 8) | c;
      out.push(
        DIGITS[bits >> 18], DIGITS[(bits >> 12) & 63],
        i + 1 < text.length ? DIGITS[(bits >> 6) & 63] : '=', i + 2 < text.length ? DIGITS[bits & 63] : '=');
    }
    return out.join('');
  });

  world.define('atob', (data) => {
    let text = String(data).replace(/[\t\n\f\r ]/g, '');
    if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
    if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
      throw new DOMException('atob: this is no base64', 'InvalidCharacterError');
    }
    const out = [];
    let bits = 0;
    let count = 0;
    for (const digit of text) {
      bits = ((bits << 6) | VALUES.get(digit)) & 0xffffff;
      count += 6;
      if (count >= 8) {
        count -= 8;
        out.push(String.fromCharCode((bits >> count) & 255));
      }
    }
    return out.join('');
  });
});
