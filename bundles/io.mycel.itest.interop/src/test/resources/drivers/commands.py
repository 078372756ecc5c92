"""The command loop of a driver: JSON lines on stdin, answered by JSON lines on the stdout that the process was started with.

Import it before anything that may print: the libraries log to sys.stdout, which is from here on pointed at stderr, for
child processes as well. Every command is a method, and runs in a task of its own, so that several may be under way at once.
"""

import asyncio
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
sys.stdout = sys.stderr


class Obedient:
    async def obey(self, command):
        identity = command.pop("command")
        try:
            answer = {"command": identity, "value": await getattr(self, command.pop("op"))(**command)}
            line = json.dumps(answer)
        except BaseException as error:  # a driver answers whatever happened
            line = json.dumps(
                {"command": identity, "error": {"type": type(error).__name__, "message": str(error)[:4000]}}
            )
        answers.write(line + "\n")
        answers.flush()

    async def run(self):
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(max_workers=128))
        commands = asyncio.Queue()

        def read():
            for line in sys.stdin:
                loop.call_soon_threadsafe(commands.put_nowait, line)
            loop.call_soon_threadsafe(commands.put_nowait, None)

        threading.Thread(target=read, daemon=True).start()
        tasks = set()
        while (line := await commands.get()) is not None:
            task = asyncio.ensure_future(self.obey(json.loads(line)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await self.end()

    async def rest(self):
        """Answered when the library, which may have a thread of its own, has long done what it had to do."""
        await asyncio.sleep(0.2)

    async def end(self):
        """What is left to do when no more commands come."""


def main(obedient):
    asyncio.run(obedient.run())
    os._exit(0)  # the libraries leave threads behind
