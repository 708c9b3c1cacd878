"""The worked tables of docs/algorithms/mail.md, run as they are printed."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.channels.message import Automatic, Delivery, Handle, Inbound, Verdicts
from chalicelib.desk.model import Desk, Incoming
from chalicelib.ids import ticket_token
from chalicelib.tickets import acknowledgement, clues, decide, suspension, threading
from chalicelib.tickets import events as ev
from chalicelib.tickets.content import seal
from chalicelib.tickets.state import State
from tests.docs.tables import table

DOCUMENT = "algorithms/mail.md"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
KEYS = {"current": "a key for tests"}
PARTY, STRANGER, TRUSTED = (Handle("email", f"{name}@x.example") for name in ("party", "stranger", "trusted"))
TICKET = State(7, 3, NOW, NOW, "Parcel", "email", "help@shop.example", 1, PARTY)
LIMITS = Incoming(acknowledge=True, trusted=(TRUSTED.value,))
FLOODED = (int(NOW.timestamp()) - 60, LIMITS.messages_per_ticket)

Row = dict[str, str]


def rows(first_column: str) -> pytest.MarkDecorator:
    read = [{name: "" if cell == "–" else cell.replace("`", "") for name, cell in row.items()} for row in table(DOCUMENT, first_column)]
    return pytest.mark.parametrize("row", read, ids=lambda row: " · ".join(filter(None, row.values())))


def test_the_causes_are_those_of_the_code() -> None:
    assert {row["cause"]: row["when"] for row in table(DOCUMENT, "cause")} == suspension.CAUSES


def test_the_limits_are_those_of_the_model() -> None:
    usual = Desk("K").incoming
    assert (usual.acknowledge, usual.tickets_per_sender, usual.messages_per_ticket, usual.trusted) == (False, 10, 30, ())
    assert (timedelta(minutes=10), timedelta(hours=1)) == (suspension.BURST_WINDOW, suspension.HELD)


def told(where: threading.Where) -> str:
    match where:
        case threading.Append(number):
            return f"append {number}"
        case threading.Open():
            return "open"
        case threading.Drop():
            return "drop"


def suspended(row: Row) -> tuple[str, str, str]:
    sender = {"party": PARTY, "stranger": STRANGER, "trusted": TRUSTED}[row["who writes"]]
    to = re.sub(r"T(\d)", lambda found: ticket_token(int(found[1]), KEYS), row["written to"])
    around = row["circumstances"]
    message = Inbound(
        "email", "<m@x>", sender, NOW, text="Where is it?", recipients=(to,), automatic=Automatic(row["automatic"]),
        verdicts=Verdicts(dmarc="" if "unproven" in around else "PASS", spam=row["spam"], virus=row["virus"]),
        released="Liisa let it in" if "released" in around else "",
    )  # fmt: skip
    state = replace(TICKET, flood=FLOODED) if "flooded" in around else TICKET
    found = clues.clues(clues.hints(message, {}, None, KEYS), {7: state})
    where = threading.decide(message, found, NOW, timedelta(days=30))
    circumstances = suspension.Circumstances("too many" if "held" in around else "", found, "by proof" in around)
    why = suspension.suspend(message, where, circumstances, LIMITS, NOW)
    return told(where), why.cause if why else "", str(why.ticket) if why and why.ticket else ""


@rows("who writes")
def test_suspension(row: Row) -> None:
    assert suspended(row) == (row["comes in as"], row["waits under"], row["concerns"])


@rows("from")
def test_acknowledgement(row: Row) -> None:
    message = Inbound(
        "email", "<m@x>", Handle("email", row["from"]), NOW, automatic=Automatic(row["automatic"]), verdicts=Verdicts(dmarc=row["dmarc"])
    )
    assert (acknowledgement.objection(message, LIMITS, row["the address"]) == "") == (row["acknowledged"] == "yes")


@rows("the report says")
def test_what_comes_back(row: Row) -> None:
    says = row["the report says"]
    kind = {"complaint": Automatic.COMPLAINT, "delivered": Automatic.AUTO_REPLY}.get(says, Automatic.BOUNCE)
    message = Inbound("email", "<r@x>", STRANGER, NOW, automatic=kind, gave_up=says == "failed", about="7-2")
    about = clues.reported(message, 7, {}) if row["with an id of ours"] == "yes" else 0
    arrival = decide.Arrival(message, 5, seal("", "", "00" * 16), "f", about=about)
    events = decide.appending(TICKET, arrival, ev.Evidence("our message", 98), Desk("K")).events
    failed = [event for event in events if isinstance(event, ev.DeliveryReported) and event.status is Delivery.FAILED]
    assert bool(failed) == (row["the message of ours"] == "failed") == (row["automatic mail to the address"] == "ends")
