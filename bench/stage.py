"""The stage an operation is played on: a world with a recorder, and words for handing one thing to one handler."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.place import fresh_world
from bench.recorder import Call, Recorder
from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.outside import secrets
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
    """A world of its own for one operation; `calls` are those made inside `measured`."""

    document: dict[str, Any]
    recorder: Recorder
    world: World = field(init=False)
    first: int = 0
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.recorder.calls.clear()
        self.world = fresh_world(self.document)

    @contextmanager
    def measured(self, *, cold: bool = False) -> Iterator[None]:
        """In a warm process, whose configuration and keys are fresh in its memory, or in one that knows nothing yet."""
        desks.forget()
        secrets.forget()
        if not cold:
            desks.current(self.world.now)
            secrets.keys()
        self.first, self.recorder.look = len(self.recorder.calls), item_now
        yield
        self.calls, self.recorder.look = self.recorder.calls[self.first :], None

    # -- doors --

    def write(self, text: str = WORDS, *, subject: str = "Kahvinkeitin ei lämpene", sender: str = AINO, **more: Any) -> str:
        """A mail as far as the inbound queue; its body there."""
        self.world.mail(sender, subject, text, **more)
        (body,) = self.take("inbound")
        return body

    def take(self, queue: str) -> list[str]:
        """The bodies that wait in a queue, taken off it."""
        sqs, url = client("sqs"), settings().queue_url(queue)
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in found]

    def hand(self, queue: str, *bodies: str | dict[str, Any]) -> None:
        """One invocation of the queue's handler."""
        before = len(self.world.failures)
        self.world._hand_over(queue, [body if isinstance(body, str) else json.dumps(body) for body in bodies])
        if len(self.world.failures) > before:
            raise NotPlayed(self.world.failures[-1])

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


def expect(held: bool, what: str) -> None:
    if not held:
        raise NotPlayed(what)


def item_now(table: str, key: dict[str, Any]) -> dict[str, Any] | None:
    """An item on a way that no recorder hears."""
    found: dict[str, Any] | None = client("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    return found
