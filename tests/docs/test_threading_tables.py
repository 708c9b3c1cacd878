"""The worked tables of docs/algorithms/threading.md, run as they are printed."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels.message import Attachment, Automatic, Handle, Inbound, Verdicts
from chalicelib.ids import ticket_token
from chalicelib.sla.policy import Category
from chalicelib.tickets import clues, threading
from chalicelib.tickets.arrival import fingerprint_of
from chalicelib.tickets.clues import CONFIDENCE, Known, canonical
from chalicelib.tickets.similar import suggestions
from chalicelib.tickets.state import State, Stats
from chalicelib.tickets.thanks import is_thanks
from chalicelib.tickets.threading import Append, Clue, Drop, Open, objection, subject_numbers
from tests.docs.tables import table

DOCUMENT = "algorithms/threading.md"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
KEYS = {"current": "a key for tests"}
PARTY, STRANGER = Handle("email", "maija@example.org"), Handle("email", "matti@example.net")
MESSAGE = Inbound("email", "<m@x>", PARTY, NOW, text="Where is it?", recipients=("help@shop.example",))
TICKET = State(7, 3, NOW - timedelta(days=40), NOW - timedelta(days=40), "Parcel", "email", "help@shop.example", 1, PARTY)
REOPEN_WITHIN = timedelta(days=30)
OURS = {clues.TOKEN, clues.ROOT, clues.MARKER}

Row = dict[str, str]


def rows(first_column: str) -> pytest.MarkDecorator:
    """Each row of a table, "–" read as empty and code marks dropped."""
    read = [{name: "" if cell == "–" else cell.replace("`", "") for name, cell in row.items()} for row in table(DOCUMENT, first_column)]
    return pytest.mark.parametrize("row", read, ids=lambda row: " · ".join(filter(None, row.values())))


def tokens(text: str) -> str:
    genuine = re.sub(r"T(\d+)", lambda found: ticket_token(int(found[1]), KEYS), text)
    return re.sub(r"F(\d+)", lambda found: ticket_token(int(found[1]), {"current": "somebody else's key"}), genuine)


def parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in tokens(cell).split(", ") if part)


def known(cell: str) -> dict[str, Known]:
    pairs = (part.split("=") for part in cell.split(", ") if part)
    return {written: Known(int(ticket.split()[0]), "ours" in ticket) for written, ticket in pairs}


def ticket(words: str) -> State:
    match words.split():
        case ["closed"]:
            return replace(TICKET, category=Category.CLOSED)
        case ["resolved", days, "days", "ago"]:
            resolved = NOW - timedelta(days=int(days))
            return replace(TICKET, category=Category.RESOLVED, stats=Stats(resolved=resolved))
    return TICKET


def clue(words: str, state: State) -> Clue:
    number, method = words.split(" ", 1)
    return Clue(method, CONFIDENCE[method], replace(state, number=int(number)), ours=method in OURS)


def told(where: threading.Where) -> str:
    match where:
        case Append(number, evidence):
            return f"append {number} by {evidence.method}"
        case Open(follows=follows) if follows:
            return f"open, follows {follows}"
        case Open(suggest=suggest):
            return "open" + "".join(f", suggests {number}" for number, _ in suggest)
        case Drop():
            return "drop"


@rows("a second delivery differs in")
def test_the_same_message(row: Row) -> None:
    changes: dict[str, dict[str, Any]] = {
        "nothing": {},
        "the address of ours it came to": {"recipients": ("info@shop.example",)},
        "when it came": {"received_at": NOW + timedelta(days=1)},
        "the subject": {"subject": "Fwd: parcel"},
        "its words": {"text": "Something else"},
        "its sender": {"sender": STRANGER},
        "its message id": {"external_id": "<n@x>"},
        "a file": {"attachments": (Attachment("a.pdf", "application/pdf", 3, "00ff"),)},
    }
    again = replace(MESSAGE, **changes[row["a second delivery differs in"]])
    assert (fingerprint_of(again) == fingerprint_of(MESSAGE)) == (row["it is"] == "the same")


def test_the_ladder_is_the_one_of_the_code() -> None:
    steps = [(row["method"], int(row["confidence"]), row["ours"] == "yes") for row in table(DOCUMENT, "step")]
    assert steps == [(method, confidence, method in OURS) for method, confidence in CONFIDENCE.items()]


@rows("written")
def test_ids(row: Row) -> None:
    assert canonical(row["written"]) == row["stored as"]


@rows("subject")
def test_numbers_in_subjects(row: Row) -> None:
    assert ", ".join(map(str, subject_numbers(row["subject"]))) == row["numbers"]


@rows("recipients")
def test_hints(row: Row) -> None:
    message = replace(
        MESSAGE,
        recipients=parts(row["recipients"]),
        references=parts(row["references"]),
        markers=parts(row["markers"]),
        subject=row["subject"],
    )
    found = clues.hints(message, known(row["known"]), int(row["chat"]) if row["chat"] else None, KEYS)
    assert ", ".join(f"{hint.ticket} {hint.method}" for hint in found) == row["hints, strongest first"]
    assert [hint.ours for hint in found] == [hint.method in OURS for hint in found]


@rows("the message is")
def test_objections(row: Row) -> None:
    is_machine = row["the message is"].startswith("a bounce")
    message = replace(
        MESSAGE,
        automatic=Automatic.BOUNCE if is_machine else Automatic.NO,
        sender=STRANGER if is_machine or "no party" in row["and the clue"] else PARTY,
        verdicts=Verdicts(dmarc="FAIL" if "FAIL" in row["the message is"] else "PASS"),
    )
    judged = objection(message, Clue("our message", 98, TICKET, ours="not ours" not in row["and the clue"]))
    assert (judged == "") == (row["counts"] == "yes")


@rows("sender")
def test_open_join_or_continue(row: Row) -> None:
    message = replace(
        MESSAGE,
        sender=STRANGER if row["sender"] == "stranger" else PARTY,
        text="Thank you!" if row["sender"] == "thankful party" else MESSAGE.text,
        automatic=Automatic(row["automatic"]),
        verdicts=Verdicts(dmarc=row["dmarc"]),
    )
    found = tuple(clue(words, ticket(row["the ticket is"])) for words in row["clues"].split(", ") if words)
    assert told(threading.decide(message, found, NOW, REOPEN_WITHIN)) == row["answer"]


@rows("message")
def test_only_thanks(row: Row) -> None:
    assert is_thanks(row["message"].replace(" / ", "\n"), row["signed by"]) == (row["only thanks"] == "yes")


@rows("new subject")
def test_suggestions(row: Row) -> None:
    new = replace(TICKET, number=8, subject=row["new subject"])
    earlier = replace(ticket(row["it is"]), subject=row["earlier subject"])
    found = suggestions(new, row["new text"], (earlier,))
    assert ", ".join(f"{other.evidence.method} {other.evidence.confidence}" for other in found) == row["suggested"]
