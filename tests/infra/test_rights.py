"""Each function may do exactly what it does: the whole way is played, and every request is held against the packaged policies."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import pytest

from bench.recorder import Call, Recorder
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.settings import QUEUES, settings
from infra.cfn import Json, camel
from infra.functions import API, PUBLIC, is_public
from infra.queues import queue_id
from infra.tables import tables
from tests.bad_days import stores, way
from tests.bad_days.calls import wire
from tests.bad_days.conftest import chats  # noqa: F401  # the fixture, which is not this folder's
from tests.bad_days.watched import Watched
from tests.handlers.client import ADMIN_KEY, Client
from tests.infra.promises import listed, statements
from tests.world import World

TABLES = {getattr(settings(), f"{name.lower()}_table"): name for name in tables()}
BUCKETS = {settings().raw_bucket: "Raw", settings().files_bucket: "Files"}
PARAMETERS = {settings().keys_parameter: "keys", settings().senders_parameter: "senders"}


@dataclass(frozen=True, order=True)
class Right:
    """One action on one resource for one function; of a policy the resource may end in a star."""

    function: str
    action: str
    resource: str


@dataclass
class Traced(Watched):
    """A world that says in which function's name each request is made."""

    recorder: Recorder = field(default_factory=Recorder)

    def running(self, handler: str, work: Callable[[], Any]) -> Any:
        with self.recorder.by(_function(handler)):
            return super().running(handler, work)


def _function(handler: str) -> str:
    """The logical id of the function that serves a handler, or a route such as "POST /hooks/{name}"."""
    method, _, path = handler.partition(" ")
    return (PUBLIC if is_public(path) else API) if path else camel(method)
