"""The stage an operation is played on: a world with a recorder, and words for handing one thing to one handler."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bench.doors import NOW, Doors
from bench.place import fresh_world
from bench.recorder import Call, Recorder
from bench.tape import Take
from bench.volume import Volume
from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.settings import settings
from chalicelib.storage import history
from chalicelib.tickets.state import State
from tests.world import World, client

AINO = "Aino Aalto <aino@asiakas.example>"
WORDS = """Hei,

ostin teiltä viime viikolla kahvinkeittimen, tilausnumero 48213. Keitin toimi ensimmäiset kolme päivää hyvin, mutta
eilisestä lähtien lämpölevy ei enää lämpene, vaikka merkkivalo palaa. Kokeilin toista pistorasiaa ja puhdistin laitteen
ohjekirjan mukaan, mutta siitä ei ollut apua. Saanko tilalle uuden, vai korjaatteko tämän? Kuitti on tallessa, ja voin
tuoda keittimen myymäläänne Tampereelle, jos se on helpointa. Olen tavoitettavissa arkisin iltapäivällä.

Terveisin
Aino Aalto
"""
ANSWER = """Hei Aino,

ikävä kuulla. Irrota johto kymmeneksi minuutiksi ja paina sitten virtakytkintä viiden sekunnin ajan: laite palautuu
tehdasasetuksiin. Ellei lämpölevy sen jälkeen lämpene, lähetämme uuden keittimen heti ja saat palautustarran tähän viestiin.
"""


class NotPlayed(Exception):
    """An operation that did not end as it must."""


@dataclass
class Stage:
    """A world of its own for one operation, on top of a volume of stored tickets; `takes` are the invocations inside `measured`."""

    document: dict[str, Any]
    recorder: Recorder
    volume: Volume | None = None
    world: World = field(init=False)
    doors: Doors = field(init=False)

    def __post_init__(self) -> None:
        from app import app

        self.recorder.calls.clear()
        self.doors = Doors(app, self.recorder, item_now)
        self.world = fresh_world(self.document, self.doors)
        if self.volume:
            self.volume.put()

    @contextmanager
    def measured(self, *, age: timedelta | None = NOW) -> Iterator[None]:
        """Invocations inside find a warm process with a memory so old, or none (None)."""
        with self.doors.noting(age):
            yield

    @property
    def stored(self) -> int:
        """How many tickets stood there before."""
        return self.volume.tickets if self.volume else 0

    @property
    def takes(self) -> list[Take]:
        return self.doors.takes

    @property
    def calls(self) -> list[Call]:
        return [call for calls in self.doors.calls for call in calls]

    @property
    def before(self) -> list[Call]:
        """What made the ground for what was measured."""
        return self.recorder.calls[: self.doors.first]

    # -- doors --

    def write(self, text: str = WORDS, *, subject: str = "Kahvinkeitin ei lämpene", sender: str = AINO, **more: Any) -> str:
        """A mail as far as the inbound queue; its body there."""
        self.world.mail(sender, subject, text, **more)
        return self.take_one("inbound")

    def take(self, queue: str) -> list[str]:
        """The bodies that wait in a queue, taken off it."""
        sqs, url = client("sqs"), settings().queue_url(queue)
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in found]

    def take_one(self, queue: str) -> str:
        """The body that waits alone in a queue."""
        bodies = self.take(queue)
        expect(len(bodies) == 1, f"{len(bodies)} messages wait in {queue} instead of one")
        return bodies[0]

    def hand(self, queue: str, *bodies: str | dict[str, Any]) -> None:
        """One invocation of the queue's handler."""
        before = len(self.world.failures)
        self.world._hand_over(queue, [body if isinstance(body, str) else json.dumps(body) for body in bodies])
        if len(self.world.failures) > before:
            raise NotPlayed(self.world.failures[-1])

    def read(self, door: str, *given: Any) -> Any:
        """A reading as the API does it, without its route."""
        with self.world.time():
            return self.doors.enter(door, given)

    def stream(self) -> None:
        """Hand over what was committed since."""
        self.world.pump_stream()

    # -- short words --

    def open(self, **more: Any) -> State:
        """A ticket that came by mail, was routed and given to an agent."""
        self.hand("inbound", self.write(**more))
        self.world.settle()
        return self.newest()

    def newest(self) -> State:
        from chalicelib.storage.seen import newest_number

        return history.load(newest_number())

    @property
    def context(self) -> Context:
        return Context(desks.current(self.world.now), self.world.now, clock.now)


Play = Callable[[Stage], str]
"""Plays an operation and says by what way it went; raises NotPlayed if it did not end as it must."""


def expect(held: bool, what: str) -> None:
    if not held:
        raise NotPlayed(what)


def item_now(table: str, key: dict[str, Any]) -> dict[str, Any] | None:
    """An item on a way that no recorder hears."""
    found: dict[str, Any] | None = client("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    return found
