"""A watched world: a small desk with a chat provider of its own, tickets numbered so that no other number looks like them."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.settings import settings
from infra.local.ports import ports_from
from infra.local.web import Answer, Asked, LoopbackServer, as_json
from tests.bad_days import stores, way
from tests.bad_days.calls import wire
from tests.bad_days.watched import Watched
from tests.handlers.client import ADMIN_KEY
from tests.world import World


@pytest.fixture(scope="session")
def chats() -> Iterator[list[dict[str, Any]]]:
    """A provider of chats on loopback, and what it was given to send."""
    taken: list[dict[str, Any]] = []

    def take(asked: Asked) -> Answer:
        taken.append(asked.json() | {"id": f"wamid.{asked.json()['biz_opaque_callback_data']}"})
        return as_json({"messages": [{"id": taken[-1]["id"]}]})

    port = ports_from(0).whatsapp
    server = LoopbackServer(port, take)
    server.start()
    before = os.environ.get("VUORO_WHATSAPP_URL")
    os.environ["VUORO_WHATSAPP_URL"] = f"http://127.0.0.1:{port}"
    settings.cache_clear()
    yield taken
    os.environ.pop("VUORO_WHATSAPP_URL") if before is None else os.environ.update(VUORO_WHATSAPP_URL=before)
    settings.cache_clear()
    server.stop()


@pytest.fixture
def watched(world: World, chats: list[dict[str, Any]]) -> Iterator[Watched]:
    chats.clear()
    stores.empty_buckets()
    way.number_tickets_from(way.FIRST)
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    with wire() as listening:
        yield Watched(world.app, wire=listening, chats=chats)
