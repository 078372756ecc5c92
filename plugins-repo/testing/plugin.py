"""Loads a plugin file in Python as its runtime does: its script runs with an `imjoy_rpc.api`."""

import re
import sys
import types


def load(path):
    """What the plugin at a path exports, after its `setup`."""
    text = path.read_text(encoding="utf-8")
    script = re.search(r"^<script[^>]*>\n(.*?)^</script>", text, re.MULTILINE | re.DOTALL).group(1)
    exported = []
    api = types.SimpleNamespace(
        export=exported.append,
        log=lambda *values: None,
        showStatus=lambda text: None,
        showProgress=lambda share: None,
    )
    module = types.ModuleType("imjoy_rpc")
    module.api = api
    sys.modules["imjoy_rpc"] = module
    # as many lines as stand above it, so that traces name lines of the file
    above = text[: text.index(script)].count("\n")
    exec(compile("\n" * above + script, str(path), "exec"), {"__name__": "plugin"})
    (plugin,) = exported
    plugin.setup()
    return plugin
