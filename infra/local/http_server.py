"""The HTTP API on loopback: Chalice's local gateway in a threaded server, with the tolerance that only the local desk has."""

import re
import threading
from functools import partial
from typing import Any

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import ChaliceRequestHandler, LocalChalice, ThreadedHTTPServer

LARGEST = 10 * 1024 * 1024
FOREIGN_HOST = re.compile(r"^/[\w.-]+\.freshdesk\.com(?=/api/v2(?:/|$))")


def tolerant(target: str) -> str:
    """The request target as the API knows it: no doubled slashes, no `.json`, no host of the service a client was made for in the path."""
    path, mark, query = target.partition("?")
    path = FOREIGN_HOST.sub("", re.sub(r"/{2,}", "/", path))
    return path.removesuffix(".json") + mark + query


class ApiServer:
    """Serves the application until `stop`; requests run in threads of their own."""

    def __init__(self, app: Chalice, port: int, *, timeout: int, memory: int) -> None:
        _make_thread_safe(app)
        config = Config.create(
            chalice_app=app, chalice_stage="local", app_name=app.app_name, lambda_timeout=timeout, lambda_memory_size=memory
        )
        config.function_name = "api_handler"
        self._server = _Server(("127.0.0.1", port), partial(_Handler, app_object=app, config=config))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="api", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()


class _Server(ThreadedHTTPServer):
    request_queue_size = 128


class _Handler(ChaliceRequestHandler):
    path: str
    disable_nagle_algorithm = True

    def do_HEAD(self) -> None:  # noqa: N802  # http.server calls it so
        self.command, self._without_body = "GET", True
        self._generic_handle()

    def _generic_handle(self) -> None:
        self.path = tolerant(self.path)
        if int(self.headers.get("Content-Length") or 0) > LARGEST:
            self._turn_away(413, b'{"message": "Request Too Long"}')
        elif "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            self._turn_away(411, b'{"message": "Length Required"}')
        else:
            super()._generic_handle()

    do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = do_OPTIONS = _generic_handle  # noqa: N815  # as above

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


def _make_thread_safe(app: Chalice) -> None:
    """Give the application the class that `chalice local` gives it: one current request per thread."""
    if not isinstance(app, LocalChalice):
        app.__class__ = type("LocalApplication", (LocalChalice, type(app)), {})
