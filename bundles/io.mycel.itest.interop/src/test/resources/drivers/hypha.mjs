// Driver of hypha-rpc (generation B). Arguments: the folder npm installed into.
import { Driver, importClient } from "./driver.mjs";

const { hyphaWebsocketClient: client } = await importClient("hypha-rpc/index.mjs");

new Driver({
  connect: (config) => client.connectToServer(config),
  identity: async (server) => {
    const info = server.rpc._connection.connection_info;
    return {
      workspace: info.workspace,
      client_id: info.client_id,
      user: info.user.id,
      config_workspace: server.config.workspace,
      manager_id: info.manager_id,
      reconnection_token: info.reconnection_token,
    };
  },
  register: (server, service, overwrite) => server.registerService(service, { overwrite }),
  unregister: (server, id) => server.unregisterService(id),
}).run();
