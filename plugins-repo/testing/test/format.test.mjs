import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import test from "node:test";
import { block } from "../plugin.mjs";
import { pluginFiles, withShared } from "../shared.mjs";

for (const file of pluginFiles()) {
  const name = basename(file, ".imjoy.html");
  const text = readFileSync(file, "utf8");

  test(`${name}: its docs show its use in Python and JavaScript`, () => {
    const { content } = block(text, "docs");
    const id = name.toLowerCase().replaceAll(" ", "-");
    assert.ok(content.includes(`# ${name}\n`), "a title");
    assert.match(content, /```python\n[\s\S]*```js\n/);
    assert.ok(content.includes(`server.get_service("${id}")`), `get_service("${id}")`);
    assert.ok(content.includes(`server.getService("${id}")`), `getService("${id}")`);
  });

  test(`${name}: its config says what the plugin is`, () => {
    const { attributes, content } = block(text, "config");
    const says = (key, value) => {
      const pattern = attributes === 'lang="yaml"' ? `^${key}: *${value}$` : `"${key}": *"${value}"`;
      assert.match(content, new RegExp(pattern, "m"));
    };
    says("name", name);
    says("api_version", "0\\.1\\.8");
    says("version", "\\d+\\.\\d+\\.\\d+");
    says("license", "Apache-2\\.0");
    assert.match(content, /"?labels"?: *\["?\w/);
  });

  test(`${name}: what it shares with others is as they have it`, () => {
    assert.equal(withShared(text), text, "run: node testing/shared.mjs");
  });
}
