"""A call that rings: the exchange hears what to do, and a mail today and a call tomorrow are one ticket if the number is proven."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.recorder import Recorder
from chalicelib.channels.message import Handle, WebhookCall
from chalicelib.contacts import actions as contacts
from chalicelib.settings import settings
from chalicelib.storage import seen
from chalicelib.tickets import events as ev
from tests.channels.signing import SIGNERS
from tests.journeys.providers import providers
from tests.journeys.walks import context, found, resolve, state, update
from tests.small_desk import DOCUMENT
from tests.world import World

pytestmark = pytest.mark.slow

AINO, NUMBER, OURS = "aino@asiakas.example", "+358401112222", "+358409000000"
PHONES = (
    {"channel": "phone", "address": OURS, "number": "+358409000001", "group": "Support", "language": "sv"},
    {"channel": "phone", "address": "+358409000009", "number": "+358409000002", "group": "Billing"},
)


class Exchange:
    """Calls that ring."""

    def __init__(self, world: World) -> None:
        self.world, self.count = world, 0

    def rings(self, number: str = NUMBER, *, verified: bool = True, **more: Any) -> dict[str, Any]:
        """What the exchange hears; the call is worked off afterwards."""
        self.count += 1
        event = {"type": "ringing", "call": f"c{self.count}", "from": number, "to": OURS, "verified": verified, **more}
        status, told = self.asks(json.dumps(event).encode())
        assert status == 200, told
        self.world.settle()
        answer: dict[str, Any] = json.loads(told)
        return answer

    def asks(self, body: bytes, **headers: str) -> tuple[int, str]:
        call = WebhookCall(body, {"content-type": "application/json"}, self.world.now, f"{settings().public_url}/calls/ringing")
        signed = {**SIGNERS["phone"].signed(call).headers, **headers}
        answer = self.world.http("POST", "/calls/ringing", body=body, headers=signed)
        return answer["statusCode"], answer["body"]


@pytest.fixture
def exchange(world: World, tmp_path: Path) -> Iterator[Exchange]:
    with providers(world, tmp_path, accounts=[*DOCUMENT["accounts"], *PHONES]):
        yield Exchange(world)


def known(world: World) -> None:
    """Aino wrote a mail, and an agent wrote her number down."""
    world.mail(AINO, "Lasku 1234", "Laskuni 1234 on väärin, korjatkaa se.")
    world.settle()
    with world.time():
        contacts.change_contact(state(1).contact, {}, (Handle("email", AINO), Handle("phone", NUMBER)), context(world), "agent:1")


def calls_on(ticket: int) -> int:
    return len([event for event in found(ticket, ev.MessageReceived) if event.channel == "phone"])


def test_a_mail_today_and_a_call_tomorrow_are_one_ticket(exchange: Exchange) -> None:
    known(exchange.world)
    exchange.world.after(hours=24)
    told = exchange.rings()
    agent = state(1).agent
    assert told == {
        "language": "fi", "team": "Billing", "ticket": {"id": 1, "subject": "Lasku 1234"},
        "notice": "Asianne 1 on käsittelyssä. Yhdistämme teidät sen käsittelijöille. Jos asia ei ole teidän, kertokaa se heille.",
        "person": {"number": "+358409000002", "team": "Billing", "agent": "Ville" if agent else None},
    }  # fmt: skip
    assert (seen.newest_number(), calls_on(1), state(1).suggested) == (1, 1, ())
    assert exchange.world.failures == []


@pytest.mark.parametrize(("verified", "ticket"), [(True, 1), (False, 2)])
def test_what_is_said_in_a_call_is_on_the_ticket_that_the_call_joined(exchange: Exchange, verified: bool, ticket: int) -> None:
    known(exchange.world)
    exchange.rings(verified=verified)
    for text in ("Asiakas kysyi laskusta 1234.", ""):
        body = json.dumps({"type": "ended", "call": "c1", "from": NUMBER, "to": OURS, "verified": verified, "text": text}).encode()
        call = WebhookCall(body, {"content-type": "application/json"}, exchange.world.now)
        headers = dict(SIGNERS["phone"].signed(call).headers)
        assert exchange.world.http("POST", "/hooks/phone", body=body, headers=headers)["statusCode"] == 200
        exchange.world.settle()
    assert (seen.newest_number(), calls_on(ticket), exchange.world.failures) == (ticket, 3, [])


def test_an_unproven_number_hears_nothing_and_joins_nothing(exchange: Exchange) -> None:
    known(exchange.world)
    told, stranger = exchange.rings(verified=False), exchange.rings("+358405550000", verified=False)
    assert told == stranger
    assert (told["ticket"], told["language"], told["team"]) == (None, "sv", "Support")
    assert (calls_on(1), seen.newest_number()) == (0, 3)


def test_what_the_exchange_says_of_ticket_and_aliases_does_not_count(exchange: Exchange) -> None:
    known(exchange.world)
    more: dict[str, Any] = {"ticket_token": "t1.aaaaaaaaaaaaaaaaaaaa", "aliases": [{"kind": "email", "value": AINO}]}
    exchange.rings("+358405550000", **more)
    assert (calls_on(1), state(2).contact == state(1).contact) == (0, False)


def test_while_we_wait_for_the_customer_the_call_says_so(exchange: Exchange) -> None:
    known(exchange.world)
    update(exchange.world, 1, status=3)
    assert exchange.rings()["notice"].startswith("Odotamme teiltä tietoa asiaan 1.")
    assert state(1).category == "open"


def test_a_matter_that_is_over_is_not_brought_up(exchange: Exchange) -> None:
    known(exchange.world)
    resolve(exchange.world, 1)
    told = exchange.rings()
    assert (told["ticket"], told["team"], seen.newest_number()) == (None, "Support", 2)
    assert state(2).contact == state(1).contact


def test_calls_of_one_number_are_one_ticket_while_it_lives(exchange: Exchange) -> None:
    first = exchange.rings()
    assert (first["ticket"], first["notice"]) == (None, "Kauppa Oy. Vi kopplar dig till kundtjänsten.")
    again = exchange.rings()
    assert (again["ticket"]["id"], seen.newest_number(), calls_on(1)) == (1, 1, 2)


def test_the_same_call_told_twice_is_one_message(exchange: Exchange) -> None:
    exchange.rings(call="same")
    exchange.rings(call="same")
    assert (seen.newest_number(), calls_on(1)) == (1, 1)


def test_withheld_numbers_are_nobody(exchange: Exchange) -> None:
    for _ in range(2):
        assert exchange.rings("anonymous")["ticket"] is None
    assert seen.newest_number() == 2


def test_a_callers_name_leads_to_nobodys_ticket(exchange: Exchange) -> None:
    exchange.rings("+358405550000", verified=False)
    exchange.rings("+358405559999", verified=False, name="Evil [#1] #1")
    assert (seen.newest_number(), calls_on(1), calls_on(2)) == (2, 1, 1)


def test_an_unproven_call_of_a_known_number_suggests_the_ticket_that_it_may_be_about(exchange: Exchange) -> None:
    known(exchange.world)
    exchange.rings(verified=False)
    (suggested,) = found(2, ev.JoinSuggested)
    assert (suggested.other, suggested.evidence.method) == (1, "known caller")


def test_the_number_of_a_caller_is_no_order_that_two_tickets_name(exchange: Exchange) -> None:
    known(exchange.world)
    exchange.rings(verified=False)
    exchange.rings("anonymous", verified=False)
    resolve(exchange.world, 1)
    exchange.world.mail(AINO, "Kuulokkeet", f"Soittakaa numeroon {NUMBER}.")
    exchange.world.settle()
    assert found(seen.newest_number(), ev.JoinSuggested) == []


def test_who_has_not_the_secret_hears_nothing(exchange: Exchange) -> None:
    known(exchange.world)
    body = json.dumps({"type": "ringing", "call": "c9", "from": NUMBER, "to": OURS, "verified": True}).encode()
    with Recorder().attached() as recorder:
        assert exchange.asks(body, **{"webhook-signature": "v1,bm8="}) == (401, "no")
    assert {call.service for call in recorder.calls} <= {"ssm"}
    assert exchange.asks(b"{}") == (400, '{"error": "body: neither type nor events"}')


def test_a_known_caller_is_answered_with_few_requests(exchange: Exchange) -> None:
    known(exchange.world)
    exchange.rings("+358405550000")
    with Recorder().attached() as recorder:
        exchange.asks(json.dumps({"type": "ringing", "call": "c9", "from": NUMBER, "to": OURS, "verified": True}).encode())
    asked = [f"{call.service}:{call.operation}" for call in recorder.calls]
    assert asked == ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:BatchGetItem", "sqs:SendMessage"]
