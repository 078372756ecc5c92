import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const python = process.env.PLUGIN_PYTHON || "python3";
const { stdout, stderr } = spawnSync(python, ["-B", "-m", "unittest", "-v", "test_python_template"], {
  cwd: dirname(fileURLToPath(import.meta.url)),
  encoding: "utf8",
});
const results = [...(stderr || "").matchAll(/^(test_\w+) .*\.\.\. (\w+)$/gm)];

test("Python runs its tests", () => {
  assert.equal(results.length, 7, `${stdout}${stderr}`);
});

for (const [, name, result] of results) {
  test(name, () => assert.equal(result, "ok", stderr));
}
