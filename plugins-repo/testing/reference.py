"""Writes down what other libraries compute: python testing/reference.py DIR.

Every plugin's `test/reference.py` has a function `cases()` that gives a dict of cases; arrays and
bytes in it become files of their own beside `cases.json`.
"""

import importlib.util
import json
import math
import pathlib
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent


def plain(value, folder, counter):
    """A value of JSON; files in the folder hold its arrays and bytes."""
    if isinstance(value, dict):
        return {str(key): plain(item, folder, counter) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, folder, counter) for item in value]
    if isinstance(value, np.ndarray):
        name = f"{counter.pop()}.bin"
        counter.append(int(name[:-4]) + 1)
        (folder / name).write_bytes(np.ascontiguousarray(value).tobytes())
        dtype = value.dtype.str if value.dtype.str.startswith(">") else value.dtype.name
        return {"$array": name, "shape": list(value.shape), "dtype": dtype}
    if isinstance(value, bytes):
        name = f"{counter.pop()}.bin"
        counter.append(int(name[:-4]) + 1)
        (folder / name).write_bytes(value)
        return {"$bytes": name}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return {"$number": {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]}
    return value


def main(target):
    for script in sorted(ROOT.glob("*/test/reference.py")):
        plugin = script.parent.parent.name
        spec = importlib.util.spec_from_file_location(plugin.replace("-", "_"), script)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        folder = pathlib.Path(target) / plugin
        folder.mkdir(parents=True, exist_ok=True)
        cases = plain(module.cases(), folder, [0])
        (folder / "cases.json").write_text(json.dumps(cases))


if __name__ == "__main__":
    main(sys.argv[1])
