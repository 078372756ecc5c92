# The user of the "getting started" page of Hypha: another anonymous client.
import asyncio
import sys

from imjoy_rpc.hypha import connect_to_server


async def main():
    server = await connect_to_server({"server_url": sys.argv[1]})

    # hello-world is registered as a public service, its name is enough
    svc = await server.get_service("hello-world")
    ret = await svc.hello("John")
    print(ret)


asyncio.run(main())
