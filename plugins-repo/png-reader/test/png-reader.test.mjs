import assert from "node:assert/strict";
import test from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, reference } from "../../testing/reference.mjs";

const plugin = await load("png-reader/PNG Reader.imjoy.html");
const cases = reference("png-reader");

for (const [name, wanted] of Object.entries(cases)) {
  test(`as libpng and Pillow: ${name}`, () => {
    const before = wanted.data.slice();
    assertArray(plugin.read(wanted.data), wanted.image);
    assert.deepEqual(wanted.data, before, "the input stays");
  });
}

const sample = () => cases["Pillow: smooth, level 9"].data.slice();

test("what the file says is told without its pixels", () => {
  const info = plugin.info(sample());
  assert.deepEqual({ ...info, pixels_per_meter: [...info.pixels_per_meter], text: { ...info.text } }, {
    width: 400,
    height: 300,
    bits: 8,
    color: "grey",
    interlaced: false,
    transparent: false,
    pixels_per_meter: [10000, 20000],
    text: { Title: "smooth 9" },
  });
});

test("bytes come in many forms", async () => {
  const bytes = sample();
  const wanted = cases["Pillow: smooth, level 9"].image;
  const odd = new Uint8Array(bytes.length + 3);
  odd.set(bytes, 3);
  const forms = [
    bytes.buffer,
    Buffer.from(bytes),
    odd.subarray(3),
    new DataView(odd.buffer, 3),
    { _rtype: "memoryview", _rvalue: bytes },
    [bytes.subarray(0, 100), bytes.subarray(100)],
  ];
  for (const form of forms) assertArray(plugin.read(form), wanted);
  assertArray(await plugin.run({ data: { data: bytes } }), wanted);
});

test("a file that is cut off anywhere, or damaged, is told", async () => {
  const bytes = sample();
  for (let length = 8; length < bytes.length; length += 37) {
    await assertFails(() => plugin.read(bytes.subarray(0, length)), /cut off/);
  }
  for (const at of [20, 60, bytes.length >> 1]) {
    const damaged = bytes.slice();
    damaged[at] ^= 1;
    await assertFails(() => plugin.read(damaged), /damaged: the checksum of the chunk|cut off/);
  }
});

/** A PNG file with right checksums, but with what is given in it. */
function file(header, data) {
  const chunk = (name, content) => {
    const body = Buffer.concat([Buffer.from(name), Buffer.from(content)]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(content.length, 0);
    ends.writeUInt32BE(checksum(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  return Buffer.concat([sample().subarray(0, 8), chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", [])]);
}

/** Node has crc32 since 20.15. */
function checksum(bytes) {
  if (crc32) return crc32(bytes);
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return ~crc >>> 0;
}

test("a small file cannot ask for much memory", async () => {
  const huge = file([0, 1, 0, 0, 0, 1, 0, 0, 8, 0, 0, 0, 0], deflateSync(Buffer.alloc(1000)));
  await assertFails(() => plugin.read(huge), /more than 'max_bytes'/);
  const large = file([0, 0, 40, 0, 0, 0, 40, 0, 8, 0, 0, 0, 0], deflateSync(Buffer.alloc(1000)));
  await assertFails(() => plugin.read(large), /cannot hold an image of 10240 x 10240/);
  await assertFails(() => plugin.read(sample(), { max_bytes: 1000 }), /more than 'max_bytes', 1000/);
});

test("broken compression is told, whatever is broken", async () => {
  const header = [0, 0, 0, 100, 0, 0, 0, 100, 8, 0, 0, 0, 0];
  const data = deflateSync(Buffer.from(Array.from({ length: 10100 }, (_, i) => (i % 101 ? i * i : 0))));
  const random = (seed) => Math.abs(Math.floor(Math.sin(seed) * 1e6));
  let told = 0;
  for (let seed = 1; seed < 300; seed++) {
    const damaged = Buffer.from(data);
    damaged[random(seed) % 200] ^= 1 << seed % 8;
    try {
      plugin.read(file(header, damaged));
    } catch (e) {
      assert.match(e.message, /compressed data is broken/);
      told++;
    }
  }
  assert.ok(told > 100, `only ${told} were told`);
  await assertFails(() => plugin.read(file(header, data.subarray(0, 50))), /ends too early/);
  await assertFails(() => plugin.read(file(header, deflateSync(Buffer.alloc(10)))), /ends too early/);
  // one block of fixed codes that begins with a copy of what was there before
  const pixel = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
  await assertFails(() => plugin.read(file(pixel, [0x78, 0x9c, 0x03, 0x02, 0x00])), /before its beginning/);
  await assertFails(() => plugin.read(file(header, [1, 2, 3])), /no zlib stream|cannot hold/);
});

test("what is no PNG is told", async () => {
  await assertFails(() => plugin.read(new Uint8Array(100)), /no PNG file/);
  await assertFails(() => plugin.read(file([0, 0, 0, 1, 0, 0, 0, 1, 3, 0, 0, 0, 0], [0])), /unknown colour type 0 with 3 bits/);
  await assertFails(() => plugin.read(file([0, 0, 0, 1, 0, 0, 0, 1, 8, 3, 0, 0, 0], [0])), /no palette/);
  await assertFails(() => plugin.read("data"), /'data' must be bytes .*, not string/);
  await assertFails(() => plugin.read(), /'data' must be bytes .*, not undefined/);
});
