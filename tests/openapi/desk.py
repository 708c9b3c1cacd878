"""The API on loopback: the real handlers over tables in this process, so that clients of other makers can be run against it.

`python -m tests.openapi.desk` tells the address of such a desk and serves it until its input ends.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest import mock

from moto import mock_aws

from infra.openapi.document import ROOT
from tests.small_desk import DOCUMENT
from tests.tables import make_tables

KEY = "a-key-that-opens-everything"
PLENTY = 10_000_000


@contextmanager
def serving() -> Iterator[str]:
    """The address of a fresh desk whose key is KEY; nothing of it outlives the block."""
    with mock.patch.dict(os.environ, {"VUORO_RATE": str(PLENTY), "VUORO_PUBLIC_URL": ""}), mock_aws():
        from app import app
        from chalicelib.settings import settings
        from infra.local.http_server import ApiServer

        settings.cache_clear()
        _furnish()
        port = _free_port()
        server = ApiServer(app, port, timeout=15, memory=512)
        server.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.stop()
            settings.cache_clear()


@contextmanager
def apart() -> Iterator[str]:
    """The same in a process of its own, for tests whose own tables come and go."""
    command = [sys.executable, "-m", "tests.openapi.desk"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = next((line.strip() for line in process.stdout if line.startswith("http://")), "")
        assert address
        yield address
        process.kill()


def _furnish() -> None:
    from chalicelib.desk import actions as desks
    from chalicelib.people import actions as people
    from chalicelib.people.keys import Key
    from tests.world import client, make_places

    make_places()
    make_tables(client("dynamodb"))
    desks.forget()
    now = datetime.now(UTC)
    desks.activate(DOCUMENT, now, "tests")
    people.ensure_key(KEY, Key(), now)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


if __name__ == "__main__":
    with serving() as told:
        print(told, flush=True)
        sys.stdin.read()
