"""Where a message lands: for every clue, sender, kind of message and state of the ticket."""

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.message import Automatic, Handle, Inbound, Verdicts
from chalicelib.sla.policy import Category
from chalicelib.tickets import clues
from chalicelib.tickets.events import Evidence
from chalicelib.tickets.state import State
from chalicelib.tickets.threading import Append, Clue, Drop, Open, Where, decide, subject_numbers
from tests.tickets.samples import AINO, BENGT, NOON, STRANGER, message, ticket

WINDOW = timedelta(days=30)
OURS = (clues.TOKEN, clues.ROOT, clues.MARKER)
RUNGS = (*OURS, clues.KNOWN, clues.CHAT, clues.SUBJECT)
SENDERS: dict[str, dict[str, Any]] = {
    "requester": {"sender": AINO},
    "participant": {"sender": BENGT},
    "stranger": {"sender": STRANGER},
    "unproven requester": {"sender": AINO, "verdicts": Verdicts(dmarc="FAIL")},
}
KINDS: dict[str, dict[str, Any]] = {
    "person": {},
    "thank-you": {"text": "Kiitos avusta!"},
    "list": {"automatic": Automatic.LIST},
    "auto-reply": {"automatic": Automatic.AUTO_REPLY},
    "bounce": {"automatic": Automatic.BOUNCE},
    "complaint": {"automatic": Automatic.COMPLAINT},
    "own": {"automatic": Automatic.OWN},
    "event": {"automatic": Automatic.EVENT},
}
BASE = ticket(participants=(BENGT,))
TICKETS: dict[str, State] = {
    "open": BASE,
    "pending": replace(BASE, category=Category.PENDING),
    "resolved lately": replace(BASE, category=Category.RESOLVED, stats=replace(BASE.stats, resolved=NOON - WINDOW)),
    "resolved long ago": replace(
        BASE, category=Category.RESOLVED, stats=replace(BASE.stats, resolved=NOON - WINDOW - timedelta(seconds=1))
    ),
    "closed": replace(BASE, category=Category.CLOSED, stats=replace(BASE.stats, resolved=NOON, closed=NOON)),
    "deleted": replace(BASE, deleted=True),
}
TRUSTED = ("requester", "participant")
GOES_ON = ("open", "pending", "resolved lately")


def expected(rung: str, sender: str, kind: str, state: str) -> str:
    """The rules as a newcomer would tell them."""
    if kind == "own":
        return "drop"
    if kind in ("bounce", "complaint"):
        return "append" if rung in OURS else "drop"
    if kind == "auto-reply":
        return "append" if sender in TRUSTED else "drop"
    if kind == "event":
        return "append" if sender in TRUSTED else "drop"
    if sender not in TRUSTED:
        return "suggest"
    return "append" if kind == "thank-you" or state in GOES_ON else "follow up"


def found(where: Where) -> str:
    match where:
        case Drop():
            return "drop"
        case Append(7, _):
            return "append"
        case Open(_, 7, ()):
            return "follow up"
        case Open(_, 0, ((7, Evidence(_, 0, _)),)):
            return "suggest"
    return str(where)


def judged(state: State, inbound: Inbound, rung: str = clues.TOKEN) -> Where:
    return decide(inbound, (Clue(rung, 100, state, "seen", ours=rung in OURS),), NOON, WINDOW)


@pytest.mark.parametrize("state", TICKETS)
@pytest.mark.parametrize("rung", RUNGS)
def test_every_case_of_the_ladder(rung: str, state: str) -> None:
    wrong = {}
    for sender, kind in itertools.product(SENDERS, KINDS):
        where = judged(TICKETS[state], message(**SENDERS[sender] | KINDS[kind]), rung)
        if found(where) != (wanted := expected(rung, sender, kind, state)):
            wrong[sender, kind] = (where, wanted)
    assert wrong == {}


def test_without_a_clue_only_bounces_complaints_events_and_our_own_mail_are_dropped() -> None:
    results = {kind: type(decide(message(**fields), (), NOON, WINDOW)).__name__ for kind, fields in KINDS.items()}
    assert results == {
        "person": "Open", "thank-you": "Open", "list": "Open", "auto-reply": "Open", "bounce": "Drop", "complaint": "Drop", "own": "Drop",
        "event": "Drop",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "because"),
    [
        ("closed", "ticket 7 is closed: this is its follow-up"),
        ("deleted", "ticket 7 is closed: this is its follow-up"),
        ("resolved long ago", "ticket 7 was resolved more than 30 days ago: this is its follow-up"),
    ],
)
def test_a_follow_up_says_of_what(state: str, because: str) -> None:
    assert judged(TICKETS[state], message()) == Open(Evidence(clues.TOKEN, 100, because), follows=7)


