"""Published clients, unmodified: each reads, writes and pages through a local desk by changing an address."""

import base64
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.desk import LocalDesk
from tests.clients.pins import NODE, PYTHON, ROOT, folder
from tests.clients.tls import Proxy, TlsDoor, certificate

pytestmark = pytest.mark.clients

# What each client says it has done, in order.
CHECKED = {
    "python_freshdesk": [
        "me", "ticket made and viewed", "ticket changed, answered, noted, resolved", "tickets listed and deleted",
        "contact made, changed, hired, let go", "company made and changed", "groups, roles, fields, time entries", "solutions", "search",
        "refusals",
    ],
    "pyfreshdesk": ["tickets", "house", "canned responses", "solutions"],
    "freshdesk_api_client": ["ticket", "note", "lists", "deletion"],
    "nn_freshdesk_client": ["tickets", "groups", "agents", "contacts", "products", "surveys", "ratings", "conversations", "between dates"],
    "tap_freshdesk": [
        "tickets", "conversations", "contacts", "companies", "agents", "groups", "roles", "time_entries",
    ],
    "freshdesk_mcp": ["tickets", "summary", "people", "house", "companies", "canned responses", "solutions"],
    "freshdesk_mcp_iplweb": ["tickets", "whole tickets", "statuses", "people"],
    "airbyte_source": ["connection", "every stream", "each once", "from its state"],
    "dlt_rest": ["copied, page by page", "again from where it ended"],
    "freshdesk_api": [
        "me", "ticket made, viewed, changed", "answered, noted, corrected", "time", "all tickets, page by page", "synced twice", "search",
        "contacts", "companies", "house", "deleted, restored, refused",
    ],
    "freshworks_freshdesk": ["made, changed, answered", "tickets", "conversations", "fields", "contacts", "refusals"],
    "activepieces": ["tickets", "made", "status", "contacts", "by status", "refusals"],
    "n8n": ["credentials", "ticket", "all tickets", "choices", "contacts", "deleted, refused"],
}  # fmt: skip
SCRIPTS = ROOT / "tests" / "clients" / "scripts"


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    """A desk with something in it: waits until the last seed is sown."""
    with LocalDesk(state=tmp_path_factory.mktemp("desk"), seeded=True) as running:
        running.await_seeds()
        await_listed(running, "/tickets?order_by=updated_at", 5)
        await_listed(running, "/contacts?_updated_since=2020-01-01T00:00:00Z", 3)
        yield running


def await_listed(desk: LocalDesk, path: str, count: int) -> None:
    """A change is listed by its time once it is some seconds old, that of a contact half a minute."""
    key = base64.b64encode(f"{desk.admin_key}:X".encode()).decode()
    asked = urllib.request.Request(f"{desk.api_url}/api/v2{path}", headers={"Authorization": f"Basic {key}"})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with urllib.request.urlopen(asked, timeout=30) as told:
            if len(json.load(told)) >= count:
                return
        time.sleep(0.5)
    raise AssertionError(f"{path} does not list {count} in time")


@pytest.fixture(scope="session")
def ways(desk: LocalDesk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """How a client gets to the desk, as variables of its environment."""
    pem = certificate(tmp_path_factory.mktemp("tls"))
    door = TlsDoor(pem, int(desk.api_url.rpartition(":")[2]))
    proxy = Proxy(door.port)
    yield {
        "DESK": desk.api_url,
        "PLACE": f"localhost:{door.port}/fd",
        "KEY": desk.admin_key,
        **dict.fromkeys(("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), str(pem)),
        "HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}",
        "NO_PROXY": "localhost",
    }
    proxy.close()
    door.close()


def test_every_client_that_is_fetched_is_tried() -> None:
    assert set(CHECKED) == {*PYTHON, *NODE}


def command_of(name: str) -> list[str]:
    if name in NODE:
        return ["node", str(SCRIPTS / f"{name}.cjs")]
    # Without the packages of this project: a client brings its own.
    return [sys.executable, "-S", "-P", str(SCRIPTS / f"{name}.py")]


@pytest.mark.parametrize("name", CHECKED)
def test_a_client_works_as_it_was_published(name: str, ways: dict[str, str], tmp_path: Path) -> None:
    packages = {"NODE_PATH": str(folder(name) / "node_modules")} if name in NODE else {"PYTHONPATH": str(folder(name))}
    environment = {"PATH": os.environ["PATH"], "FOLDER": str(tmp_path), **packages, **ways}
    run = subprocess.run(command_of(name), env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr[-4000:]}"
    assert [line for line in run.stdout.splitlines() if line in CHECKED[name]] == CHECKED[name], run.stdout
