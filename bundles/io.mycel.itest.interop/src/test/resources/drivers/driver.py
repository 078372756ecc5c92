"""What the drivers of both Python client libraries share.

A driver is a process that connects with a real client library and then obeys commands (``commands``). Values are answered
as descriptions (``describe``): what kind of value it is, what it holds, and its Python type.
"""

import commands  # first: it takes stdout for the answers

import asyncio
import hashlib
import inspect
import io
import json
from collections import OrderedDict

import numpy as np

# A shared secret of the tests: the Java side sends it back to prove that the value went through.
TEXT = "Grüße, 世界 🧫"
BYTES = bytes(range(16))


class Point:
    """A class that only travels by a codec that both sides registered."""

    def __init__(self, x, y):
        self.x, self.y = x, y


class Plain:
    """A class instance nobody registered a codec for."""

    def __init__(self):
        self.x = 1


POINT_CODEC = {
    "name": "point",
    "type": Point,
    "encoder": lambda p: {"x": p.x, "y": p.y},
    "decoder": lambda m: Point(m["x"], m["y"]),
}

DTYPES = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 >i2".split()


def specimens():
    """The values that travel, by name; built anew for each use."""

    async def async_function(x):
        await asyncio.sleep(0.01)
        return f"async {x}"

    def generator():
        yield from (1, 2, 3)

    async def async_generator():
        for i in (1, 2, 3):
            yield i

    table = {
        "null": lambda: None,
        "null_in_list": lambda: [None],
        "true": lambda: True,
        "false": lambda: False,
        "int": lambda: 42,
        "int_negative": lambda: -7,
        "int_2_40": lambda: 2**40,
        "float": lambda: 0.5,
        "nan": lambda: float("nan"),
        "infinity": lambda: float("inf"),
        "str": lambda: TEXT,
        "str_empty": lambda: "",
        "bytes": lambda: BYTES,
        "bytes_empty": lambda: b"",
        "list": lambda: [1, "two", [3]],
        "list_empty": lambda: [],
        "tuple": lambda: (1, "two"),
        "map": lambda: {"a": 1, "b": {"c": [True, None]}},
        "map_empty": lambda: {},
        "set": lambda: {1, 2, 3},
        "orderedmap": lambda: OrderedDict([("z", 1), ("a", 2)]),
        "error": lambda: ValueError("boom"),
        "memoryview": lambda: memoryview(BYTES),
        "file": lambda: io.BytesIO(BYTES),
        "function": lambda: (lambda x: f"sync {x}"),
        "function_async": lambda: async_function,
        "generator": generator,
        "generator_async": async_generator,
        "instance": Plain,
        "point": lambda: Point(3, 4),
        "unknown_rtype": lambda: {"_rtype": "strange", "a": 1, "b": [2]},
        "ndarray_0d": lambda: np.array(1.5),
        "ndarray_scalar": lambda: np.float32(2.5),
        "ndarray_empty": lambda: np.zeros((0, 3), "float32"),
        "ndarray_noncontiguous": lambda: np.arange(12, dtype="int32").reshape(3, 4).T,
        "mixture": lambda: {
            "list": [{"bytes": BYTES, "array": np.arange(6, dtype="float32").reshape(2, 3)}, {1, 2}],
            "map": {"text": TEXT, "none": None, "function": lambda x: f"sync {x}"},
        },
    }
    for dtype in DTYPES:
        table["ndarray_" + dtype.replace(">", "big_endian_")] = (
            lambda dtype=dtype: np.arange(6).astype(dtype).reshape(2, 3)
        )
    return table


def content(data):
    data = bytes(data)
    if len(data) <= 64:
        return {"hex": data.hex()}
    return {"length": len(data), "sha256": hashlib.sha256(data).hexdigest()}


