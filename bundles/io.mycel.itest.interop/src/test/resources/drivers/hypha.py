"""Driver of hypha-rpc (generation B); argument "sync" takes its synchronous wrapper."""

import asyncio
import sys

import driver


class Hypha:
    def __init__(self, sync):
        self.sync = sync

    async def connect(self, config):
        if self.sync:
            from hypha_rpc.sync import connect_to_server

            return await asyncio.to_thread(connect_to_server, config)
        from hypha_rpc import connect_to_server

        return await connect_to_server(config)

    def rpc(self, server):
        return server._server.rpc if self.sync else server.rpc

    async def on_loop(self, server, function, *args):
        if self.sync:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(function(*args), server._loop))
        return await function(*args)

    async def identity(self, driver, server):
        info = self.rpc(server)._connection.connection_info
        return {
            "workspace": info["workspace"],
            "client_id": info["client_id"],
            "user": info["user"]["id"],
            "config_workspace": server.config["workspace"],
            "manager_id": info["manager_id"],
            "reconnection_token": info["reconnection_token"],
        }

    async def unregister(self, driver, server, service_id):
        await driver.call(server.unregister_service, service_id)


driver.main(Hypha("sync" in sys.argv))