@pytest.mark.parametrize(
    ("sender", "because"),
    [
        ("stranger", "mallory@muu.example is not a party of ticket 7"),
        ("unproven requester", "the sender aino@asiakas.example is not proven (DMARC failed)"),
    ],
)
def test_a_stranger_gets_a_ticket_of_his_own_and_a_person_sees_why(sender: str, because: str) -> None:
    where = judged(BASE, message(**SENDERS[sender]))
    assert where == Open(Evidence("new", 100, "nothing names an earlier ticket"), suggest=((7, Evidence(clues.TOKEN, 0, because)),))


def test_the_same_address_on_another_channel_is_a_stranger() -> None:
    assert found(judged(BASE, message(sender=Handle("phone", AINO.value)))) == "suggest"


def test_what_the_provider_tells_of_nobody_counts_by_the_message_it_names() -> None:
    told = message(sender=Handle("facebook", ""), automatic=Automatic.EVENT)
    assert found(judged(BASE, told)) == "append"
    chat = Clue(clues.CHAT, 90, BASE)
    assert isinstance(decide(told, (chat,), NOON, WINDOW), Drop)
    assert found(judged(BASE, message(sender=Handle("facebook", "")))) == "suggest"


def test_the_first_clue_that_holds_decides_and_earlier_refusals_are_forgotten() -> None:
    refused = Clue(clues.TOKEN, 100, replace(BASE, number=1, requester=STRANGER, participants=()), ours=True)
    holds = Clue(clues.KNOWN, 90, BASE, "<m0@x>")
    later = Clue(clues.SUBJECT, 70, replace(BASE, number=9))
    assert decide(message(), (refused, holds, later), NOON, WINDOW) == Append(7, Evidence(clues.KNOWN, 90, "<m0@x>"))
    assert decide(message(), (later, holds), NOON, WINDOW) == Append(9, Evidence(clues.SUBJECT, 70))


def test_a_drop_says_what_was_seen() -> None:
    mail = message(automatic=Automatic.BOUNCE, automatic_because="a delivery report")
    assert decide(mail, (), NOON, WINDOW) == Drop("a bounce never opens a ticket: a delivery report")


def test_an_automatic_mail_opens_a_ticket_unless_it_answers_somebody_elses() -> None:
    mail = message(automatic=Automatic.AUTO_REPLY, sender=STRANGER)
    assert isinstance(decide(mail, (), NOON, WINDOW), Open)
    refused = Drop(f"an automatic reply, and {STRANGER.value} is not a party of ticket 7")
    assert decide(mail, (Clue(clues.TOKEN, 100, BASE, ours=True),), NOON, WINDOW) == refused


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Re: Keitin [#7]", [7]),
        ("Re: Keitin #7", [7]),
        ("#7 #8", [7, 8]),
        ("[#7][#8]", [7, 8]),
        ("(#7)", [7]),
        ("Tilaus 7", []),
        ("C#7 ja F#8", []),
        ("&#8364; 20", []),
        ("#7a", []),
        ("[#1234567890123]", []),
        ("", []),
        ("x" * 500 + "#7", []),
    ],
)
def test_numbers_of_a_subject(subject: str, numbers: list[int]) -> None:
    assert list(subject_numbers(subject)) == numbers


# -- chats --


@pytest.mark.parametrize(
    ("quoted", "present", "lands"),
    [("closed", "open", 8), ("deleted", "pending", 8), ("resolved lately", "open", 7), ("open", "open", 7), ("closed", "closed", 0)],
)
def test_who_quotes_an_ended_ticket_in_a_chat_goes_on_with_the_present_one(quoted: str, present: str, lands: int) -> None:
    clues_found = (
        Clue(clues.ROOT, 98, TICKETS[quoted], ours=True),
        Clue(clues.CHAT, 90, replace(TICKETS[present], number=8)),
    )
    where = decide(message(), clues_found, NOON, WINDOW)
    assert (where.ticket if isinstance(where, Append) else 0) == lands
    if isinstance(where, Open):
        assert where.follows == 7
