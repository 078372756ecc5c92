// The JavaScript user of the "getting started" page of Hypha, with what a page has and Node has not.
// Arguments: the folder npm installed into, the server's URL.
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , folder, serverUrl] = process.argv;
const require = createRequire(join(folder, "package.json"));
globalThis.WebSocket = require("ws");
globalThis.ImageData = class ImageData {};
globalThis.window = globalThis;
console.info = console.debug = () => {};
const hyphaWebsocketClient = require("imjoy-rpc/dist/hypha-rpc-websocket.js");

async function main() {
  const server = await hyphaWebsocketClient.connectToServer({ server_url: serverUrl });
  const svc = await server.getService("hello-world");
  const ret = await svc.hello("John");
  console.log(ret);
  process.exit(0);
}

main();
