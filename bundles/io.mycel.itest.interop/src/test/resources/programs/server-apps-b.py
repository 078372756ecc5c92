"""Server apps as a user of hypha-rpc has them. Arguments: the server's URL, a token. Prints what it sees, a line each."""

import asyncio
import sys

from hypha_rpc import connect_to_server

PLUGIN = """
<config lang="json">
{"name": "Adder", "type": "web-worker", "version": "0.1.0", "api_version": "0.1.8"}
</config>
<script lang="javascript">
class Adder {
  async setup() {
    console.log("this is a log");
    console.error("this is an error");
    await api.registerService({ id: "echo", name: "echo", echo: (value) => value });
  }
  add2(number) {
    return number + 2;
  }
}
api.export(new Adder());
</script>
"""


async def main(url, token):
    server = await connect_to_server({"server_url": url, "token": token})
    controller = await server.get_service("public/server-apps")

    app = await controller.install(source=PLUGIN, wait_for_service="default")
    print("installed", app["name"], app["type"])
    session = await controller.start(app["id"])
    adder = await server.get_service(session["id"] + ":default")
    print("add2", await adder.add2(4))
    logs = await controller.get_logs(session["id"])
    print("logs", [(item["type"], item["content"]) for item in logs["items"]][:2])
    running = await controller.list_running()
    print("running", [each["id"] == session["id"] for each in running])
    await controller.stop(session["id"])
    print("running", len(await controller.list_running()))

    echo = await server.get_service("echo@" + app["id"])
    print("echo", await echo.echo("started for it"))
    script = await controller.install(
        source="api.export({ async execute(a, b) { return a + b; } })",
        manifest={"type": "web-worker", "name": "Executor"},
        app_id="executor",
    )
    session = await controller.start(script["id"], wait_for_service="default")
    executor = await server.get_service(session["id"] + ":default")
    print("execute", await executor.execute(2, 4))

    window = await controller.install(
        source="api.export({})", manifest={"type": "window", "name": "Needs a window"}
    )
    try:
        await controller.start(window["id"], timeout=20)
    except Exception as error:
        print("window", "type window" in str(error))
    for each in await controller.list_apps():
        await controller.uninstall(each["id"])
    print("left", len(await controller.list_apps()), len(await controller.list_running()))


asyncio.run(main(*sys.argv[1:]))
