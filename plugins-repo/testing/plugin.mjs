// Loads a plugin file as ImJoy does: its script runs in a context of its own, with `api`.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** The content of a plugin file's first block of a name, and its attributes. */
export function block(text, name) {
  const found = new RegExp(`^<${name}([^>]*)>([\\s\\S]*?)^</${name}>`, "m").exec(text);
  return found && { attributes: found[1].trim(), content: found[2] };
}

/** The text of a plugin file of this repository. */
export function read(path) {
  return readFileSync(join(repository, path), "utf8");
}

/**
 * What a plugin exports, after its `setup`. As between a plugin and its users, nothing of one
 * side's is of the other's classes.
 *
 * @param path of its file in this repository
 * @param api what it has beside `export`, `log` and the like
 */
export async function load(path, api = {}) {
  const script = block(read(path), "script");
  let exported;
  const logged = [];
  const context = vm.createContext({
    TextDecoder,
    TextEncoder,
    api: {
      export: (value) => {
        exported = value;
      },
      log: (...values) => logged.push(values.join(" ")),
      error: (...values) => logged.push(values.join(" ")),
      showStatus: () => {},
      showProgress: () => {},
      ...api,
    },
  });
  vm.runInContext(script.content, context, { filename: path });
  if (!exported) {
    throw new Error(`${path} exports nothing`);
  }
  await exported.setup?.();
  return exported;
}
