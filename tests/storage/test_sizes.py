"""What a usual ticket weighs, because DynamoDB charges writes by the kilobyte: keys, names and values of every attribute."""

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import boto3

from chalicelib.channels.message import Delivery, Handle, Inbound, StatusReport, Verdicts
from chalicelib.context import Context
from chalicelib.desk.model import Desk
from chalicelib.settings import settings
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.tickets import decide
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.events import Evidence, Rejected, TicketAssigned, TicketRouted
from chalicelib.tickets.state import State
from chalicelib.tickets.threading import Open
from tests.world import START

KILOBYTE = 1024
AINO = Handle("email", "aino.aalto@asiakas.example", "Aino Aalto")
MESSAGE = (
    "Hei,\n\nostin teiltä kahvinkeittimen viime viikolla. Keitin ei lämpene enää, vaikka merkkivalo palaa. Olen puhdistanut sen\n"
    "ohjeen mukaan ja kokeillut toista pistorasiaa. Voinko vaihtaa sen uuteen, ja maksatteko palautuksen? Kuitti on tallessa.\n"
)
ANSWER = (
    "Hei Aino,\n\nikävä kuulla, että keitin lakkasi toimimasta. Lähetämme uuden huomenna ja palautustarran samassa paketissa.\n"
    "Vanhan voit jättää mihin tahansa postiin, se ei maksa sinulle mitään.\n\nTerveisin\nAki"
)
OTHERS = (
    Rejected("Liisa", "0/10, later in the order"),
    Rejected("Mikko", "takes no tickets (cap 0)"),
    Rejected("Ville", "off until 08:00"),
)


def noise(seed: object, length: int) -> str:
    """As random as the ids of others are."""
    return hashlib.sha512(str(seed).encode()).hexdigest()[:length]


def size(item: dict[str, Any]) -> int:
    """DynamoDB developer guide, "Item sizes and formats": UTF-8 names and values, about half a byte a digit."""
    return sum(len(name) + _value(value) for name, value in item.items())


def _value(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    return {"S": lambda: len(content.encode()), "B": lambda: len(content), "N": lambda: (len(content) + 1) // 2 + 1}[kind]()


@dataclass
class Talk:
    """A customer and an agent write in turn; every item as it was written is kept."""

    desk: Desk
    now: datetime = START
    items: list[dict[str, Any]] = field(default_factory=list)

    def do(self, verb: str, decision: Callable[[State, datetime], Change], cause: str = "", actor: str = "system") -> State:
        self.now += timedelta(seconds=1234, microseconds=123_457)
        work = Context(self.desk, self.now, lambda: self.now)
        state = history.change(1, Command(f"{verb}:{noise(self.now, 16)}", actor, cause), work, decision).state
        self.items += boto3.client("dynamodb").scan(TableName=settings().tickets_table)["Items"]
        return state

    def arrival(self) -> decide.Arrival:
        seed = self.now
        message = Inbound(
            "email", f"<CAF{noise(seed, 60)}@mail.mailer.example>", AINO, self.now, "Kahvinkeitin ei lämpene", MESSAGE,
            raw=f"mail/{noise(seed, 40)}", verdicts=Verdicts("PASS", "PASS", "PASS", "PASS", "PASS"), sent_at=self.now,
        )  # fmt: skip
        words = seal(MESSAGE, "", noise(seed, 32))
        return decide.Arrival(message, 381211875163960, words, noise(message, 32), account="help@kauppa.example", language="fi")

    def opens(self) -> None:
        arrival, work = self.arrival(), Context(self.desk, self.now, lambda: self.now)
        order = Command(f"in:{arrival.fingerprint[:24]}", f"contact:{arrival.contact}", arrival.message.raw)
        new = Open(Evidence("new", 100, "nothing names an earlier ticket"))
        history.open_ticket(1, order, work, lambda at: decide.opening(arrival, new))
        routed = TicketRouted("Support", "default", "no rule matched", (Rejected("money to billing", "the reason is return, not invoice"),))
        self.do("route", lambda state, at: Change((routed,)), "routing")
        self.do("assign", lambda state, at: Change((TicketAssigned(self.desk.agents[0].id, "Aki 0/10 comes first", OTHERS),)), "routing")

    def writes(self) -> None:
        arrival, found = self.arrival(), Evidence("reply address", 100, "the token of ticket 1")
        self.do(
            "in", lambda state, at: decide.appending(state, arrival, found, self.desk), arrival.message.raw, f"contact:{arrival.contact}"
        )

    def answers(self) -> None:
        author, words = decide.Author(self.desk.agents[0].id, "Aki"), seal(ANSWER, "", noise(self.now, 32))
        seq = self.do("key", lambda state, at: decide.reply(state, author, words), actor=f"agent:{author.agent}").version
        self.do(f"claim:{seq}", lambda state, at: decide.claim(state, seq), "deliveries")
        for known, status in ((None, Delivery.SENT), (Delivery.SENT, Delivery.DELIVERED)):
            said = StatusReport("email", status, self.now, f"0110{noise(seq, 56)}", f"1-{seq}", AINO.value)
            self.do("report", functools.partial(reported, said, known))

    def resolves(self) -> None:
        self.do("key", lambda state, at: decide.update(state, {"status": 4}, self.desk, at), actor="agent:2884653190653153")


def reported(said: StatusReport, known: Delivery | None, state: State, at: datetime) -> Change:
    return decide.report(int(said.tag.partition("-")[2]), said, known)


def test_a_usual_ticket_keeps_view_and_commits_within_a_kilobyte(desk: Desk) -> None:
    talk = Talk(desk)
    talk.opens()
    for turn in range(4):
        if turn:
            talk.writes()
        talk.answers()
        if turn >= 2:
            talk.resolves()
    commits = {item["sk"]["S"]: item for item in talk.items if item["sk"]["S"] != "VIEW"}
    state = history.load(1)
    assert (state.resolution, state.stats.reopened is not None, len([1 for item in commits.values() if "content" in item])) == (2, True, 8)
    assert {item["sk"]["S"]: size(item) for item in talk.items if size(item) > KILOBYTE} == {}
    assert max(len(item["row"]["B"]) for item in talk.items if "row" in item) <= 500
