// A small stand-in for the `api` of plugins, so that tests need no server.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The content of the first block of a plugin file that has this name. */
export function block(text, name) {
  const found = new RegExp(`^<${name}[^>]*>([\\s\\S]*?)^</${name}>`, "m").exec(text);
  if (!found) throw new Error(`there is no <${name}> block`);
  return found[1];
}

/**
 * Runs the script of a plugin file and its `setup`.
 *
 * @param file in the folder of the plugin
 * @param more what the script sees beside `api`: functions of the api, `document` and the like
 * @return `plugin`, what it exports, and `logged`, what it has logged
 */
export async function load(file, { api: functions = {}, ...globals } = {}) {
  const script = block(readFileSync(join(root, file), "utf8"), "script");
  const logged = [];
  let plugin;
  const api = {
    export: (value) => {
      plugin = value;
    },
    log: async (...values) => {
      logged.push(values.join(" "));
    },
    error: async (...values) => {
      logged.push(values.join(" "));
    },
    showMessage: async () => {},
    showProgress: async () => {},
    showStatus: async () => {},
    ...functions,
  };
  const names = ["api", ...Object.keys(globals)];
  new Function(...names, script)(api, ...Object.values(globals));
  if (!plugin) throw new Error(`${file} exports nothing: call api.export(new Plugin())`);
  await plugin.setup?.();
  return { plugin, logged };
}
