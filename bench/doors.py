"""The ways into the application, and a listener at them who writes down each invocation as a take."""

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalice.local import LambdaContext

from bench.recorder import Call, Look, Recorder
from bench.tape import Take, outcome_of
from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.outgoing import actions as outgoing
from chalicelib.outside import secrets
from chalicelib.people import actions as people
from chalicelib.search import actions as search
from chalicelib.storage import line, newest
from chalicelib.subscriptions import actions as subscriptions

HTTP = "app"
READS: Mapping[str, Callable[..., Any]] = {
    "storage.line.agent_rows": line.agent_rows,
    "storage.line.group_rows": line.group_rows,
    # Without the second that it waits.
    "search.actions.put_together": partial(search.put_together, wait=0),
}
NOW = timedelta(0)
# After so many a process takes more ahead than one operation is played with.
SENT_TODAY = 8
# Everything that is remembered is read again after 60 s.
STALE = timedelta(seconds=61)


def enter(app: Any, door: str, given: Any) -> Any:
    """One invocation: of the HTTP application, of a handler by its name, or of a reading."""
    if door in READS:
        return READS[door](*given)
    return (app if door == HTTP else app.handler_map[door])(given, LambdaContext(door, 512, 60_000))


def forget() -> None:
    """A process that has just started knows nothing yet."""
    desks.forget()
    secrets.forget()
    people.forget()
    subscriptions.forget()
    outgoing.forget()
    forget_writes()


def forget_writes() -> None:
    """A process that knows what it read, but not what it wrote: what follows was not written by it."""
    newest.forget()


def warm(at: datetime, age: timedelta, api_keys: tuple[str, ...]) -> None:
    """A process that worked so long before this instant: it knows the configuration, the secrets, who calls and who is told.

    One that worked just now has sent messages today, and has some of their senders' allowance in hand.
    """
    forget()
    then = at - age
    desk = desks.current(then)
    secrets.keys()
    subscriptions.active(then)
    for api_key in api_keys:
        who = people.principal(api_key, desk, then)
        for _ in range(0 if age else SENT_TODAY):
            outgoing.take(1, who, who, Context(desk, then, clock.now))


class Doors:
    """Stands in for the Chalice application; while `noting`, each invocation finds a warm process and becomes a take."""

    def __init__(self, app: Any, recorder: Recorder, look: Look) -> None:
        self.app = app
        self.recorder = recorder
        self.look = look
        self.api_keys: tuple[str, ...] = ()
        self.takes: list[Take] = []
        self.calls: list[list[Call]] = []
        self.first = 0
        self._noting = False
        self._age: timedelta | None = NOW

    @contextmanager
    def noting(self, age: timedelta | None = NOW) -> Iterator[None]:
        """`age` is how old the process's memory is, None if it has none."""
        self._noting, self._age = True, age
        self.first = self.first or len(self.recorder.calls)
        try:
            yield
        finally:
            self._noting = False

    @property
    def routes(self) -> Any:
        return self.app.routes

    @property
    def handler_map(self) -> dict[str, Callable[[Any, Any], Any]]:
        return {name: partial(self._handle, name) for name in self.app.handler_map}

    def __call__(self, event: Any, context: Any) -> Any:
        return self.enter(HTTP, event)

    def _handle(self, door: str, event: Any, context: Any) -> Any:
        return self.enter(door, event)

    def enter(self, door: str, given: Any) -> Any:
        if not self._noting:
            return enter(self.app, door, given)
        now, kept = clock.now(), copy.deepcopy(given)
        began = len(self.recorder.calls)
        forget() if self._age is None else warm(now, self._age, self.api_keys)
        first, self.recorder.look = len(self.recorder.calls), self.look
        with self.recorder.by(door):
            answer = enter(self.app, door, given)
        self.recorder.look = None
        before, own = self.recorder.calls[began:first], self.recorder.calls[first:]
        answers = tuple(call.on_the_wire for call in own if call.on_the_wire)
        warming = tuple(call.on_the_wire for call in before if call.on_the_wire)
        self.takes.append(Take(door, kept, now, self.api_keys, self._age, warming, answers, outcome_of(answer)))
        self.calls.append(own)
        return answer
