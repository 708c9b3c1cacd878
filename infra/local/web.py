"""A small threaded HTTP server on loopback: one function from request to answer, used by every page and stub of the local desk."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LOG = logging.getLogger("vuoro.local.web")


@dataclass(frozen=True, slots=True)
class Asked:
    """One HTTP request; header names in lower case, of a repeated query parameter the last."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON; raises ValueError when it is none."""
        return json.loads(self.body or b"{}")

    @property
    def is_for_here(self) -> bool:
        """Whether it names this machine; a page elsewhere whose own name was pointed at loopback names itself."""
        return urlsplit(f"//{self.headers.get('host', '')}").hostname in ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def as_json(value: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value, ensure_ascii=False).encode())


def as_html(text: str, status: int = 200) -> Answer:
    return Answer(status, text.encode(), "text/html; charset=utf-8")


class Served:
    """A server that runs in a thread of its own until `stop`."""

    def __init__(self, server: HTTPServer, name: str) -> None:
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, args=(0.02,), name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()


class LoopbackServer(Served):
    """Serves `handle` on 127.0.0.1."""

    def __init__(self, port: int, handle: Callable[[Asked], Answer]) -> None:
        server = ThreadingHTTPServer(("127.0.0.1", port), _handler(handle))
        server.daemon_threads = True
        super().__init__(server, f"web-{port}")


def _handler(handle: Callable[[Asked], Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def answer(self) -> None:
            answer = _guarded(handle, self._asked())
            self.send_response(answer.status)
            for name, value in {"Content-Type": answer.type, "Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # http.server calls them so

        def _asked(self) -> Asked:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            method = "GET" if self.command == "HEAD" else self.command
            return Asked(method, url.path, dict(parse_qsl(url.query, keep_blank_values=True)), headers, body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            LOG.debug("%s %s", self.requestline, code)

    return Handler


def _guarded(handle: Callable[[Asked], Answer], asked: Asked) -> Answer:
    try:
        return handle(asked)
    except ValueError as fault:
        return as_json({"message": str(fault)}, 400)
