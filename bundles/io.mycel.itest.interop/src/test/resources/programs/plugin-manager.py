"""The manager of plugins as a user of Python has it: from a search to the removal of a plugin.

Arguments: the module of the client, the server's URL, its connection token, a folder that is a repository of the
server. Prints what it sees, a line each; the client may log to the same place.
"""

import asyncio
import importlib
import json
import pathlib
import sys

PLUGIN = """
<config lang="json">
{"name": "Walker", "type": "web-worker", "version": "%(version)s", "api_version": "0.1.8", "description": "Walks."}
</config>
<script lang="javascript">
api.export({
  setup() { console.log("version %(version)s is here"); },
  run(ctx) { return "version %(version)s has " + ctx.data; },
});
</script>
"""

MANAGER = "public/plugin-manager:plugin-manager"


def publish(folder, version):
    text = PLUGIN % {"version": version}
    folder.joinpath("Walker.imjoy.html").write_text(text)
    entry = {"name": "Walker", "type": "web-worker", "version": version, "description": "Walks."}
    folder.joinpath("manifest.imjoy.json").write_text(json.dumps({"name": "walk", "plugins": [entry]}))
    return len(text)


def say(*words):
    print("walk:", *words)


async def refusal(call):
    try:
        return f"no refusal but {await call}"
    except Exception as error:
        return str(error)


async def main(module, url, token, folder):
    connect_to_server = importlib.import_module(module).connect_to_server
    folder = pathlib.Path(folder)

    stranger = await connect_to_server({"server_url": url})
    manager = await stranger.get_service(MANAGER)
    functions = sorted(name for name in manager if callable(manager[name]))
    refusals = [await refusal(manager[name]()) for name in functions]
    say("functions", set("list search plan install update rollback remove log run".split()) <= set(functions))
    say("refused", all("only administrators manage plugins" in text for text in refusals) or refusals)
    await stranger.disconnect()

    server = await connect_to_server({"server_url": url, "token": token})
    manager = await server.get_service(MANAGER)
    size = publish(folder, "1.0.0")
    await manager.refresh()
    say("search", [(found["name"], found["version"]) for found in await manager.search(query="walks")])
    plan = await manager.plan(source="Walker")
    say("plan", [(step["action"], step["name"], step["version"]) for step in plan["steps"]], plan["bytes"] == size)
    say("listed", [plugin["name"] for plugin in await manager.list(workspace="public")])
    say("not asked", "to agree, add yes=true" in await refusal(manager.install(source="Walker")))
    status = await manager.install(source="Walker", yes=True, sha256=plan["sha256"])
    say("installed", status["version"], status["state"], status["cause"])
    say("run", await manager.run(name="Walker", context={"data": 7}))
    say("logs", [line["text"] for line in await manager.log(name="Walker")][:1])

    publish(folder, "1.1.0")
    await manager.refresh()
    say("available", [plugin["available"] for plugin in await manager.list(workspace="public")])
    say("update", await manager.update(name="Walker"))
    say("run", await manager.run(name="Walker", context={"data": 8}))
    back = await manager.rollback()
    say("rollback", back["plugins"])
    say("run", await manager.run(name="Walker", context={"data": 9}))

    say("removed", await manager.remove(name="Walker"))
    say("listed", [plugin["name"] for plugin in await manager.list(workspace="public")])
    say("gone", "there is no plugin 'Walker'" in await refusal(manager.run(name="Walker")))
    await server.disconnect()


asyncio.run(main(*sys.argv[1:]))
