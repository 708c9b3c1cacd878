"""A watched world in which calls of AWS fail by rule: work that died comes back as queues bring it, and time goes on in steps."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, SupportsIndex

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.channels.message import Delivery
from chalicelib.errors import VuoroError
from chalicelib.storage.tickets import find_views
from tests.bad_days import stores, way
from tests.bad_days.calls import Call, Killed, Service, wire
from tests.bad_days.faults import broken, throttled
from tests.bad_days.watched import Watched
from tests.world import HANDLERS, SCHEDULED, World

STEP = timedelta(seconds=15)


@dataclass
class Trouble:
    """What may happen to a call, and to a delivery of a queue; `services` are those that fail, all of them or a part `refused`."""

    services: tuple[str, ...] = ()
    refused: float = 1.0
    crash: float = 0.0
    dup: float = 0.0
    late: float = 0.0
    lots: random.Random = field(default_factory=lambda: random.Random(7))

    def serve(self, call: Call, at: int, request: AWSPreparedRequest, service: Service) -> AWSResponse | None:
        name = call.operation.partition(".")[0]
        if name not in self.services or self.lots.random() >= self.refused:
            return service()
        return (throttled if self.refused < 1 else broken)(name, request, service)

    def maybe_kill(self, call: Call, at: int) -> None:
        if self.lots.random() < self.crash:
            raise Killed(str(call))


@dataclass
class Struck(Watched):
    """`trouble` holds as long as it is set; `struck` counts how much work died of it."""

    trouble: Trouble | None = None
    struck: int = 0

    def running(self, handler: str, work: Callable[[], Any]) -> Any:
        if trouble := self.trouble:
            self.wire.serve = trouble.serve
            self.wire.before = self.wire.after = trouble.maybe_kill
        return super().running(handler, work)

    def call(self, handler: str, event: dict[str, Any]) -> Any:
        try:
            with self.time():
                return self.running(handler, lambda: self.invoke(handler, event))
        except (Killed, VuoroError, ClientError, BotoCoreError):
            self.struck += 1
            return None

    def http(self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> dict[str, Any]:
        route = f"{method} {path.partition('?')[0]}"
        try:
            answer: dict[str, Any] = self.running(route, lambda: World.http(self, method, path, body=body, headers=headers))
        except Killed:
            self.struck += 1
            return {"statusCode": 502, "body": "", "headers": {}}
        return answer

    def _hand_over(self, queue: str, bodies: list[str]) -> None:
        if trouble := self.trouble:
            late = [body for body in bodies if trouble.lots.random() < trouble.late]
            self.later += [(self.now + timedelta(seconds=trouble.lots.randint(1, 600)), queue, body) for body in late]
            bodies = [body for body in bodies if body not in late]
            bodies += [body for body in bodies if trouble.lots.random() < trouble.dup]
        if bodies:
            World._hand_over(self, queue, bodies)

    def step(self) -> None:
        """Some seconds pass; whoever is due gets one turn, and whoever fails waits for the next."""
        before, self.now = self.now, self.now + STEP
        if before.minute != self.now.minute:
            self.call("agenda", SCHEDULED)
        for _ in range(3):
            self.pump_stream()
            for queue in HANDLERS:
                self._pump(queue)
            self.post_office()

    def unsent(self) -> int:
        """Messages of ours that have not left."""
        views = find_views(stores.ticket_numbers())
        return sum(item.status in (Delivery.WRITTEN, Delivery.CLAIMED) for state in views.values() for item in state.outgoing)


@contextmanager
def struck(world: World) -> Iterator[Struck]:
    stores.empty_buckets()
    way.number_tickets_from(way.FIRST)
    with wire() as listening, _hurried():
        yield Struck(world.app, wire=listening, now=world.now)


@contextmanager
def _hurried() -> Iterator[None]:
    """Patched, because the pauses between attempts are long and not what is tried here."""
    wait = time.sleep

    def briefly(seconds: float | SupportsIndex) -> None:
        wait(min(float(seconds), 0.0005))

    time.sleep = briefly
    try:
        yield
    finally:
        time.sleep = wait
