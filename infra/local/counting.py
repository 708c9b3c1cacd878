"""A relay on loopback that counts what passes: stands between the handlers' clients and the emulator, and reads only heads.

In a process of its own, so that counting does not take the desk's time. Its last word on standard output is its ports:
one for each address behind it, and one that answers GET with the counts as JSON and POST by beginning anew.
"""

import asyncio
import functools
import json
import sys
import threading
import urllib.request
from collections import Counter
from subprocess import PIPE, Popen

from infra.local.emulator import ROOT
from infra.local.heads import Heads

HOST = "127.0.0.1"


class Behind(asyncio.Protocol):
    """The emulator's side of one connection."""

    def __init__(self, front: asyncio.Transport) -> None:
        self._front = front
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._front.write(data)

    def connection_lost(self, fault: Exception | None) -> None:
        self._front.close()


class Front(asyncio.Protocol):
    """The handlers' side of one connection; `counts` is everybody's."""

    def __init__(self, port: int, counts: Counter[str]) -> None:
        self._port, self._counts, self._heads = port, counts, Heads()
        self._waiting: list[bytes] = []
        self._behind: Behind | None = None
        self._opening: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._opening = asyncio.get_running_loop().create_task(self._open())

    async def _open(self) -> None:
        try:
            _, self._behind = await asyncio.get_running_loop().create_connection(lambda: Behind(self._transport), HOST, self._port)
        except OSError:
            self._transport.close()
            return
        for data in self._waiting:
            self._pass(data)
        self._waiting.clear()

    def data_received(self, data: bytes) -> None:
        self._counts.update(self._heads.feed(data))
        if self._behind:
            self._pass(data)
        else:
            self._waiting.append(data)

    def _pass(self, data: bytes) -> None:
        if self._behind and self._behind.transport:
            self._behind.transport.write(data)

    def connection_lost(self, fault: Exception | None) -> None:
        if self._behind and self._behind.transport:
            self._behind.transport.close()


class Relay:
    """The relay's process, as the desk holds it."""

    def __init__(self, *behind: int) -> None:
        self._behind = behind
        self._process: Popen[str] | None = None
        self.ports: tuple[int, ...] = ()
        self.url = ""

    def start(self) -> None:
        """Returns when it listens; raises RuntimeError."""
        command = [sys.executable, "-m", "infra.local.counting", *map(str, self._behind)]
        self._process = Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True, start_new_session=True)
        told = self._process.stdout.readline() if self._process.stdout else ""
        if not told:
            raise RuntimeError("the counting relay does not start")
        *ports, own = json.loads(told)
        self.ports, self.url = tuple(ports), f"http://{HOST}:{own}/"

    def begin_anew(self) -> None:
        with urllib.request.urlopen(urllib.request.Request(self.url, method="POST"), timeout=5):
            pass

    def stop(self) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.close()
            self._process.wait(10)
        self._process = None


def counted(url: str) -> dict[str, int]:
    """What passed since the relay began (anew), by service:Operation."""
    with urllib.request.urlopen(url, timeout=5) as reply:
        found: dict[str, int] = json.load(reply)
    return found


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counts: Counter[str]) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    if head.startswith(b"POST"):
        counts.clear()
    body = json.dumps(dict(sorted(counts.items()))).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()
    writer.close()


async def _serve(behind: list[int]) -> None:
    loop, counts = asyncio.get_running_loop(), Counter[str]()
    ended = asyncio.Event()
    servers = [await loop.create_server(functools.partial(Front, port, counts), HOST, 0) for port in behind]
    told = await asyncio.start_server(lambda reader, writer: _answer(reader, writer, counts), HOST, 0)
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True).start()
    print(json.dumps([server.sockets[0].getsockname()[1] for server in (*servers, told)]), flush=True)
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(_serve([int(port) for port in sys.argv[1:]]))
