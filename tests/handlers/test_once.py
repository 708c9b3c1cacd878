"""A POST with an Idempotency-Key is done once and answered alike for a day, whatever happened to the first answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

from bench.recorder import Recorder
from chalicelib.desk import actions as desks
from chalicelib.handlers import once
from chalicelib.storage.rows import shared_connection
from tests.handlers.client import Client, Told
from tests.kept import as_built
from tests.small_desk import DOCUMENT

NEW = {"email": "aino@asiakas.example", "subject": "Hei", "description": "Apua"}
WAITING = 30
QUICK = ("note",)
HEADERS = ("Location", "ETag", "Content-Type")
MADE: dict[str, tuple[str, Callable[[int], dict[str, Any]], Callable[[Client], int]]] = {
    "ticket": ("/tickets", lambda turn: NEW, lambda api: len(api.get("/tickets?per_page=100").body)),
    "reply": ("/tickets/1/reply", lambda turn: {"body": "Hei"}, lambda api: _said(api)),
    "note": ("/tickets/1/notes", lambda turn: {"body": "Hei"}, lambda api: _said(api)),
    "contact": ("/contacts", lambda turn: {"name": "Bo", "email": f"bo{turn}@a.example"}, lambda api: len(api.get("/contacts").body)),
    "company": ("/companies", lambda turn: {"name": f"Nurkka {turn}"}, lambda api: len(api.get("/companies").body)),
    "line": ("/line/next", lambda turn: {}, lambda api: _taken(api)),
}


class Killed(BaseException):
    """The process is gone."""


def _said(api: Client) -> int:
    return len(api.get("/tickets/1/conversations").body)


def _taken(api: Client) -> int:
    """Lists may lag behind a crash until the fan-out has seen its commit."""
    api.world.pump_stream()
    return len(api.get(f"/tickets?agent_id={api.agent('Liisa')}&per_page=100").body)


def alike(one: Told) -> tuple[int, Any, dict[str, str]]:
    return one.status, one.body, {name: one.headers[name] for name in HEADERS if name in one.headers}


@pytest.fixture
def liisa(api: Client) -> Client:
    """Who may do all of it, and has room for every ticket that waits."""
    as_built(api.world, _many_wait, api)
    return api.of("Liisa")


def _many_wait(api: Client) -> None:
    agents = [{**one, "cap": 500} if one["name"] == "Liisa" else one for one in DOCUMENT["agents"]]
    desks.activate({**DOCUMENT, "agents": agents}, api.world.now, "tests")
    group = next(group.id for group in desks.current(api.world.now).groups if group.name == "Support")
    for _ in range(WAITING):
        api.opened(group_id=group)


@contextmanager
def watching(heard: Callable[[str, dict[str, Any]], None], moment: str = "before-call") -> Iterator[None]:
    """`heard` is called with each write to DynamoDB as it goes out, or when it is answered."""
    emitters = [shared_connection(profile).client.meta.events for profile in ("usual", "commit")]

    def hook(model: Any, params: Any = None, **_: Any) -> None:
        heard(model.name, params or {})

    for events in emitters:
        events.register(f"{moment}.dynamodb", hook)
    try:
        yield
    finally:
        for events in emitters:
            events.unregister(f"{moment}.dynamodb", hook)


@pytest.mark.parametrize("what", sorted(MADE))
def test_a_repetition_is_answered_as_the_first_and_changes_nothing(liisa: Client, what: str) -> None:
    path, body, count = MADE[what]
    first = liisa.post(path, body(1), Idempotency_Key="k1")
    after = count(liisa)
    liisa.later(hours=23)
    second = liisa.post(path, body(1), Idempotency_Key="k1")
    assert first.status < 300, first.body
    assert alike(second) == alike(first)
    assert (second.headers.get("Idempotent-Replayed"), "Idempotent-Replayed" in first.headers) == ("true", False)
    assert count(liisa) == after


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
@pytest.mark.parametrize("what", [pytest.param(what, marks=() if what in QUICK else pytest.mark.slow) for what in sorted(MADE)])
def test_a_crash_at_any_request_leads_to_one_effect_all_the_same(liisa: Client, what: str, moment: str) -> None:
    """Whoever asks again is told to wait at most once, and then is answered."""
    path, body, count = MADE[what]
    for turn in range(40):
        before, key = count(liisa), f"k{turn}"
        died = killed(partial(liisa.post, path, body(turn), Idempotency_Key=key), turn, moment)
        told = liisa.post(path, body(turn), Idempotency_Key=key)
        if told.status == 409:
            assert (told.body["code"], 0 < int(told.headers["Retry-After"]) <= 15) == ("request_in_progress", True)
            liisa.later(seconds=int(told.headers["Retry-After"]))
            told = liisa.post(path, body(turn), Idempotency_Key=key)
        assert told.status < 300, told.body
        assert (turn, count(liisa)) == (turn, before + 1)
        if not died:
            assert turn > 3
            return
    raise AssertionError("it never came to an end")


def killed(work: Callable[[], object], number: int, moment: str) -> bool:
    """Whether the request of that number killed the process before the work was done."""
    left = number

    def heard(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            raise Killed

    with watching(heard, moment):
        try:
            work()
        except Killed:
            return True
    return False


@pytest.mark.parametrize(
    ("path", "body"), [("/tickets", {**NEW, "subject": "Muu"}), ("/tickets?a=1", NEW), ("/tickets", {**NEW, "tags": []})]
)
def test_the_same_key_for_another_request_is_refused(api: Client, path: str, body: dict[str, Any]) -> None:
    api.post("/tickets", NEW, Idempotency_Key="k1")
    told = api.post(path, body, Idempotency_Key="k1")
    assert (told.status, told.body["code"]) == (422, "idempotency_key_reused")
    assert len(api.get("/tickets").body) == 1


def test_a_change_with_a_key_that_another_change_had_is_made_all_the_same(api: Client) -> None:
    number = api.opened()["id"]
    told = [api.call("PUT", f"/tickets/{number}", {"priority": one}, headers={"idempotency-key": "k1"}) for one in (2, 3, 3)]
    assert [one.body["priority"] for one in told] == [2, 3, 3]
    assert told[1].headers["ETag"] == told[2].headers["ETag"]


def test_a_key_is_one_callers_on_one_path(api: Client) -> None:
    callers = (api, api.of("Liisa"), api)
    paths = ("/tickets", "/tickets", "/contacts")
    bodies = (NEW, NEW, {"name": "Bo", "email": "bo@asiakas.example"})
    told = [caller.post(path, body, Idempotency_Key="k1") for caller, path, body in zip(callers, paths, bodies, strict=True)]
    assert [(one.status, one.headers.get("Idempotent-Replayed")) for one in told] == [(201, None)] * 3


def test_a_day_later_a_key_is_new(api: Client) -> None:
    first = api.post("/tickets", NEW, Idempotency_Key="k1")
    api.later(hours=24, seconds=1)
    second = api.post("/tickets", {**NEW, "subject": "Muu"}, Idempotency_Key="k1")
    assert (first.body["id"], second.body["id"]) == (1, 2)


def test_a_refusal_is_repeated_too(api: Client) -> None:
    """Even if what was missing is there by now: a key has one answer."""
    first = api.post("/tickets/1/notes", {"body": "Hei"}, Idempotency_Key="k1")
    api.opened()
    second = api.post("/tickets/1/notes", {"body": "Hei"}, Idempotency_Key="k1")
    assert (first.status, alike(second)) == (404, alike(first))


def test_what_failed_on_our_side_is_tried_again_at_once(api: Client) -> None:
    api.opened()

    def fault(operation: str, params: dict[str, Any]) -> None:
        if "C#" in str(params.get("body", params)):
            raise ConnectionError("gone")

    with watching(fault):
        assert api.post("/tickets/1/notes", {"body": "Hei"}, Idempotency_Key="k1").status >= 500
    told = api.post("/tickets/1/notes", {"body": "Hei"}, Idempotency_Key="k1")
    assert (told.status, _said(api)) == (201, 1)


def test_while_the_first_is_running_a_repetition_is_told_to_come_again(api: Client) -> None:
    api.opened()
    heard: list[Told] = []

    def meanwhile(operation: str, params: dict[str, Any]) -> None:
        if not heard and "C#" in str(params.get("body", params)):
            heard.append(Told(0, None, {}))
            heard[0] = api.post("/tickets/1/notes", {"body": "Hei"}, Idempotency_Key="k1")

    with watching(meanwhile):
        first = api.post("/tickets/1/notes", {"body": "Hei"}, Idempotency_Key="k1")
    (second,) = heard
    assert (second.status, second.body["code"], second.headers["Retry-After"]) == (409, "request_in_progress", "15")
    assert (first.status, _said(api)) == (201, 1)


@pytest.mark.parametrize("key", ["", " ", "a b", "k" * 256, "ä", "a\x7f", "a\tb"])
def test_a_key_is_255_visible_characters_at_most(api: Client, key: str) -> None:
    told = api.post("/tickets", NEW, Idempotency_Key=key)
    assert (told.status, told.faults) == (400, [("Idempotency-Key", "invalid_value")])
    assert api.get("/tickets").body == []


def test_a_key_of_255_characters_is_one(api: Client) -> None:
    assert api.post("/tickets", NEW, Idempotency_Key="~" * 255).status == 201


def test_a_form_that_is_sent_again_with_another_boundary_is_the_same_request(api: Client) -> None:
    api.opened()
    told = [
        api.call("POST", "/tickets/1/notes", form(mark), headers={"content-type": kind, "idempotency-key": "k1"})
        for mark, kind in (("abc", "multipart/form-data; boundary=abc"), ("xyz", 'multipart/form-data; boundary="xyz"'))
    ]
    assert [one.status for one in told] == [201, 201]
    assert (alike(told[0]), _said(api)) == (alike(told[1]), 1)


def form(mark: str) -> bytes:
    return f'--{mark}\r\nContent-Disposition: form-data; name="body"\r\n\r\nHei\r\n--{mark}--\r\n'.encode()


def test_without_a_key_nothing_is_asked_of_the_tables_for_it(api: Client) -> None:
    api.opened()
    counts = {}
    for name, more in (("without", {}), ("with", {"Idempotency_Key": "k1"})):
        with Recorder().attached() as recorder:
            assert api.post("/tickets/1/notes", {"body": "Hei"}, **more).status == 201
        counts[name] = [call.operation for call in recorder.calls if call.params.get("TableName", "").endswith("seen")]
    # Taken, bound to the ticket, and the answer kept.
    assert counts == {"without": [], "with": ["PutItem"] * 3}


def test_an_answer_too_large_to_keep_is_worked_out_again(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is lowered, because no answer of today reaches it."""
    monkeypatch.setattr(once, "LARGEST_KEPT", 10)
    told = [api.post("/tickets", NEW, Idempotency_Key="k1") for _ in range(2)]
    assert [(one.status, one.body["id"], "Idempotent-Replayed" in one.headers) for one in told] == [(201, 1, False)] * 2
    assert len(api.get("/tickets").body) == 1
