"""Wherever a merge, a split or a link is cut off, the reaction or a repetition makes it whole, and once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from chalicelib.storage.rows import shared_connection
from tests.handlers.client import Client, Told
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.journeys.walks import names, state

pytestmark = pytest.mark.slow

Ask = Callable[[], Told]


class Cut(Exception):
    """The process ends here."""


@contextmanager
def ending(after: int) -> Iterator[None]:
    """The process ends after so many writes: the next request to write never leaves."""
    left = after

    def hear(model: Any, **_: Any) -> None:
        nonlocal left
        left -= model.name in ("PutItem", "UpdateItem")
        if left < 0:
            raise Cut

    sources = [shared_connection(profile).client.meta.events for profile in ("usual", "commit")]
    for events in sources:
        events.register("before-call.dynamodb", hear)
    try:
        yield
    finally:
        for events in sources:
            events.unregister("before-call.dynamodb", hear)


def cut_everywhere(api: Client, prepare: Callable[[], Ask]) -> Iterator[Ask]:
    """Each request was cut off one write later than the last, and the desk came to rest; ends with the one that got through."""
    for writes in count():
        ask = prepare()
        with ending(writes):
            told = ask()
        api.world.settle()
        yield ask
        if told.status < 300:
            assert writes > 2, "nothing was cut off"
            return


def test_a_merge(api: Client) -> None:
    pair = (0, 0)

    def prepare() -> Ask:
        nonlocal pair
        pair = primary, secondary = api.opened()["id"], api.opened()["id"]
        api.world.settle()
        body = {"primary_id": primary, "ticket_ids": [secondary], "note_in_primary": {"body": "Sama"}}
        return lambda: api.put("/tickets/merge", body)

    for ask in cut_everywhere(api, prepare):
        primary, secondary = pair
        merged = state(secondary).bonds.merged_into == primary
        assert state(primary).bonds.merged == ((secondary,) if merged else ())
        assert ask().status == 204
        api.world.settle()
        assert (state(primary).bonds.merged, state(secondary).bonds.merged_into) == ((secondary,), primary)
        told = [names(primary).count("ticket.absorbed"), names(primary).count("note.written"), names(secondary).count("ticket.merged")]
        assert (told, state(secondary).status) == ([1, 1, 1], 5)
    assert api.world.failures == []


def test_undoing_a_merge(api: Client) -> None:
    pair = (0, 0)

    def prepare() -> Ask:
        nonlocal pair
        pair = primary, secondary = api.opened()["id"], api.opened()["id"]
        assert api.put("/tickets/merge", {"primary_id": primary, "ticket_ids": [secondary]}).status == 204
        api.world.settle()
        return lambda: api.post(f"/tickets/{secondary}/unmerge", {})

    for ask in cut_everywhere(api, prepare):
        primary, secondary = pair
        apart = not state(secondary).bonds.merged_into
        assert state(primary).bonds.merged == (() if apart else (secondary,))
        assert ask().status == 200
        api.world.settle()
        assert (state(primary).bonds.merged, state(secondary).bonds.merged_into, state(secondary).status) == ((), 0, 2)
        assert (names(primary).count("ticket.parted"), names(secondary).count("ticket.unmerged")) == (1, 1)
    assert api.world.failures == []


def test_a_split(api: Client) -> None:
    source = 0

    def prepare() -> Ask:
        nonlocal source
        source += 1
        first = api.world.mail(f"aino{source}@asiakas.example", f"Asia {source}", f"Ensimmäinen asia {source}.")
        api.world.settle()
        found = [row["id"] for row in api.get("/tickets").body if row["subject"] == f"Asia {source}"]
        for text in ("Toinen", "Kolmas"):
            api.world.mail(
                f"aino{source}@asiakas.example", f"Re: Asia {source}", f"{text} asia {source}.", headers=[("In-Reply-To", first)]
            )
        api.world.settle()
        ids = [row["id"] for row in api.get(f"/tickets/{found[0]}/conversations").body]
        return lambda: api.post(f"/tickets/{found[0]}/split", {"conversation_ids": ids})

    for ask in cut_everywhere(api, prepare):
        again = ask()
        api.world.settle()
        number = next(row["id"] for row in api.get("/tickets").body if row["subject"] == f"Asia {source}" and not row["split_from_id"])
        moved = dict(state(number).bonds.moved)
        assert (again.status in (201, 400), len(moved), len(set(moved.values()))) == (True, 2, 1)
        (to,) = set(moved.values())
        assert (names(to).count("message.received"), names(number).count("messages.moved"), state(to).bonds.split_from) == (2, 1, number)
    assert api.world.failures == []


def test_a_link(api: Client) -> None:
    pair = (0, 0)

    def prepare() -> Ask:
        nonlocal pair
        pair = parent, child = api.opened()["id"], api.opened()["id"]
        api.world.settle()
        return lambda: api.put(f"/tickets/{child}/link", {"parent_id": parent})

    for ask in cut_everywhere(api, prepare):
        parent, child = pair
        assert (parent in (state(child).bonds.parent,)) is (child in state(parent).bonds.children)
        assert ask().status == 200
        api.world.settle()
        assert (state(child).bonds.parent, state(parent).bonds.children, names(parent).count("ticket.linked")) == (parent, (child,), 1)
    assert api.world.failures == []
