// An unmodified client of hypha-rpc, with its defaults.
//
// stock_client.mjs FOLDER provider URL    offers a service until its input ends
// stock_client.mjs FOLDER caller URL SERVICE WORKSPACE TOKEN BYTES
//                                         sends it a random array, prints how long it took,
//                                         and the processor time it used itself
//
// FOLDER is the one with node_modules.
import { randomFillSync } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";

const [folder, role, url, ...rest] = process.argv.slice(2);
const require = createRequire(path.join(folder, "package.json"));
globalThis.WebSocket ??= require("ws");
const { hyphaWebsocketClient } = require("hypha-rpc");
const method_timeout = 300;

if (role === "provider") {
  const server = await hyphaWebsocketClient.connectToServer({ server_url: url, method_timeout });
  const service = await server.registerService({
    id: "size",
    name: "size",
    config: { visibility: "public" },
    size: (array) => (array._rvalue ?? array).byteLength,
  });
  const { workspace } = server.config;
  const token = await server.generateToken();
  console.log(JSON.stringify({ service: service.id, workspace, token }));
  process.stdin.resume().on("end", () => process.exit(0));
} else {
  const [service, workspace, token, size] = rest;
  const server = await hyphaWebsocketClient.connectToServer({ server_url: url, workspace, token, method_timeout });
  const remote = await server.getService(service);
  const bytes = new Uint8Array(Number(size));
  for (let at = 0; at < bytes.length; at += 65536) {
    randomFillSync(bytes, at, Math.min(65536, bytes.length - at));
  }
  const array = (value) => ({ _rtype: "ndarray", _rvalue: value, _rshape: [value.length], _rdtype: "uint8" });
  await remote.size(array(bytes.slice(0, 16)));
  const used = process.cpuUsage();
  const begun = performance.now();
  const answer = await remote.size(array(bytes));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(used);
  console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, answer }));
  await server.disconnect();
  process.exit(0);
}
