"""`python -m bench.stub TAKES`: answers each request with what AWS answered to it when the takes were recorded.

It does next to nothing, so what a handler costs against it is the handler's own. A request that is not the recorded one
is refused with 400. `POST /take/<number>/<part>` puts a part of a take on; the answer says how the part before it ended.
"""

import asyncio
import json
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.tape import Answer, Take

LEFT_OUT = {"content-length", "transfer-encoding", "connection", "date", "server"}
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
METHODS = {"GetObject": "GET", "PutObject": "PUT", "HeadObject": "HEAD", "DeleteObject": "DELETE"}


class Stub:
    """The takes, the part that is on, and how far it got; a part begins anew when it has ended."""

    def __init__(self, takes: Sequence[Take]) -> None:
        self.takes = takes
        self.part: Sequence[Answer] = ()
        self.position = 0
        self.faults: list[str] = []

    def answer(self, head: str, body: bytes) -> bytes:
        method, path, _ = head.split(" ", 2)
        if path.startswith("/take/"):
            return self._put_on(*path.split("/")[2:4])
        if not self.part:
            return self._refuse(f"nothing is on for {method} {path}")
        wanted = self.part[self.position]
        if not _is(wanted.operation, head, body):
            return self._refuse(f"{wanted.operation} is on, not {method} {path} {_target(head)}")
        self.position = (self.position + 1) % len(self.part)
        return _response(wanted.status, dict(wanted.headers), wanted.body)

    def _put_on(self, number: str, part: str) -> bytes:
        ended = {"position": self.position, "faults": self.faults}
        self.part, self.position, self.faults = getattr(self.takes[int(number)], part), 0, []
        return _response(200, {"content-type": "application/json"}, json.dumps(ended).encode())

    def _refuse(self, why: str) -> bytes:
        self.faults.append(why)
        return _response(400, {"content-type": "application/x-amz-json-1.0"}, b'{"__type":"OutOfTurn","message":"not recorded"}')


class Wire(asyncio.Protocol):
    """HTTP/1.1 as botocore speaks it: one request after the other on connections that stay."""

    def __init__(self, stub: Stub) -> None:
        self.stub = stub
        self.heard = b""
        self.told_to_go_on = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]  # a TCP connection has both directions

    def data_received(self, data: bytes) -> None:
        self.heard += data
        head, gap, body = self.heard.partition(b"\r\n\r\n")
        if not gap:
            return
        text = head.decode("latin-1")
        if len(body) < int(_header(text, "content-length") or 0):
            if _header(text, "expect") and not self.told_to_go_on:
                self.told_to_go_on = True
                self.transport.write(CONTINUE)
            return
        self.heard, self.told_to_go_on = b"", False
        self.transport.write(self.stub.answer(text, body))


def _is(operation: str, head: str, body: bytes) -> bool:
    if target := _target(head):
        return target.endswith(f".{operation}")
    return head.startswith(f"{METHODS.get(operation)} ") or f"Action={operation}&".encode() in body


def _target(head: str) -> str:
    return _header(head, "x-amz-target")


def _header(head: str, name: str) -> str:
    for line in head.split("\r\n")[1:]:
        key, _, value = line.partition(":")
        if key.lower() == name:
            return value.strip()
    return ""


def _response(status: int, headers: dict[str, str], body: bytes) -> bytes:
    kept = [f"{name}: {value}" for name, value in headers.items() if name.lower() not in LEFT_OUT]
    lines = [f"HTTP/1.1 {status} Recorded", *kept, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


async def serve(takes: Sequence[Take]) -> None:
    """Print the port of loopback that it listens on, and answer until stopped."""
    stub = Stub(takes)
    server = await asyncio.get_running_loop().create_server(lambda: Wire(stub), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(pickle.loads(Path(sys.argv[1]).read_bytes())))
