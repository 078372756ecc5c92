// Driver of imjoy-rpc (generation A). Arguments: the folder npm installed into.
import { Driver, requireClient } from "./driver.mjs";

// imjoy-rpc asks `instanceof ImageData`, and 0.5.9 is built for a page that has a window.
globalThis.ImageData ??= class ImageData {};
globalThis.window ??= globalThis;

const client = requireClient("imjoy-rpc/dist/hypha-rpc-websocket.js");

new Driver({
  connect: (config) => client.connectToServer(config),
  identity: async (server) => {
    const info = await server.getConnectionInfo();
    return {
      workspace: info.workspace,
      client_id: info.client_id,
      user: info.user_info.id,
      config_workspace: server.config.workspace,
      reconnection_token: info.reconnection_token,
    };
  },
  register: (server, service, overwrite) =>
    overwrite ? server.registerService(service, { overwrite: true, _rkwargs: true }) : server.registerService(service),
  unregister: (server, id) => server.rpc.unregister_service(id, true),
}).run();
