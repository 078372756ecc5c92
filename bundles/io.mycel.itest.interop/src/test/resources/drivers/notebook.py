"""Drives a real Jupyter kernel, as a notebook does: cells one after the other, their output, interrupt and restart."""

import commands  # first: it takes stdout for the answers

import asyncio
import shutil
import tempfile
import os

PRIVATE = tempfile.mkdtemp(prefix="mycel-jupyter-")
# Neither what the user has configured nor the user's history: the kernel inherits it.
for variable in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
    os.environ[variable] = os.path.join(PRIVATE, variable)

from jupyter_client.manager import AsyncKernelManager  # noqa: E402  (after the environment is set)


class Cell:
    """What a cell has put out so far; a library's background task may add to it when the cell is long done."""

    def __init__(self):
        self.printed = ""
        self.result = None
        self.error = None
        self.idle = asyncio.Event()

    def take(self, kind, content):
        if kind == "stream":
            self.printed += content["text"]
        elif kind == "execute_result":
            self.result = content["data"]["text/plain"]
        elif kind == "error":
            self.error = {"type": content["ename"], "message": content["evalue"]}
        elif kind == "status" and content["execution_state"] == "idle":
            self.idle.set()


class Notebook(commands.Obedient):
    def __init__(self):
        self.manager = AsyncKernelManager(kernel_name="python3")
        self.client = None
        self.reader = None
        self.cells = {}
        self.numbers = {}

    async def start(self):
        await self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        await self.listen()

    async def restart(self):
        self.reader.cancel()
        await self.manager.restart_kernel(now=False)
        await self.listen()

    async def listen(self):
        await self.client.wait_for_ready(timeout=30)
        self.reader = asyncio.ensure_future(self.read())

    async def read(self):
        while True:
            message = await self.client.get_iopub_msg()
            cell = self.cells.get(message["parent_header"].get("msg_id"))
            if cell is not None:
                cell.take(message["msg_type"], message["content"])

    async def cell(self, number, code):
        """Runs a cell to its end. One at a time: the next answer on the shell channel is taken for this cell's."""
        cell = self.numbers[number] = self.cells[self.client.execute(code)] = Cell()
        await self.client.get_shell_msg()
        await cell.idle.wait()
        return {"printed": cell.printed, "result": cell.result, "error": cell.error}

    async def printed(self, number):
        """What a cell has printed until now, whether it still runs or is long done."""
        return self.numbers[number].printed if number in self.numbers else ""

    async def interrupt(self):
        await self.manager.interrupt_kernel()

    async def end(self):
        if self.client is not None:
            self.client.stop_channels()
            await self.manager.shutdown_kernel(now=True)
        shutil.rmtree(PRIVATE, ignore_errors=True)


commands.main(Notebook())
