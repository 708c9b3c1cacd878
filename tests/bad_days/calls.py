"""Every AWS call of our code, seen by botocore's own hooks: recorded, killed before or after, or answered with a fault."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from chalicelib.outside import aws
from chalicelib.storage.rows import shared_connection
from tests import short_way

SERVICES = ("sqs", "s3", "ssm", "ses")
PROFILES = ("usual", "commit")
PRODUCT = str(Path(aws.__file__).parents[1])
When = Literal["before", "after"]
Service = Callable[[], AWSResponse | None]
WHENS: tuple[When, When] = ("before", "after")


class Killed(BaseException):
    """The process is gone; no `except Exception` of ours may hear of it."""


@dataclass(frozen=True)
class Call:
    """One AWS call: in which handler, what was asked of what, and through which lines of ours it was made."""

    handler: str
    operation: str
    place: str
    lines: tuple[str, ...] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.handler}: {self.operation} {self.place} ({' < '.join(reversed(self.lines[-3:]))})"


@dataclass
class Wire:
    """Between our code and AWS: `calls` are those seen since they were cleared; `before`, `after` may raise, `serve` may answer."""

    handler: str = ""
    calls: list[Call] = field(default_factory=list)
    before: Callable[[Call, int], None] | None = None
    after: Callable[[Call, int], None] | None = None
    serve: Callable[[Call, int, AWSPreparedRequest, Service], AWSResponse | None] | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)

    def sent(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        if not self.handler:
            return
        self.calls.append(Call(self.handler, f"{model.service_model.service_name}.{model.name}", _place(params), _lines()))
        if self.before:
            self.before(self.calls[-1], len(self.calls) - 1)

    def answered(self, **_: Any) -> None:
        if self.handler and self.after:
            self.after(self.calls[-1], len(self.calls) - 1)

    def served(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
        """One attempt at a call, of which the client may make several."""

        def service() -> AWSResponse | None:
            # The pretended AWS is one for many threads only if they come one after another.
            with self.turn:
                return short_way.answer(request, event_name)

        if self.handler and self.serve:
            return self.serve(self.calls[-1], len(self.calls) - 1, request, service)
        return service()

    def kill(self, number: int, when: When) -> None:
        """From now on the call of that number kills its process."""

        def fatal(call: Call, at: int) -> None:
            if at == number:
                raise Killed(f"{when} {call}")

        self.calls, self.before, self.after = [], fatal if when == "before" else None, fatal if when == "after" else None

    def leave_alone(self) -> None:
        self.calls, self.before, self.after, self.serve = [], None, None, None


@contextmanager
def wire() -> Iterator[Wire]:
    """Listens on all clients of the product: those of `outside` and both of pynamodb's."""
    listening = Wire()
    emitters = [*(aws.client(name).meta.events for name in SERVICES), *(shared_connection(name).client.meta.events for name in PROFILES)]
    for events in emitters:
        events.unregister("before-send", short_way.answer)
        events.register("before-send", listening.served)
        events.register("before-call", listening.sent)
        events.register("after-call", listening.answered)
    try:
        yield listening
    finally:
        for events in emitters:
            events.unregister("before-call", listening.sent)
            events.unregister("after-call", listening.answered)
            events.unregister("before-send", listening.served)
            events.register("before-send", short_way.answer)


def _place(params: dict[str, Any]) -> str:
    """The table, queue, bucket or parameter that a request names."""
    body = params.get("body")
    asked: dict[str, Any] = {}
    if isinstance(body, bytes | str) and body[:1] in (b"{", "{"):
        asked = json.loads(body)
    elif isinstance(body, dict):
        asked = body
    tables = ",".join(sorted(asked.get("RequestItems", {})))
    named = asked.get("TableName") or tables or asked.get("QueueUrl") or asked.get("Name") or params.get("url_path", "")
    return str(named).split("?")[0].strip("/").rsplit("/", 1)[-1] if "QueueUrl" in asked else str(named).split("?")[0].strip("/")


def _lines() -> tuple[str, ...]:
    """The lines of the product on the stack, outermost first: what makes a call site."""
    found: list[str] = []
    frame = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(PRODUCT):
            found.append(f"{path[len(PRODUCT) + 1 :]}:{frame.f_lineno}")
        frame = frame.f_back  # type: ignore[assignment]  # None ends the loop
    return tuple(reversed(found))
