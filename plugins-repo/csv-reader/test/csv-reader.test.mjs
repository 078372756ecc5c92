import assert from "node:assert/strict";
import test from "node:test";
import { load } from "../../testing/plugin.mjs";
import { assertArray, assertFails, reference, values } from "../../testing/reference.mjs";

const plugin = await load("csv-reader/CSV Reader.imjoy.html");

/** Columns as lists. */
function columns(table) {
  return Object.fromEntries(
    table.names.map((name) => [name, Array.isArray(table.columns[name]) ? [...table.columns[name]] : [...values(table.columns[name])]]),
  );
}

for (const [name, wanted] of Object.entries(reference("csv-reader"))) {
  test(`as Python's csv: ${name}`, () => {
    for (const table of [plugin.read(wanted.data), plugin.read(wanted.data, wanted.delimiter, true)]) {
      assert.equal(table.delimiter, wanted.delimiter);
      assert.equal(table.rows, 25);
      for (const [column, expected] of Object.entries(wanted.columns)) {
        if (Array.isArray(expected)) assert.deepEqual([...table.columns[column]], expected);
        else assertArray(table.columns[column], expected);
      }
    }
  });
}

test("numbers, and what stands for none", () => {
  const text = "a,b\n1,-2.5e3\n,NaN\nNA,inf\n+.5,-Infinity\n 7 ,null\n";
  assert.deepEqual(columns(plugin.read(text)), {
    a: [1, NaN, NaN, 0.5, 7],
    b: [-2500, NaN, Infinity, -Infinity, NaN],
  });
});

test("what only looks like a number is a text", () => {
  for (const text of ["0x10", "1_000", "1e", "--1", "1.2.3", "Infinite", "1 2"]) {
    assert.deepEqual(columns(plugin.read(`a,b\n${text},1\n`)), { a: [text], b: [1] });
  }
});

test("decimal commas", () => {
  assert.deepEqual(columns(plugin.read("a;b\n3,14;x\n-0,5;y\n", { decimal: "," })), { a: [3.14, -0.5], b: ["x", "y"] });
});

test("with a header or without", () => {
  assert.deepEqual(columns(plugin.read("1,2\n3,4\n")), { "column 1": [1, 3], "column 2": [2, 4] });
  assert.deepEqual(columns(plugin.read("x,y\nz,w\n", { header: false })), { "column 1": ["x", "z"], "column 2": ["y", "w"] });
  assert.deepEqual(columns(plugin.read("1,2\n3,4\n", { header: true })), { 1: [3], 2: [4] });
  assert.deepEqual(plugin.read("x,x,\n1,2,3\n", { header: true }).names.join(), "x,x 2,column 3");
});

test("all encodings that spreadsheets write", () => {
  const text = "größe,名\n1,😀\n";
  const wanted = { größe: [1], 名: ["😀"] };
  const utf16 = Buffer.from("\ufeff" + text, "utf16le");
  const forms = [text, "\ufeff" + text, Buffer.from(text), Buffer.from("\ufeff" + text), utf16, Buffer.from(utf16).swap16()];
  for (const form of forms) assert.deepEqual(columns(plugin.read(form)), wanted);
  assert.deepEqual(columns(plugin.read(Buffer.from("größe\n1\n", "latin1"))), { größe: [1] });
});

test("a long file is read whole", () => {
  const rows = Array.from({ length: 20000 }, (_, i) => `${i},"text ${i}, ö"`);
  const table = plugin.read(Buffer.from("n,t\n" + rows.join("\n")));
  assert.equal(table.rows, 20000);
  assert.equal(values(table.columns.n)[19999], 19999);
  assert.equal(table.columns.t[19999], "text 19999, ö");
});

test("empty lines are none, empty fields are fields", () => {
  assert.deepEqual(columns(plugin.read("a,b\n\n1,\n\r\n,2")), { a: [1, NaN], b: [NaN, 2] });
  assert.equal(plugin.read("").rows, 0);
  assert.equal(plugin.read("a,b\n1,").rows, 1);
  assert.equal(plugin.run({ data: { data: "a\n1\n" } }).rows, 1);
});

test("bad tables are told with their line", async () => {
  await assertFails(() => plugin.read("a,b\n1,2\n3\n", ","), /line 3 has 1 fields, the first one has 2/);
  await assertFails(() => plugin.read('a,b\n"x\ny",2\n"open,2\n', ","), /line 4: a quote is not closed/);
  await assertFails(() => plugin.read('a,b\n"x"y,2\n', ","), /line 2: after a closing quote there is "y"/);
  await assertFails(() => plugin.read("a", ",,"), /'delimiter' must be one character/);
  await assertFails(() => plugin.read("a", { decimal: "'" }), /'decimal' must be/);
  await assertFails(() => plugin.read(), /'data' must be bytes/);
});
