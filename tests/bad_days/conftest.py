"""A watched world: a small desk with a chat provider of its own, tickets numbered so that no other number looks like them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass
class Provider:
    """What it was given to send, and how it answers the next ones instead of well: (status, body), and whether it sends all the same."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[tuple[int, bytes, bool]] = field(default_factory=list)

    def take(self, asked: Asked) -> Answer:
        if asked.method == "GET":
            return self.give(asked)
        status, body, sends = self.troubles.pop(0) if self.troubles else (200, b"", True)
        message = asked.json() | {"id": f"wamid.{asked.json()['biz_opaque_callback_data']}"}
        self.taken += [message] if sends else []
        return Answer(status, body) if body else as_json({"messages": [{"id": message["id"]}]})

    def give(self, asked: Asked) -> Answer:
        """A file by its id: first its address, then itself."""
        if asked.path.startswith("/file/"):
            return Answer(200, b"\xff\xd8 a picture", "image/jpeg")
        return as_json({"url": f"http://{asked.headers['host']}/file/{asked.path.rpartition('/')[2]}"})


@pytest.fixture(scope="session")
def chats() -> Iterator[Provider]:
    """A provider of chats on loopback."""
    provider = Provider()
    port = ports_from(0).whatsapp
    server = LoopbackServer(port, provider.take)
    server.start()
    before = os.environ.get("VUORO_WHATSAPP_URL")
    os.environ["VUORO_WHATSAPP_URL"] = f"http://127.0.0.1:{port}"
    settings.cache_clear()
    yield provider
    os.environ.pop("VUORO_WHATSAPP_URL") if before is None else os.environ.update(VUORO_WHATSAPP_URL=before)
    settings.cache_clear()
    server.stop()


@pytest.fixture
def watched(world: World, chats: Provider) -> Iterator[Watched]:
    chats.taken.clear()
    chats.troubles.clear()
    stores.empty_buckets()
    way.number_tickets_from(way.FIRST)
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    with wire() as listening:
        yield Watched(world.app, wire=listening, chats=chats.taken)
