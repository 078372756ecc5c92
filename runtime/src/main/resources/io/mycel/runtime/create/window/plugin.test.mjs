import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "../testing/api.mjs";

/** As much of a document as the plugin needs. */
function page() {
  const elements = new Map();
  return {
    getElementById(id) {
      if (!elements.has(id)) elements.set(id, { textContent: "" });
      return elements.get(id);
    },
  };
}

test("the text that was given is shown", async () => {
  const document = page();
  const { plugin } = await load("@{name}.imjoy.html", { document });
  assert.equal(document.getElementById("text").textContent, "@{name} is ready");
  await plugin.run({ config: {}, data: { text: "Hi" } });
  assert.equal(document.getElementById("text").textContent, "Hi");
  await plugin.run({});
  assert.equal(document.getElementById("text").textContent, "Hello");
});