class Driver(commands.Obedient):
    """Runs the commands; ``Library`` (imjoy.py, hypha.py) knows how its client library spells things."""

    def __init__(self, library):
        self.library = library
        self.connections = {}
        self.kept = {}
        self.held = {}
        self.events = {}
        self.runs_in_threads = library.sync

    async def call(self, function, *args, **kwargs):
        """Calls what the library gave: a coroutine function, or with the synchronous wrapper a blocking function."""
        if self.runs_in_threads:
            return await asyncio.to_thread(function, *args, **kwargs)
        result = function(*args, **kwargs)
        return await result if inspect.isawaitable(result) else result

    # ---- descriptions

    async def describe(self, value, call=None):
        """What a value is. Without ``call`` its functions, generators and files are named but not used."""
        kind = await self._kind(value, call)
        kind["native"] = type(value).__name__
        return kind

    async def _kind(self, value, call):
        if value is None:
            return {"kind": "null"}
        if isinstance(value, bool):
            return {"kind": "bool", "value": value}
        if isinstance(value, int):
            return {"kind": "int", "value": str(value)}
        if isinstance(value, float):
            return {"kind": "float", "value": repr(value)}
        if isinstance(value, str):
            return {"kind": "str", "value": value}
        if isinstance(value, (bytes, bytearray)):
            return {"kind": "bytes", **content(value)}
        if isinstance(value, memoryview):
            return {"kind": "buffer", **content(value)}
        if isinstance(value, (np.ndarray, np.generic)):
            return {
                "kind": "ndarray",
                "dtype": str(value.dtype),
                "shape": list(value.shape),
                **content(value.tobytes()),
            }
        if isinstance(value, BaseException):
            return {"kind": "error", "text": str(value).split("\n")[0]}
        if isinstance(value, Point):
            return {"kind": "point", "x": value.x, "y": value.y}
        if call is None and (inspect.isgenerator(value) or inspect.isasyncgen(value)):
            return {"kind": "generator"}
        if inspect.isgenerator(value):
            items = await asyncio.to_thread(list, value)
            return {"kind": "generator", "items": [await self.describe(i, call) for i in items]}
        if inspect.isasyncgen(value):
            return {"kind": "generator", "items": [await self.describe(i, call) async for i in value]}
        if isinstance(value, (list, tuple)):
            return {"kind": "list", "items": [await self.describe(i, call) for i in value]}
        if isinstance(value, (set, frozenset)):
            items = [await self.describe(i, call) for i in value]
            return {"kind": "set", "items": sorted(items, key=json.dumps)}
        if isinstance(value, OrderedDict):
            return {"kind": "orderedmap", "items": [[k, await self.describe(v, call)] for k, v in value.items()]}
        if isinstance(value, dict):
            if callable(value.get("read")) and callable(value.get("seek")):
                if call is None:
                    return {"kind": "file"}
                await call(value["seek"], 0)
                return {"kind": "file", "content": await self.describe(await call(value["read"]), call)}
            # Not through the attribute-style access of the libraries' dicts: plain items.
            return {"kind": "map", "entries": {k: await self.describe(v, call) for k, v in value.items()}}
        if type(value).__name__ == "Timestamp":
            return {"kind": "date", "millis": int(value.seconds * 1000 + value.nanoseconds // 1_000_000)}
        if callable(value):
            if call is None:
                return {"kind": "function"}
            return {"kind": "function", "returns": await self.describe(await call(value, "probe"), call)}
        return {"kind": "other", "text": repr(value)}

    # ---- the service that every provider offers

    async def direct(self, function, *args, **kwargs):
        result = function(*args, **kwargs)
        return await result if inspect.isawaitable(result) else result

    def service(self, service_id):
        async def describe(value):
            return json.dumps(await self.describe(value, self.direct))

        async def call_back(callback, count):
            return [await self.direct(callback, i) for i in range(count)]

        async def call_back_caught(callback):
            try:
                await self.direct(callback, 1)
            except Exception as error:
                return str(error)
            return "no error"

        def keep(thing):
            self.kept[service_id] = thing
            return True

        async def use_kept(x):
            return await self.direct(self.kept[service_id]["f"], x)

        async def dispose_kept():
            await self.direct(self.kept[service_id]["_dispose"])
            return True

        def fail(message):
            raise ValueError(message)

        async def fail_async(message):
            await asyncio.sleep(0.01)
            raise ValueError(message)

        async def identity(i):
            await asyncio.sleep(0.02 * (i % 5))
            return i

        async def sleep(seconds):
            await asyncio.sleep(seconds)
            return seconds

        def count_to(n):
            yield from range(n)

        async def count_to_async(n):
            for i in range(n):
                await asyncio.sleep(0)
                yield i

        return {
            "id": service_id,
            "name": "Specimen service",
            "description": "Echoes, describes, fails, waits and calls back.",
            "type": "specimens",
            "config": {"visibility": "public"},
            "echo": lambda value: value,
            "describe": describe,
            "combine": lambda a=None, b=None: {"a": a, "b": b},
            "call_back": call_back,
            "call_back_caught": call_back_caught,
            "keep": keep,
            "use_kept": use_kept,
            "dispose_kept": dispose_kept,
            "fail": fail,
            "fail_async": fail_async,
            "identity": identity,
            "sleep": sleep,
            "make_adder": lambda n: (lambda x: x + n),
            "nested": {"deep": {"add": lambda a, b: a + b}},
            "steps": [lambda x: x + 1, lambda x: x * 2],
            "count_to": count_to,
            "count_to_async": count_to_async,
            "count_to_three": lambda: count_to(3),
            "count_to_three_async": lambda: count_to_async(3),
            "digest": lambda data: {"length": len(data), "sha256": hashlib.sha256(bytes(data)).hexdigest()},
        }

    # ---- commands

    async def connect(self, name="main", **config):
        for_tests = config.pop("codec", True)
        server = await self.library.connect({k: v for k, v in config.items() if v is not None})
        self.connections[name] = server
        if for_tests:
            server.register_codec(dict(POINT_CODEC))
        return await self.library.identity(self, server)

    async def disconnect(self, name="main"):
        await self.call(self.connections.pop(name).disconnect)

    async def serve(self, service_id, name="main"):
        """Registers the specimen service, one that wants its caller's context, and one for its own workspace only."""
        server = self.connections[name]
        await self.call(server.register_service, self.service(service_id))
        await self.call(
            server.register_service,
            {
                "id": service_id + "-context",
                "config": {"visibility": "public", "require_context": True},
                "who": lambda context=None: {
                    "user": context["user"]["id"],
                    "from": context["from"],
                    "to": context["to"],
                    "ws": context.get("ws"),
                },
            },
        )
        await self.call(
            server.register_service,
            {
                "id": service_id + "-protected",
                "config": {"visibility": "protected"},
                "hello": lambda who: "Hello " + who,
            },
        )

    async def register(self, service_id, visibility="public", name="main", overwrite=False):
        service = {"id": service_id, "config": {"visibility": visibility}, "hello": lambda who: "Hello " + who}
        options = {"overwrite": True} if overwrite else {}
        await self.call(self.connections[name].register_service, service, **options)

    async def unregister(self, service_id, name="main"):
        await self.library.unregister(self, self.connections[name], service_id)

    async def get_service(self, service, name="main"):
        found = await self.call(self.connections[name].get_service, service)
        return None if found is None else {
            "id": found["id"],
            "functions": sorted(k for k, v in found.items() if callable(v)),
            "config": {k: v for k, v in found["config"].items() if isinstance(v, (str, bool, int, float))},
        }

    async def call_service(self, service, method, args=(), kwargs=None, name="main"):
        found = await self.call(self.connections[name].get_service, service)
        return await self.describe(await self.call(found[method], *args, **(kwargs or {})))

    async def pass_on(self, service, method, to, args=(), name="main"):
        """Calls a method with what another one gives."""
        found = await self.call(self.connections[name].get_service, service)
        return jsonable(await self.call(found[to], await self.call(found[method], *args)))

    async def hold(self, service, name="main"):
        """Keeps a service that was got, for calls later on."""
        self.held[service] = await self.call(self.connections[name].get_service, service)

    async def call_held(self, service, method, args=()):
        return jsonable(await self.call(self.held[service][method], *args))

    async def unknown_manager_method(self, name="main"):
        server = self.connections[name]
        rpc_object = dict(server["echo"].__rpc_object__ if isinstance(server, dict) else server.echo.__rpc_object__)
        rpc_object["_rmethod"] = "services.default.nonesuch"
        function = self.library.rpc(server)._generate_remote_method(rpc_object)

        async def call_it():
            return await function(1)

        return await self.library.on_loop(server, call_it)

    async def manager(self, method, args=(), kwargs=None, name="main"):
        result = await self.call(self.connections[name][method]
                                 if isinstance(self.connections[name], dict)
                                 else getattr(self.connections[name], method), *args, **(kwargs or {}))
        return jsonable(result)

    async def seen(self, service, specimen, name="main"):
        """Sends a specimen; answers how the provider describes what arrived there."""
        found = await self.call(self.connections[name].get_service, service)
        return json.loads(await self.call(found["describe"], specimens()[specimen]()))

    async def back(self, service, specimen, name="main"):
        """Has a specimen echoed; answers a description of what came back."""
        found = await self.call(self.connections[name].get_service, service)
        return await self.describe(await self.call(found["echo"], specimens()[specimen]()))

    async def payload(self, service, size, dtype=None, name="main"):
        """Echoes ``size`` bytes (or an array of that many bytes) and compares checksums on the way there and back."""
        found = await self.call(self.connections[name].get_service, service)
        data = np.random.default_rng(size).integers(0, 256, size, dtype="uint8")
        value = data.tobytes() if dtype is None else data.view(dtype)
        sha = hashlib.sha256(data.tobytes()).hexdigest()
        there = None if dtype else await self.call(found["digest"], value)
        back = await self.call(found["echo"], value)
        back_bytes = back if isinstance(back, bytes) else back.tobytes()
        return {
            "there": dtype is not None or there["sha256"] == sha,
            "back": hashlib.sha256(back_bytes).hexdigest() == sha,
            "length": len(back_bytes),
        }

    async def on(self, event, name="main"):
        server = self.connections[name]
        received = self.events.setdefault(event, asyncio.Queue())
        loop = asyncio.get_running_loop()
        server.on(event, lambda message: loop.call_soon_threadsafe(received.put_nowait, jsonable(message)))
        await self.call(server.subscribe, [event])

    async def next_event(self, event, timeout):
        return await asyncio.wait_for(self.events[event].get(), timeout)

    async def emit(self, message, name="main"):
        await self.call(self.connections[name].emit, message)

    async def scenario(self, service, scenario, name="main", **parameters):
        found = await self.call(self.connections[name].get_service, service)
        return await getattr(self, "scenario_" + scenario)(found, name=name, **parameters)

    async def scenario_callback(self, svc, name):
        return await self.call(svc["call_back"], lambda i: i * 2, 5)

    async def scenario_callback_async(self, svc, name):
        async def double(i):
            await asyncio.sleep(0.01)
            return i * 2

        return await self.call(svc["call_back"], double, 5)

    async def scenario_callback_failing(self, svc, name):
        def fail(_):
            raise ValueError("from the callback")

        return await self.call(svc["call_back_caught"], fail)

    async def scenario_interface(self, svc, name):
        await self.call(svc["keep"], {"_rintf": True, "f": lambda x: x + 100})
        await asyncio.sleep(0.1)
        return await self.call(svc["use_kept"], 1)

    async def scenario_interface_disposed(self, svc, name):
        await self.call(svc["keep"], {"_rintf": True, "f": lambda x: x + 100})
        first = await self.call(svc["use_kept"], 1)
        await self.call(svc["dispose_kept"])
        try:
            await self.call(svc["use_kept"], 2)
        except Exception:
            return [first, "gone"]
        return [first, "still there"]

    async def scenario_returned_function(self, svc, name):
        adder = await self.call(svc["make_adder"], 5)
        return [await self.call(adder, 3), await self.call(adder, 4)]

    async def scenario_nested(self, svc, name):
        return await self.call(svc["nested"]["deep"]["add"], 2, 3)

    async def scenario_function_list(self, svc, name):
        return [await self.call(step, 10) for step in svc["steps"]]

    async def scenario_kwargs(self, svc, name):
        return jsonable(await self.call(svc["combine"], a=1, b=2))

    async def scenario_kwargs_mixed(self, svc, name):
        return jsonable(await self.call(svc["combine"], 1, b=2))

    async def scenario_fail(self, svc, name):
        return await self.call(svc["fail"], "it broke")

    async def scenario_fail_async(self, svc, name):
        return await self.call(svc["fail_async"], "it broke")

    async def scenario_unknown_method(self, svc, name):
        rpc_object = dict(svc["echo"].__rpc_object__)
        rpc_object["_rmethod"] = rpc_object["_rmethod"].rsplit(".", 1)[0] + ".nonesuch"
        function = self.library.rpc(self.connections[name])._generate_remote_method(rpc_object)

        async def call_it():
            return await function(1)

        return await self.library.on_loop(self.connections[name], call_it)

    async def scenario_context(self, svc, name):
        return jsonable(await self.call(svc["who"]))

    async def scenario_hello(self, svc, name):
        return await self.call(svc["hello"], "John")

    async def scenario_concurrent(self, svc, name):
        return await asyncio.gather(*(self.call(svc["identity"], i) for i in range(100)))

    async def scenario_sleep(self, svc, name, seconds):
        return await self.call(svc["sleep"], seconds)

    async def scenario_count(self, svc, name):
        return await self.collect(await self.call(svc["count_to"], 4))

    async def scenario_count_async(self, svc, name):
        return await self.collect(await self.call(svc["count_to_async"], 4))

    async def collect(self, items):
        if inspect.isasyncgen(items):
            return [jsonable(i) async for i in items]
        if inspect.isgenerator(items):
            return await asyncio.to_thread(list, items)
        return {"_rtype": items.get("_rtype")}

    async def scenario_count_left_early(self, svc, name):
        items = await self.call(svc["count_to_async"], 1000)
        first = []
        if inspect.isasyncgen(items):
            async for i in items:
                first.append(i)
                if i == 2:
                    break
            await items.aclose()
        else:
            def take():
                for i in items:
                    first.append(i)
                    if i == 2:
                        break
                items.close()

            await asyncio.to_thread(take)
        return first


def jsonable(value):
    """A plain copy of what JSON can say; anything else by its type's name."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return {str(k): jsonable(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(v) for v in value]
    return {"type": type(value).__name__}


def main(library):
    commands.main(Driver(library))
