# The worker of the "getting started" page of Hypha: registers a public service and stays.
import asyncio
import sys

from imjoy_rpc.hypha import connect_to_server


async def start_server(server_url):
    server = await connect_to_server({"server_url": server_url})

    def hello(name):
        print("Hello " + name)
        return "Hello " + name

    await server.register_service({
        "name": "Hello World",
        "id": "hello-world",
        "config": {
            "visibility": "public"
        },
        "hello": hello
    })

    print(f"hello world service registered at workspace: {server.config.workspace}", flush=True)
    print(
        "Test it with the http proxy: "
        f"{server_url}/{server.config.workspace}/services/hello-world/hello?name=John",
        flush=True,
    )


if __name__ == "__main__":
    server_url = sys.argv[1]
    loop = asyncio.get_event_loop()
    loop.create_task(start_server(server_url))
    loop.run_forever()
