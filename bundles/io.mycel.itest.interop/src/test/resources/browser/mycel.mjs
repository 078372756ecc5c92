// Calls the plugin that runs in Mycel by the unmodified hypha-rpc of Node. Arguments: the folder that npm installed into,
// the server, the plugin's service, the file for the outcomes. What the library prints goes elsewhere.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { outcomes } from "./calls.mjs";

const [folder, serverUrl, service, file] = process.argv.slice(2);
globalThis.WebSocket = createRequire(join(folder, "package.json"))("ws");
const { hyphaWebsocketClient } = await import(pathToFileURL(join(folder, "node_modules/hypha-rpc/index.mjs")));

const server = await hyphaWebsocketClient.connectToServer({ server_url: serverUrl });
writeFileSync(file, JSON.stringify(await outcomes(await server.getService(service))));
process.exit(0);
