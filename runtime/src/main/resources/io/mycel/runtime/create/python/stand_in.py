"""A small stand-in for the `api` of plugins, so that tests need no server."""

import inspect
import pathlib
import re
import sys
import types

ROOT = pathlib.Path(__file__).resolve().parent


class Api:
    """What the script of a plugin sees as `api`."""

    def __init__(self):
        self.plugin = None
        self.logged = []

    def export(self, plugin):
        self.plugin = plugin

    def log(self, *values):
        self.logged.append(" ".join(str(value) for value in values))

    error = log

    def showMessage(self, *args):
        """People would see it."""

    showStatus = showProgress = showMessage


def block(text, name):
    """The content of the first block of a plugin file that has this name."""
    found = re.search(rf"^<{name}[^>]*>\n(.*?)^</{name}>", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"there is no <{name}> block")
    return found.group(1)


def load(file):
    """Runs the script of a plugin file and its setup; returns what it exports, and its api."""
    api = Api()
    module = types.ModuleType("@{api}")
    module.api = api
    saved = sys.modules.get("@{api}")
    sys.modules["@{api}"] = module
    try:
        script = block((ROOT / file).read_text(encoding="utf-8"), "script")
        exec(compile(script, file, "exec"), {"__name__": "plugin"})
    finally:
        if saved is None:
            del sys.modules["@{api}"]
        else:
            sys.modules["@{api}"] = saved
    if api.plugin is None:
        raise ValueError(f"{file} exports nothing: call api.export(Plugin())")
    setup = getattr(api.plugin, "setup", None)
    if setup is not None:
        result = setup()
        if inspect.isawaitable(result):
            raise ValueError("setup is asynchronous: await it in the test, by asyncio.run")
    return api.plugin, api
