"""A client with the administrator's key."""

import pytest

from chalicelib.handlers import rates
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from tests.handlers.client import ADMIN_KEY, Client
from tests.world import World


@pytest.fixture
def api(world: World) -> Client:
    people.forget()
    rates.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    return Client(world)
