// ---- inflate: the same in the readers of PNG and TIFF, from testing/shared/inflate.js ----
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** No deflate stream grows by more than this. */
const INFLATE_RATIO = 1032;

function brokenData(why) {
  return new Error(`the compressed data is broken: ${why}; the file is damaged or was cut off`);
}

/** A table with (symbol << 4 | length) for every string of as many bits as the longest code has. */
function huffman(lengths) {
  const counts = new Uint16Array(17);
  let bits = 1;
  for (const length of lengths) {
    counts[length]++;
    if (length > bits) bits = length;
  }
  counts[0] = 0;
  const next = new Uint32Array(17);
  for (let length = 1; length <= 15; length++) next[length + 1] = (next[length] + counts[length]) << 1;
  const codes = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol];
    if (!length) continue;
    let code = next[length]++;
    if (code >> length) throw brokenData("a code has too many symbols");
    let reversed = 0;
    for (let bit = 0; bit < length; bit++, code >>= 1) reversed = (reversed << 1) | (code & 1);
    for (let at = reversed; at < codes.length; at += 1 << length) codes[at] = (symbol << 4) | length;
  }
  return { codes, bits };
}

let fixedCodes = null;

function fixed() {
  if (!fixedCodes) {
    const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
    fixedCodes = [huffman(lengths), huffman(new Uint8Array(30).fill(5))];
  }
  return fixedCodes;
}

/** Unpacks a zlib stream (RFC 1950 and 1951) until it ends or there are `size` bytes. */
function inflate(bytes, size) {
  if (bytes.length < 2 || (bytes[0] & 15) !== 8 || ((bytes[0] << 8) | bytes[1]) % 31) {
    throw brokenData("it is no zlib stream");
  }
  if (bytes[1] & 32) throw brokenData("it needs a dictionary");
  const out = new Uint8Array(size);
  let to = 0;
  let at = 2;
  let hold = 0;
  let held = 0;
  const take = (count) => {
    while (held < count) {
      if (at >= bytes.length) throw brokenData("it ends too early");
      hold |= bytes[at++] << held;
      held += 8;
    }
    const value = hold & ((1 << count) - 1);
    hold >>>= count;
    held -= count;
    return value;
  };
  const symbolOf = ({ codes, bits }) => {
    while (held < bits && at < bytes.length) {
      hold |= bytes[at++] << held;
      held += 8;
    }
    const entry = codes[hold & ((1 << bits) - 1)];
    const length = entry & 15;
    if (!length || length > held) throw brokenData(length ? "it ends too early" : "there is no such code");
    hold >>>= length;
    held -= length;
    return entry >> 4;
  };
  const dynamic = () => {
    const literals = take(5) + 257;
    const distances = take(5) + 1;
    const codes = take(4) + 4;
    const lengths = new Uint8Array(19);
    for (let i = 0; i < codes; i++) lengths[CODE_ORDER[i]] = take(3);
    const code = huffman(lengths);
    const all = new Uint8Array(literals + distances);
    for (let i = 0; i < all.length; ) {
      const symbol = symbolOf(code);
      if (symbol < 16) {
        all[i++] = symbol;
        continue;
      }
      const repeat = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
      if (i + repeat > all.length || (symbol === 16 && i === 0)) throw brokenData("a code repeats too often");
      all.fill(symbol === 16 ? all[i - 1] : 0, i, i + repeat);
      i += repeat;
    }
    return [huffman(all.subarray(0, literals)), huffman(all.subarray(literals))];
  };
  const stored = () => {
    hold = 0;
    held = 0;
    const length = bytes[at] | (bytes[at + 1] << 8);
    if (at + 4 + length > bytes.length) throw brokenData("it ends too early");
    if ((length ^ 0xffff) !== (bytes[at + 2] | (bytes[at + 3] << 8))) throw brokenData("a stored block has two lengths");
    const kept = Math.min(length, size - to);
    out.set(bytes.subarray(at + 4, at + 4 + kept), to);
    to += kept;
    at += 4 + length;
  };
  const compressed = ([literals, distances]) => {
    for (;;) {
      const symbol = symbolOf(literals);
      if (symbol === 256) return;
      if (to >= size) return;
      if (symbol < 256) {
        out[to++] = symbol;
        continue;
      }
      if (symbol > 285) throw brokenData("there is no such length");
      let length = LENGTH_BASE[symbol - 257] + take(LENGTH_EXTRA[symbol - 257]);
      const code = symbolOf(distances);
      if (code > 29) throw brokenData("there is no such distance");
      const distance = DISTANCE_BASE[code] + take(DISTANCE_EXTRA[code]);
      if (distance > to) throw brokenData("it refers to what lies before its beginning");
      if (length > size - to) length = size - to;
      for (let from = to - distance; length > 0; length--) out[to++] = out[from++];
    }
  };
  for (let last = 0; !last && to < size; ) {
    last = take(1);
    const kind = take(2);
    // bytes that were looked at already, but not used, are given back
    if (kind === 0) {
      at -= held >> 3;
      stored();
    } else if (kind === 3) throw brokenData("there is no such kind of block");
    else compressed(kind === 1 ? fixed() : dynamic());
  }
  return out.subarray(0, to);
}
// ---- end of inflate ----
