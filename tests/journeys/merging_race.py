"""Something that happens just before a message is written to its ticket."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chalicelib.storage.rows import shared_connection


@contextmanager
def overtaken_by(rival: Callable[[], None]) -> Iterator[None]:
    """`rival` runs right before the first commit that is put from now on."""
    events = shared_connection("commit").client.meta.events
    waiting = [rival]

    def hear(model: object, **_: object) -> None:
        if waiting:
            waiting.pop()()

    events.register("before-call.dynamodb.PutItem", hear)
    try:
        yield
    finally:
        events.unregister("before-call.dynamodb.PutItem", hear)
