// Plugin files stand alone, so what they share stands in each of them: `node testing/shared.mjs`
// copies testing/shared/*.js to where their first and last lines stand in a plugin file.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The paths of all plugin files. */
export function pluginFiles() {
  const root = dirname(here);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .flatMap((entry) =>
      readdirSync(join(root, entry.name))
        .filter((name) => name.endsWith(".imjoy.html"))
        .map((name) => join(root, entry.name, name)),
    );
}

/** A plugin file's text with what it shares as it is now. */
export function withShared(text) {
  let result = text;
  for (const name of readdirSync(join(here, "shared"))) {
    const source = readFileSync(join(here, "shared", name), "utf8").trimEnd();
    const lines = source.split("\n");
    const start = result.indexOf(lines[0]);
    const last = lines[lines.length - 1];
    if (start >= 0) {
      const end = result.indexOf(last, start);
      result = result.slice(0, start) + source + result.slice(end + last.length);
    }
  }
  return result;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of pluginFiles()) writeFileSync(file, withShared(readFileSync(file, "utf8")));
}
