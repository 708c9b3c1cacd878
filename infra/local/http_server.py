"""The HTTP API on loopback: Chalice's local gateway in a threaded server, with the tolerance that only the local desk has."""

import io
import json
import re
from functools import partial
from typing import Any

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import ChaliceRequestHandler, ForbiddenError, LocalChalice, LocalGatewayException, ThreadedHTTPServer

from chalicelib.handlers.cors import headers
from infra.gateway import NOT_THERE
from infra.local.web import Served

LARGEST = 10 * 1024 * 1024
FOREIGN_HOST = re.compile(r"^/+[\w.-]+\.freshdesk\.com(?=/+api/v2(?:/|$))")
API = re.compile(r"^/api/v2(?:[/?]|$)")


def tolerant(target: str) -> str:
    """The request target as the API knows it: no doubled slashes, no `.json`, no host of the service a client was made for in the path."""
    path, mark, query = target.partition("?")
    path = FOREIGN_HOST.sub("", re.sub(r"/{2,}", "/", path))
    return (path if path.endswith("/openapi.json") else path.removesuffix(".json")) + mark + query


def prefix(target: str) -> str:
    """The host of the service a client was made for, if its path begins with one: links lead back under it."""
    found = FOREIGN_HOST.match(target)
    return "/" + found[0].strip("/") if found else ""


class ApiServer(Served):
    """Serves the application; requests run in threads of their own."""

    def __init__(self, app: Chalice, port: int, *, timeout: int, memory: int) -> None:
        _make_thread_safe(app)
        config = Config.create(
            chalice_app=app, chalice_stage="local", app_name=app.app_name, lambda_timeout=timeout, lambda_memory_size=memory
        )
        config.function_name = "api_handler"
        super().__init__(_Server(("127.0.0.1", port), partial(_Handler, app_object=app, config=config)), "api")


class _Server(ThreadedHTTPServer):
    request_queue_size = 128


class _Handler(ChaliceRequestHandler):
    path: str
    rfile: Any
    disable_nagle_algorithm = True

    def do_HEAD(self) -> None:  # noqa: N802  # http.server calls it so
        self.command, self._without_body = "GET", True
        self._generic_handle()

    def _generic_handle(self) -> None:
        del self.headers["X-Forwarded-Prefix"]
        if told := prefix(self.path):
            self.headers["X-Forwarded-Prefix"] = told
        self.path = tolerant(self.path)
        wire = self.rfile
        is_chunked = "chunked" in self.headers.get("Transfer-Encoding", "").lower()
        if int(self.headers.get("Content-Length") or 0) > LARGEST or (is_chunked and not self._put_together()):
            self._turn_away(413, b'{"message": "Request Too Long"}')
        else:
            super()._generic_handle()
        self.rfile = wire

    def _put_together(self) -> bool:
        """Make a body that comes in chunks a whole one, as the gateway does (RFC 9112 7.1); False if it is too long or broken."""
        whole, wire = bytearray(), self.rfile
        while size := _size(wire.readline(100)):
            if size < 0 or len(whole) + size > LARGEST:
                return False
            whole += wire.read(size)
            wire.readline(100)
        while wire.readline(LARGEST).strip():
            pass
        self.headers["Content-Length"] = str(len(whole))
        self.rfile = io.BytesIO(bytes(whole))
        return True

    do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = do_OPTIONS = _generic_handle  # noqa: N815  # as above

    def _send_error_response(self, error: LocalGatewayException) -> None:
        """As the gateway's responses are set up (infra/gateway.py): an address that is not there is told in the words of the API."""
        if isinstance(error, ForbiddenError) and API.match(self.path):
            body = json.dumps({**NOT_THERE, "request_id": error.headers.get("x-amzn-RequestId")}).encode()
            self._send_http_response(404, {"Content-Type": "application/json", **headers(self.headers.get("Origin", ""))}, body)
        else:
            super()._send_error_response(error)

    def _turn_away(self, status: int, body: bytes) -> None:
        self.close_connection = True
        self._send_http_response(status, {"Connection": "close"}, body)

    def _send_http_response_with_body(self, code: int, headers: Any, body: Any) -> None:
        if not getattr(self, "_without_body", False):
            super()._send_http_response_with_body(code, headers, body)
            return
        self._without_body = False
        self.send_response(code)
        self.send_header("Content-Length", str(len(body if isinstance(body, bytes) else body.encode())))
        self._send_headers(headers)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The application logs its requests itself."""


def _size(line: bytes) -> int:
    """The size of a chunk, -1 for a line that tells none."""
    try:
        return int(line.partition(b";")[0].strip() or b"-1", 16)
    except ValueError:
        return -1


def _make_thread_safe(app: Chalice) -> None:
    """Give the application the class that `chalice local` gives it: one current request per thread."""
    if not isinstance(app, LocalChalice):
        app.__class__ = type("LocalApplication", (LocalChalice, type(app)), {})
