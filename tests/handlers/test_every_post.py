"""Every POST with an Idempotency-Key, route by route: one effect, however often it is sent and whatever became of the first answer."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.handlers.http import ROUTES
from chalicelib.settings import settings
from chalicelib.storage import seen
from chalicelib.storage.tickets import find_commits
from tests import pretended
from tests.handlers.client import Client, Told
from tests.handlers.posts import POSTS, Asked
from tests.handlers.test_once import Killed, alike, watching

QUICK = ("/tickets", "/tickets/{number}/notes")
EVERY = [pytest.param(route, marks=() if route in QUICK else pytest.mark.slow) for route in POSTS]
SECRET = ("/keys", "/webhooks")
# What is kept of answers, of keys and of lists says nothing of what was done; counters and loads are rows that stay.
ASIDE = re.compile(r"R#|Q#|I#|P#|N#|LOAD#")


def caller_of(route: str, api: Client) -> Client:
    """Only agents take from the line."""
    return api.of("Liisa") if route == "/line/next" else api


def there(api: Client) -> Counter[str]:
    """What the desk holds, by kind, when it has come to rest: events of all tickets, other rows by the form of their keys, mails.

    What follows from those and what they cost is left out.
    """
    api.later(minutes=1)
    api.world.settle()
    commits = [commit for number in range(1, seen.newest_number() + 1) for commit in find_commits(number)]
    held = Counter(event.NAME for commit in commits for event in commit.events)
    for name, table in pretended.tables().items():
        if name not in (settings().tickets_table, settings().search_table, settings().ledger_table):
            held += Counter(f"{name} {form(item)}" for item in table.all_items() if not ASIDE.match(item.attrs["pk"].value))
    held["mails"] = len(api.world.mails())
    return held


def form(item: Any) -> str:
    keys = [item.attrs[name].value for name in ("pk", "sk") if name in item.attrs]
    return re.sub(r"[0-9a-f]{8,}|\d+|<.*>", "#", " ".join(keys))


def test_every_post_has_its_case() -> None:
    """A route without one is a route of which nobody knows whether it may be sent twice."""
    assert set(POSTS) == {route.path for route in ROUTES if route.method == "POST"}


def effect(api: Client, prepare: Callable[[Client, int], Asked], turn: int, send: Callable[[Asked], Told]) -> tuple[Told, Counter[str]]:
    """What is told, and what is there afterwards that was not there before, or the other way round."""
    asked = prepare(api, turn)
    before = there(api)
    told = send(asked)
    after = there(api)
    after.subtract(before)
    return told, Counter({name: count for name, count in after.items() if count})


@pytest.mark.parametrize("route", EVERY)
def test_a_repetition_has_no_effect_and_the_same_answer(api: Client, route: str) -> None:
    path, body = POSTS[route](api, 1)
    caller = caller_of(route, api)
    first = caller.post(path, body, Idempotency_Key="k1")
    assert first.status < 300, first.body
    made = there(api)
    second = caller.post(path, body, Idempotency_Key="k1")
    assert (settled(second), there(api)) == (settled(first), made)
    # What nobody shall keep is told again because it is worked out again.
    assert ("Idempotent-Replayed" in second.headers) == (route not in SECRET)


def settled(told: Told) -> Any:
    """An answer without the one thing that moves by itself: how far a webhook has read."""
    status, body, headers = alike(told)
    return status, {**body, "cursor": ""} if isinstance(body, dict) and "cursor" in body else body, headers


@pytest.mark.parametrize("route", EVERY)
def test_a_process_that_died_before_it_answered_is_made_good_once(api: Client, route: str) -> None:
    """The work is done and nobody knows; others have changed the ticket before it is asked for again."""
    caller, clean = caller_of(route, api), "clean"

    def once(asked: Asked) -> Told:
        told = caller.post(*asked, Idempotency_Key=clean)
        disturb(api, asked)
        return told

    def cut(asked: Asked) -> Told:
        with pytest.raises(Killed), watching(at_the_answer):
            caller.post(*asked, Idempotency_Key="cut")
        disturb(api, asked)
        waits = caller.post(*asked, Idempotency_Key="cut")
        assert (waits.status, waits.body["code"], 0 < int(waits.headers["Retry-After"]) <= 15) == (409, "request_in_progress", True)
        api.later(seconds=int(waits.headers["Retry-After"]))
        return caller.post(*asked, Idempotency_Key="cut")

    wanted, (told, came) = effect(api, POSTS[route], 1, once), effect(api, POSTS[route], 2, cut)
    assert (told.status, came) == (wanted[0].status, wanted[1]), told.body


def at_the_answer(operation: str, params: dict[str, Any]) -> None:
    """The process ends when it is about to note what it answered."""
    if noting(operation, params):
        raise Killed


def noting(operation: str, params: dict[str, Any]) -> bool:
    """The key's row is put twice: taken on a condition, and at the end without one."""
    asked = str(params.get("body", params))
    return operation == "PutItem" and '"R#' in asked and "ConditionExpression" not in asked


def disturb(api: Client, asked: Asked) -> None:
    if found := re.match(r"/tickets/\d+", asked[0]):
        for turn in range(6):
            assert api.post(f"{found[0]}/notes", {"body": f"Muu {turn}"}).status == 201


class Meanwhile:
    """Sends the request once more when the first has taken its key, and again when all is done but its answer."""

    def __init__(self, send: Callable[[], Told]) -> None:
        self.heard: list[Told] = []
        self._send, self._taken, self._asks = send, False, False

    def __call__(self, operation: str, params: dict[str, Any]) -> None:
        if self._asks:
            return
        if noting(operation, params) or (self._taken and not self.heard):
            self._asks = True
            self.heard.append(self._send())
            self._asks = False
        self._taken = self._taken or '"R#' in str(params.get("body", params))


@pytest.mark.parametrize("route", EVERY)
def test_whoever_asks_while_the_first_is_at_work_is_told_to_come_again(api: Client, route: str) -> None:
    path, body = POSTS[route](api, 1)
    caller = caller_of(route, api)
    meanwhile = Meanwhile(lambda: caller.post(path, body, Idempotency_Key="k1"))
    with watching(meanwhile):
        first = caller.post(path, body, Idempotency_Key="k1")
    assert first.status < 300, first.body
    told = {(one.status, one.body["code"], 0 < int(one.headers["Retry-After"]) <= 15) for one in meanwhile.heard}
    assert (told, bool(meanwhile.heard)) == ({(409, "request_in_progress", True)}, True)
    assert settled(caller.post(path, body, Idempotency_Key="k1")) == settled(first)


@pytest.mark.parametrize("route", EVERY)
def test_the_same_key_with_anything_else_is_refused_and_changes_nothing(api: Client, route: str) -> None:
    path, body = POSTS[route](api, 1)
    caller = caller_of(route, api)
    assert caller.post(path, body, Idempotency_Key="k1").status < 300
    made = there(api)
    others = [(f"{path}?other=1", body), (path, {**(body or {}), "other": 1})]
    told = [caller.post(*asked, Idempotency_Key="k1") for asked in others]
    assert [(one.status, one.body["code"]) for one in told] == [(422, "idempotency_key_reused")] * 2
    assert there(api) == made
