"""To whom a ticket can be handed, and where that person is answered."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels.message import Delivery, Handle
from chalicelib.errors import Inconsistent, InvalidInput
from chalicelib.tickets.erasing import NOBODY
from chalicelib.tickets.events import ReplyWritten, RequesterChanged
from chalicelib.tickets.fold import advance
from chalicelib.tickets.joining import TicketMerged
from chalicelib.tickets.requesters import Former, Wanted, handed
from chalicelib.tickets.state import Outgoing, State
from tests.tickets.samples import AINO, BENGT, commit, desk, ticket

DESK = desk()
HELP = "help@kauppa.example"
CHAT = Handle("whatsapp", "358401234567", "Aino")
BO = Handle("email", "bo@x.example", "Bo")
HANDED = RequesterChanged(9, BO, "email", HELP)


def bo(**more: Any) -> Wanted:
    return replace(Wanted(9, (9,), ("bo@x.example", "bo@work.example"), "Bo"), **more)


def chatting(*events: RequesterChanged) -> State:
    return replace(ticket(*events), channel="whatsapp", account="1", requester=CHAT)


@pytest.mark.parametrize(
    ("state", "wanted", "told"),
    [
        (ticket(), bo(), (HANDED,)),
        (ticket(), bo(email="bo@work.example"), (RequesterChanged(9, Handle("email", "bo@work.example", "Bo"), "email", HELP),)),
        (ticket(participants=(Handle("email", "bo@work.example"),)), bo(),
         (RequesterChanged(9, Handle("email", "bo@work.example", "Bo"), "email", HELP),)),
        (ticket(account="billing@kauppa.example"), bo(), (RequesterChanged(9, BO, "email", "billing@kauppa.example"),)),
        (ticket(channel="web", account="w"), bo(), (RequesterChanged(9, BO, "web", "w"),)),
        (chatting(), bo(), (HANDED,)),
        (ticket(contact=0, requester=NOBODY), bo(), (HANDED,)),
        (ticket(), Wanted(77, (77,), (AINO.value,)), ()),
        (ticket(), Wanted(5, (5, 77), (BENGT.value,)), ()),
        (ticket(), Wanted(77, (77,), (AINO.value,), email=AINO.value), ()),
        (ticket(), Wanted(77, (77,), (AINO.value, BENGT.value), "Aino", BENGT.value),
         (RequesterChanged(77, replace(BENGT, name="Aino"), "email", HELP),)),
    ],
)  # fmt: skip
def test_a_ticket_is_answered_where_its_new_requester_is_reached(state: State, wanted: Wanted, told: tuple[RequesterChanged, ...]) -> None:
    assert tuple(handed(state.standing, wanted, DESK)) == told


@pytest.mark.parametrize(
    ("state", "wanted", "fault"),
    [
        (ticket(), bo(emails=()), InvalidInput),
        (ticket(), bo(email=HELP), InvalidInput),
        (ticket(TicketMerged(8, 2)), bo(), Inconsistent),
    ],
)
def test_nobody_gets_a_ticket_who_could_not_be_answered(state: State, wanted: Wanted, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        tuple(handed(state.standing, wanted, DESK))


def test_handing_it_back_restores_how_they_were_answered() -> None:
    before = replace(chatting(), last_message="wamid.1")
    after = _then(before, HANDED)
    assert (after.requester, after.channel, after.account, after.last_message) == (BO, "email", HELP, "")
    assert after.formers == (Former(77, CHAT, "whatsapp", "1", "", "wamid.1"),)
    (back,) = handed(after.standing, Wanted(77, (77,), ("aino@asiakas.example",), "Aino"), DESK)
    again = _then(after, back)
    assert replace(again, formers=(), version=0, updated_at=before.updated_at, commands=(), accounts=()) == replace(
        before, version=0, commands=(), accounts=()
    )


def test_a_reply_to_is_the_former_requesters_own() -> None:
    after = _then(replace(ticket(), reply_to="muu@asiakas.example"), HANDED)
    assert (after.reply_to, _then(after, RequesterChanged(77, AINO, "email", HELP)).reply_to) == ("", "muu@asiakas.example")


@pytest.mark.parametrize(("reply_to", "to"), [("", AINO), ("muu@asiakas.example", Handle("email", "muu@asiakas.example", AINO.name))])
def test_what_was_written_to_somebody_goes_to_them(reply_to: str, to: Handle) -> None:
    written = replace(ticket(ReplyWritten(3, "email", AINO, "")), reply_to=reply_to)
    (item,) = _then(written, HANDED).outgoing
    assert item == Outgoing(2, "reply", Delivery.WRITTEN, channel="email", account=HELP, to=to)


def _then(state: State, event: RequesterChanged) -> State:
    return advance(state, commit(state.version + 1, event, at=state.updated_at))
