"""What many tests start from, made for the first and put back for the others: the small desk, and worlds in which something happened."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.desk.model import Desk
from chalicelib.settings import settings
from tests import pretended
from tests.bad_days import stores
from tests.small_desk import DOCUMENT
from tests.world import START, World

_built: dict[Callable[..., object], stores.Saved] = {}


def as_built(world: World, build: Callable[..., object], *given: Any) -> None:
    """What `build(*given)` leaves in this fresh world: stores, clock and what waits. No process remembers anything of it."""
    if not pretended.has_tables():
        build(*given)
    elif build in _built:
        vars(world).update(stores.restore(_built[build]))
    else:
        build(*given)
        _built[build] = stores.save(**_own(world))


def small_desk() -> Desk:
    """The small desk, holding since the world's first morning."""
    if not pretended.has_tables():
        return desks.activate(DOCUMENT, START, "tests")
    desk, rows = _activated()
    pretended.tables()[settings().desk_table].items = pickle.loads(rows)
    return desk


@cache
def _activated() -> tuple[Desk, bytes]:
    desk = desks.activate(DOCUMENT, START, "tests")
    return desk, pickle.dumps(pretended.tables()[settings().desk_table].items)


def _own(world: World) -> dict[str, Any]:
    """What a world knows beside its stores."""
    return {each.name: copy.copy(getattr(world, each.name)) for each in fields(world) if each.name != "app"}
