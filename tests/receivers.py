"""Somebody else's system on loopback that webhooks call."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Taken = Callable[[bytes, dict[str, str]], tuple[int, bytes]]


class _Door(BaseHTTPRequestHandler):
    server: "_Server"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        status, body = self.server.take(raw, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    def __init__(self, take: Taken) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.take = take


@contextmanager
def listening(take: Taken) -> Iterator[str]:
    """The address of a system that answers each call with what `take` makes of its body and headers."""
    with _Server(take) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook"
        server.shutdown()


@contextmanager
def receiving(status: Callable[[], int]) -> Iterator[str]:
    """The address of a system that only says how it took a call."""
    with listening(lambda body, headers: (status(), b"")) as url:
        yield url
