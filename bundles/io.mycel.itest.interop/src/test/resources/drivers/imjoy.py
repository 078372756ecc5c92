"""Driver of imjoy-rpc (generation A); argument "sync" takes its synchronous wrapper."""

import asyncio
import sys

import driver


class Imjoy:
    def __init__(self, sync):
        self.sync = sync

    async def connect(self, config):
        if self.sync:
            from imjoy_rpc.hypha.sync import connect_to_server

            return await asyncio.to_thread(connect_to_server, config)
        from imjoy_rpc.hypha import connect_to_server

        return await connect_to_server(config)

    def rpc(self, server):
        return server.server.rpc if self.sync else server.rpc

    async def on_loop(self, server, function, *args):
        if self.sync:
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(function(*args), server.loop))
        return await function(*args)

    async def identity(self, driver, server):
        info = await driver.call(server.get_connection_info)
        return {
            "workspace": info["workspace"],
            "client_id": info["client_id"],
            "user": info["user_info"]["id"],
            "config_workspace": server.config["workspace"],
            "reconnection_token": info["reconnection_token"],
        }

    async def unregister(self, driver, server, service_id):
        await self.on_loop(server, self.rpc(server).unregister_service, service_id)


driver.main(Imjoy("sync" in sys.argv))
