"""The other side in Python: offers a service, calls the one it is told to, prints what came as JSON.

usage: other_side.py URL WORKSPACE TOKEN SERVICE
"""

import asyncio
import json
import sys

import numpy as np
from hypha_rpc import connect_to_server


def count(n):
    for i in range(n):
        yield {"i": i}


async def main(url, workspace, token, service):
    server = await connect_to_server(
        {"server_url": url, "workspace": workspace, "token": token, "client_id": "python"}
    )

    async def call_back(function, value):
        return await function(value) + "!"

    async def fail(message):
        raise ValueError(message)

    def scale(array, factor=1):
        assert isinstance(array, np.ndarray), type(array)
        return array * np.array(factor, dtype=array.dtype)

    await server.register_service(
        {
            "id": "in-python",
            "config": {"visibility": "protected"},
            "echo": lambda value: value,
            "call_back": call_back,
            "count": count,
            "fail": fail,
            "scale": scale,
        }
    )
    java = await server.get_service(service)
    print(json.dumps({"add": await java.add(2, 3)}), flush=True)
    image = np.arange(500_000, dtype="float64").reshape(500, 1000)
    doubled = await java.twice(image)
    print(
        json.dumps(
            {
                "shape": list(doubled.shape),
                "dtype": str(doubled.dtype),
                "equal": bool((doubled == image * 2).all()),
            }
        ),
        flush=True,
    )
    print(json.dumps({"back": await java.callBack(lambda text: text.upper())}), flush=True)
    numbers = [n async for n in await java.numbers(4)]
    print(json.dumps({"numbers": numbers}), flush=True)
    try:
        await java.fail("no luck")
    except Exception as e:  # what the other side threw
        print(json.dumps({"error": "no luck" in str(e)}), flush=True)
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
