"""Many changes of one ticket at once, through the API's own server: each has its effect once or is told to come again."""

import base64
import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.handlers import rates
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.storage.tickets import find_commits
from infra.local.http_server import ApiServer
from tests.bad_days.crowd import open_tickets
from tests.bad_days.watched import Watched
from tests.handlers.client import ADMIN_KEY, Client

pytestmark = pytest.mark.slow

CHANGES, FIELDS, THREADS, PORT = 120, 20, 8, 18_731


@dataclass(frozen=True)
class Change:
    """A note with words of its own, or a field of its own: what is lost or done twice can be told."""

    number: int

    @property
    def request(self) -> tuple[str, str, dict[str, Any]]:
        if self.number < FIELDS:
            return "PUT", "/tickets/1", {"custom_fields": {f"cf_n{self.number}": self.number}}
        return "POST", "/tickets/1/notes", {"body": f"note {self.number}"}


@pytest.fixture
def server(watched: Watched) -> Iterator[ApiServer]:
    people.ensure_key(ADMIN_KEY, Key(), watched.now)
    rates.forget()
    open_tickets(watched, "Support", [1])
    running = ApiServer(watched.app, PORT, timeout=60, memory=512)
    running.start()
    yield running
    running.stop()


def asked(change: Change) -> tuple[int, bool]:
    """The status, and whether we were told when to come again."""
    method, path, body = change.request
    credentials = base64.b64encode(f"{ADMIN_KEY}:X".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json", "Idempotency-Key": f"change-{change.number}"}
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/api/v2{path}", json.dumps(body).encode(), headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, False
    except urllib.error.HTTPError as refused:
        return refused.code, "Retry-After" in refused.headers


@pytest.mark.usefixtures("server")
def test_changes_of_one_ticket_at_once_are_all_there_once(watched: Watched) -> None:
    left = [Change(number) for number in range(CHANGES)]
    rounds: list[Counter[tuple[int, bool]]] = []
    while left:
        with watched.time(), ThreadPoolExecutor(THREADS) as crowd:
            told = list(crowd.map(asked, left))
        rounds.append(Counter(told))
        assert all(status < 300 or may_come_again for status, may_come_again in told), rounds
        left = [change for change, (status, _) in zip(left, told, strict=True) if status >= 300]
        rates.forget()
        watched.now += timedelta(seconds=20)
    notes = [commit.content.text for commit in find_commits(1) if commit.content]
    assert sorted(notes) == sorted(f"note {number}" for number in range(FIELDS, CHANGES))
    fields = Client(watched).get("/tickets/1").body["custom_fields"]
    assert fields == {f"cf_n{number}": number for number in range(FIELDS)}
    assert rounds[0][201, False] + rounds[0][200, False] > CHANGES // 2
