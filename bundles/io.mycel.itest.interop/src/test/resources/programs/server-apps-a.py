"""Server apps as a user of imjoy-rpc has them. Arguments: the server's URL, a token. Prints what it sees, a line each."""

import asyncio
import sys

from imjoy_rpc.hypha import connect_to_server

PLUGIN = """
<config lang="json">
{"name": "Adder", "type": "web-worker", "version": "0.1.0", "api_version": "0.1.8"}
</config>
<script lang="javascript">
api.export({
  async setup() {
    console.log("this is a log");
    console.error("this is an error");
  },
  add2(number) {
    return number + 2;
  },
});
</script>
"""


async def main(url, token):
    server = await connect_to_server({"server_url": url, "token": token})
    controller = await server.get_service("server-apps")

    config = await controller.launch(source=PLUGIN, wait_for_service=True)
    print("launched", config["name"])
    adder = await server.get_service(config["id"] + ":default")
    print("add2", await adder.add2(4))
    log = await controller.get_log(config["id"])
    print("log", log["log"][:1], log["error"][:1])
    print("error", await controller.get_log(config["id"], type="error", offset=0, limit=1))
    apps = await controller.list_apps()
    print("apps", [app["name"] for app in apps])
    await controller.stop(config["id"])
    print("running", len(await controller.list_running()))

    again = await server.get_service({"service_id": "default", "client_name": "Adder", "launch": True})
    print("again", await again.add2(5))
    await controller.uninstall(apps[0]["id"])
    print("left", len(await controller.list_apps()), len(await controller.list_running()))
    await server.disconnect()

    stranger = await connect_to_server({"server_url": url})
    controller = await stranger.get_service("server-apps")
    try:
        await controller.launch(source=PLUGIN)
    except Exception as error:
        print("anonymous", "User must be authenticated" in str(error))


asyncio.run(main(*sys.argv[1:]))
