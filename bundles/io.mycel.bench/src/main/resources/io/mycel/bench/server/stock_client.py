"""An unmodified client of hypha-rpc, with its defaults.

stock_client.py provider URL                        offers a service until its input ends
stock_client.py caller URL SERVICE WORKSPACE TOKEN BYTES
                                                    sends it a random array, prints how long it took,
                                                    and the processor time it used itself
"""

import asyncio
import json
import sys
import time

import numpy as np
from hypha_rpc import connect_to_server

PATIENCE = 300


async def provider(url):
    server = await connect_to_server({"server_url": url, "method_timeout": PATIENCE})
    service = await server.register_service(
        {
            "id": "size",
            "name": "size",
            "config": {"visibility": "public"},
            "size": lambda array: int(array.nbytes),
        }
    )
    print(
        json.dumps(
            {
                "service": service["id"],
                "workspace": server.config["workspace"],
                "token": await server.generate_token(),
            }
        ),
        flush=True,
    )
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def caller(url, service, workspace, token, size):
    server = await connect_to_server(
        {"server_url": url, "workspace": workspace, "token": token, "method_timeout": PATIENCE}
    )
    remote = await server.get_service(service)
    array = np.random.default_rng(1).integers(0, 256, int(size), dtype=np.uint8)
    await remote.size(array[:16])
    used = time.process_time()
    begun = time.perf_counter()
    answer = await remote.size(array)
    seconds = time.perf_counter() - begun
    cpu = time.process_time() - used
    print(json.dumps({"seconds": seconds, "cpu": cpu, "answer": answer}), flush=True)
    await server.disconnect()


if sys.argv[1] == "provider":
    asyncio.run(provider(*sys.argv[2:]))
else:
    asyncio.run(caller(*sys.argv[2:]))
