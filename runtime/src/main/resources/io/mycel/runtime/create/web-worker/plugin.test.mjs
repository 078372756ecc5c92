import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../testing/api.mjs";

test("values are scaled", async () => {
  const { plugin, logged } = await load("@{name}.imjoy.html");
  assert.deepEqual(plugin.scale([1, 2], 3), [3, 6]);
  assert.deepEqual(logged, ["@{name} is ready"]);
});

test("run takes its values from the context", async () => {
  const { plugin } = await load("@{name}.imjoy.html");
  assert.deepEqual(await plugin.run({ config: {}, data: { factor: 10 } }), [10, 20, 30]);
});
