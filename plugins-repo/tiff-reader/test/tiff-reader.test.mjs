import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, reference, values } from "../../testing/reference.mjs";

const plugin = await load("tiff-reader/TIFF Reader.imjoy.html");
const cases = reference("tiff-reader");

for (const [name, wanted] of Object.entries(cases)) {
  test(`as tifffile and Pillow: ${name}`, () => {
    const before = wanted.data.slice();
    assertArray(plugin.read(wanted.data), wanted.image);
    const info = plugin.info(wanted.data);
    assert.deepEqual([...info.shape], wanted.image._rshape);
    if (wanted.axes) assert.equal(info.axes, wanted.axes);
    assert.deepEqual(wanted.data, before, "the input stays");
  });
}

test("one page of a stack", () => {
  const { data, image } = cases.stack;
  const size = 12 * 13;
  for (const page of [0, 4]) {
    const single = plugin.read(data, { page });
    assert.deepEqual([...single._rshape], [12, 13]);
    assert.deepEqual(values(single), values(image).subarray(page * size, (page + 1) * size));
  }
});

test("what the file says is told without its pixels", () => {
  const info = plugin.info(cases.ImageJ.data);
  assert.equal(info.imagej.unit, "um");
  assert.equal(info.imagej.frames, 3);
  assert.equal(info.dtype, "uint16");
  assert.equal(info.pages.length, 24);
  assert.deepEqual([...info.pages[0].resolution], [4, 2]);
  const tiles = plugin.info(cases["lzw, tiles"].data).pages[0];
  assert.deepEqual([[...tiles.tile], tiles.compression], [[32, 48], "LZW"]);
  assert.equal(plugin.info(cases.BigTIFF.data).big_tiff, true);
});

test("bytes come in many forms", async () => {
  const { data, image } = cases["uint16, <"];
  const odd = new Uint8Array(data.length + 1);
  odd.set(data, 1);
  for (const form of [data.slice().buffer, odd.subarray(1), { _rtype: "memoryview", _rvalue: data }]) {
    assertArray(plugin.read(form), image);
  }
  assertArray(await plugin.run({ config: { page: 0 }, data: { data } }), image);
});

test("a file that is cut off is told, and nothing else happens", async () => {
  for (const name of ["uint16, <", "lzw, tiles", "stack", "adobe_deflate, f4, predictor True, >", "packbits, u1, predictor None, <"]) {
    const { data } = cases[name];
    for (let length = 0; length < data.length; length += 1 + (data.length >> 5)) {
      await assertFails(() => plugin.read(data.subarray(0, length)), /no TIFF file|cut off or damaged|broken|damaged/);
    }
  }
});

test("a damaged file is read or told, whatever is damaged", () => {
  const random = (seed, below) => Math.floor(Math.abs(Math.sin(seed) * 1e6) % below);
  let told = 0;
  for (const [name, { data }] of Object.entries(cases)) {
    for (let seed = 1; seed < 15; seed++) {
      const damaged = data.slice();
      for (let times = 0; times < 3; times++) damaged[random(seed + times * 99, Math.min(400, data.length))] ^= 1 << random(seed * 7, 8);
      try {
        plugin.read(damaged, { max_bytes: 5000000 });
      } catch (e) {
        assert.match(e.message, /TIFF|page|compressed data|bytes/, `${name}: ${e.stack}`);
        told++;
      }
    }
  }
  assert.ok(told > 100, `only ${told} were told`);
});

/** A TIFF file of one page with these tags: [tag, value] with one LONG each. */
function file(tags, next = 0) {
  const view = new DataView(new ArrayBuffer(14 + 12 * tags.length));
  view.setUint16(0, 0x4949);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, tags.length, true);
  tags.forEach(([tag, value], i) => {
    view.setUint16(10 + 12 * i, tag, true);
    view.setUint16(12 + 12 * i, 4, true);
    view.setUint32(14 + 12 * i, 1, true);
    view.setUint32(18 + 12 * i, value, true);
  });
  view.setUint32(10 + 12 * tags.length, next, true);
  return new Uint8Array(view.buffer);
}

test("what cannot be read is named", async () => {
  const page = [[256, 4], [257, 4], [258, 8], [273, 8], [279, 16]];
  await assertFails(() => plugin.read(file([...page, [259, 7]])), /page 0 .* compressed by JPEG, which cannot be read; save it with none, LZW/);
  await assertFails(() => plugin.read(file([...page, [259, 9999]])), /compressed by number 9999/);
  await assertFails(() => plugin.read(file([...page, [339, 6]])), /8 bits in the format 6/);
  await assertFails(() => plugin.read(file([...page, [317, 9]])), /unknown predictor 9/);
  await assertFails(() => plugin.read(file(page, 8)), /in a circle/);
  const short = page.map(([tag, value]) => [tag, tag === 279 ? 8 : value]);
  await assertFails(() => plugin.read(file(short)), /part 0 of page 0 has 8 bytes, not 16/);
  await assertFails(() => plugin.read(file([[257, 4]])), /page 0 of the TIFF file has no size/);
  await assertFails(() => plugin.read(new TextEncoder().encode("GIF89a, no TIFF")), /neither with II nor with MM/);
  await assertFails(() => plugin.read(cases.stack.data, { page: 5 }), /'page' must be an integer from 0 to 4/);
});

test("a small file cannot ask for much memory", async () => {
  const size = (width, height) => [[256, width], [257, height], [258, 8], [273, 8], [279, 16]];
  await assertFails(() => plugin.read(file(size(100000, 100000))), /more than 'max_bytes'/);
  await assertFails(() => plugin.read(file(size(40000, 40000))), /cannot hold 1 parts of 1600000000 bytes/);
  await assertFails(() => plugin.read(cases.stack.data, { max_bytes: 1559 }), /5 pages .* need 1560 bytes/);
});

test("pages of different shapes are read one at a time", async () => {
  // two files behind one another make one of two pages, when the first page points to the second
  const one = cases["2 bits"].data;
  const two = cases["12 bits"].data;
  const both = new Uint8Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  const view = new DataView(both.buffer);
  const start = one.length + view.getUint32(one.length + 4, true);
  view.setUint32(one.length - 4, start, true);
  for (let i = 0; i < view.getUint16(start, true); i++) {
    const entry = start + 2 + 12 * i;
    if (view.getUint16(entry, true) === 273) view.setUint32(entry + 8, one.length + 8, true);
  }
  await assertFails(() => plugin.read(both), /page 1 is uint16 of shape \[7,9\], page 0 is uint8 .*; read one 'page' at a time/);
  assertArray(plugin.read(both, { page: 1 }), cases["12 bits"].image);
});
