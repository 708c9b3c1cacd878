"""Events on their way to somebody else's system: signed, in order, at least once, and never lost."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels import standard_webhooks
from chalicelib.channels.message import WebhookCall
from chalicelib.codec import to_json
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.errors import InvalidInput
from chalicelib.outside import secrets
from chalicelib.settings import settings
from chalicelib.storage import webhooks as rows
from chalicelib.subscriptions import actions as subscriptions
from chalicelib.subscriptions.carrying import actions as carrying
from chalicelib.subscriptions.subscription import KEYLESS, Secret
from tests.handlers.client import Client
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.handlers.test_api_feed import everything
from tests.outside.conftest import Configure
from tests.outside.conftest import configure as configure  # the same
from tests.receivers import listening
from tests.world import TOKEN_KEYS, World, client


@dataclass
class Receiver:
    """Somebody's system on loopback. `refuses` says of a body what it answers, 204 unless it says otherwise."""

    url: str = ""
    calls: list[WebhookCall] = field(default_factory=list)
    refusing: dict[int, int] = field(default_factory=dict)
    down: int = 0
    slow: Callable[[], None] = lambda: None

    @property
    def taken(self) -> list[dict[str, Any]]:
        """The events that were receipted."""
        return [body["data"] for body, status in self.answered if status < 300]

    answered: list[tuple[dict[str, Any], int]] = field(default_factory=list)

    def answer(self, body: dict[str, Any]) -> int:
        status = self.down or self.refusing.get(body["data"].get("ticket_id", 0), 204)
        self.answered.append((body, status))
        return status

    def spots(self) -> list[tuple[int, int, int]]:
        return [(row["ticket_id"], row["seq"], row["position"]) for row in self.taken]


@pytest.fixture
def receiver(api: Client) -> Iterator[Receiver]:
    made = Receiver()

    def take(raw: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        made.calls.append(WebhookCall(raw, headers, api.world.now, "/"))
        made.slow()
        status = made.answer(json.loads(raw))
        return status, b"" if status < 300 else b"Nej."

    with listening(take) as made.url:
        yield made


def subscribed(api: Client, receiver: Receiver, **fields: Any) -> Any:
    told = api.post("/webhooks", {"url": receiver.url, "after": "now", **fields})
    assert told.status == 201, told.body
    return told.body


def work(api: Client, tickets: int = 1, notes: int = 1) -> None:
    """Tickets with some notes each; nobody has reacted yet."""
    for _ in range(tickets):
        number = api.opened()["id"]
        for turn in range(notes):
            api.post(f"/tickets/{number}/notes", {"body": f"Huom. {turn}"})
            api.later(milliseconds=10)


def spots_of_the_feed(api: Client) -> list[tuple[int, int, int]]:
    """Every event of the desk, in the feed's order."""
    return [(row["ticket_id"], row["seq"], row["position"]) for row in everything(api, "?limit=100")]


def by_ticket(spots: list[tuple[int, int, int]]) -> dict[int, list[tuple[int, int, int]]]:
    return {ticket: [spot for spot in spots if spot[0] == ticket] for ticket, _, _ in spots}


@pytest.mark.slow
def test_every_event_is_told_once_and_in_order(api: Client, receiver: Receiver) -> None:
    subscribed(api, receiver)
    work(api, tickets=3, notes=2)
    api.world.settle().after(seconds=30)
    assert receiver.spots() == spots_of_the_feed(api)
    assert len(set(receiver.spots())) == len(receiver.spots()) > 9
    assert api.world.failures == []


def test_a_delivery_is_signed_as_the_standard_has_it(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    work(api)
    api.world.settle().after(seconds=30)
    call = receiver.calls[0]
    assert standard_webhooks.is_genuine(call, {"signing_secret": made["secret"]})
    assert not standard_webhooks.is_genuine(call, {"signing_secret": made["secret"][:-4] + "AAA="})
    body = json.loads(call.body)
    assert (body["type"], body["timestamp"], call.headers["webhook-id"]) == (
        "ticket.opened", "2026-12-01T08:00:00Z", f"event_{body['data']['id']}",
    )  # fmt: skip


@pytest.mark.slow
def test_what_names_a_person_is_told_only_where_the_administrator_says_so(api: Client, receiver: Receiver) -> None:
    subscribed(api, receiver)
    work(api)
    api.world.settle().after(seconds=30)
    assert "asiakas.example" not in str(receiver.taken)
    subscribed(api, receiver, personal=True)
    work(api)
    api.world.settle().after(seconds=30)
    assert "aino@asiakas.example" in str(receiver.taken)


def test_only_the_events_that_are_asked_for(api: Client, receiver: Receiver) -> None:
    subscribed(api, receiver, types=["note.written"])
    work(api, tickets=2, notes=2)
    api.world.settle().after(seconds=30)
    assert [row["type"] for row in receiver.taken] == ["note.written"] * 4


@pytest.mark.slow
def test_a_new_integration_can_be_told_everything_from_the_first_day(api: Client, receiver: Receiver) -> None:
    work(api, tickets=2)
    api.world.settle().after(minutes=1)
    cursor = api.get("/events?limit=1").headers["X-Cursor"]
    subscribed(api, receiver, after=cursor)
    api.world.settle().after(minutes=2)
    assert receiver.spots() == spots_of_the_feed(api)[1:]


# -- failures --


@pytest.mark.slow
def test_while_the_receiver_is_down_nothing_is_lost_and_it_is_not_flooded(api: Client, receiver: Receiver) -> None:
    subscribed(api, receiver)
    receiver.down = 503
    work(api, tickets=6, notes=2)
    api.world.settle().after(hours=2)
    tries = len(receiver.answered)
    assert tries <= 3 * 8
    receiver.down = 0
    api.world.after(hours=4)
    assert by_ticket(receiver.spots()) == by_ticket(spots_of_the_feed(api))
    assert api.world.failures == []


@pytest.mark.slow
def test_a_ticket_that_is_refused_keeps_its_order_and_holds_up_no_other(api: Client, receiver: Receiver) -> None:
    subscribed(api, receiver)
    receiver.refusing[2] = 500
    work(api, tickets=3, notes=2)
    api.world.settle().after(minutes=1)
    feed = by_ticket(spots_of_the_feed(api))
    assert by_ticket(receiver.spots()) == {1: feed[1], 3: feed[3]}
    assert {body["data"]["seq"] for body, status in receiver.answered if status == 500} == {1}
    del receiver.refusing[2]
    api.post("/tickets/2/notes", {"body": "Vielä."})
    api.world.settle().after(minutes=10)
    assert by_ticket(receiver.spots()) == by_ticket(spots_of_the_feed(api))


@pytest.mark.slow
def test_what_is_refused_for_a_day_becomes_a_dead_letter_that_can_be_told_again(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver, types=["note.written"])
    receiver.refusing[1] = 400
    work(api, tickets=2)
    for _ in range(8):
        api.world.after(hours=4)
        api.post("/tickets/2/notes", {"body": "Muut menevät perille."})
        api.world.settle()
    api.world.after(minutes=1)
    dead = api.get(f"/webhooks/{made['id']}/deliveries?status=dead").body
    assert [(row["ticket_id"], row["seq"], row["type"], row["status"]) for row in dead] == [(1, 2, "note.written", "dead")]
    assert api.get(f"/webhooks/{made['id']}").body["active"]
    receiver.refusing.clear()
    assert api.post(f"/webhooks/{made['id']}/redeliver", {"dead_letters": True}).status == 202
    api.world.settle().after(minutes=1)
    assert (1, 2, 0) in receiver.spots()
    assert api.get(f"/webhooks/{made['id']}/deliveries?status=dead").body == []


@pytest.mark.slow
def test_after_a_day_without_any_receipt_it_is_turned_off_and_goes_on_later(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    receiver.down = 500
    work(api, tickets=2)
    api.world.settle().after(hours=30)
    told = api.get(f"/webhooks/{made['id']}").body
    assert (told["active"], told["disabled_because"]) == (False, f"nothing was accepted since {told['failing_since']}")
    tries = len(receiver.answered)
    work(api)
    api.world.settle().after(hours=5)
    assert len(receiver.answered) == tries
    receiver.down = 0
    assert api.put(f"/webhooks/{made['id']}", {"active": True}).body["disabled_because"] is None
    api.world.settle().after(hours=5)
    assert by_ticket(receiver.spots()) == by_ticket(spots_of_the_feed(api))


@pytest.mark.slow
def test_a_receiver_that_is_gone_is_left_alone(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    receiver.down = 410
    work(api, tickets=3)
    api.world.settle().after(minutes=1)
    told = api.get(f"/webhooks/{made['id']}").body
    assert (told["active"], told["disabled_because"], len(receiver.answered)) == (False, "the receiver answered 410 Gone", 1)


@pytest.mark.slow
def test_killed_between_the_receipt_and_the_note_of_it_an_event_comes_again(api: Client, receiver: Receiver) -> None:
    """A holder of the lease that died is waited for; then everything behind the last note is told."""
    made = subscribed(api, receiver)
    work(api)
    assert rows.take(made["id"], "who died", api.world.now, api.world.now + timedelta(seconds=90)) is not None
    api.world.settle().after(seconds=60)
    assert receiver.answered == []
    api.world.after(minutes=2)
    assert receiver.spots() == spots_of_the_feed(api)


@pytest.mark.slow
def test_turned_on_again_it_is_given_a_day_anew(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    receiver.down = 410
    work(api, tickets=2)
    api.world.settle().after(minutes=1)
    assert not api.get(f"/webhooks/{made['id']}").body["active"]
    api.later(hours=25)
    receiver.down = 503
    api.put(f"/webhooks/{made['id']}", {"active": True})
    api.world.settle().after(minutes=1)
    assert api.get(f"/webhooks/{made['id']}").body["active"]
    receiver.down = 0
    api.world.after(minutes=15)
    assert by_ticket(receiver.spots()) == by_ticket(spots_of_the_feed(api))


@pytest.mark.slow
def test_however_many_are_waked_while_one_is_at_work_one_comes_again(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    api.world.settle().after(minutes=2)
    assert rows.take(made["id"], "a slow one", api.world.now, api.world.now + timedelta(seconds=90)) is not None
    for _ in range(5):
        subscriptions.wake(made["id"])
    api.world.settle()
    assert len([body for _, _, body in api.world.later if "webhook" in body]) == 1
    work(api)
    api.world.settle().after(minutes=2)
    assert receiver.spots() == spots_of_the_feed(api)


@pytest.mark.slow
def test_behind_a_slow_receiver_a_long_history_is_told_turn_by_turn(api: Client, receiver: Receiver) -> None:
    """Nobody works on longer than the lease and the invocation last."""
    made = subscribed(api, receiver, types=["note.written"])
    receiver.refusing[1] = 500
    work(api, notes=12)
    api.world.settle().after(seconds=14)
    receiver.refusing.clear()
    receiver.slow = lambda: api.later(seconds=9)
    turns: list[int] = []
    while len(receiver.taken) < 12:
        before = len(receiver.answered)
        carrying.carry(made["id"], Context(desks.current(api.world.now), api.world.now, lambda: api.world.now))
        turns.append(len(receiver.answered) - before)
        api.later(seconds=30)
        assert len(turns) < 20
    assert max(turns) == 1
    assert [spot[1] for spot in receiver.spots()] == list(range(2, 14))


# -- by hand --


@pytest.mark.slow
def test_a_secret_is_shown_once_and_two_of_them_sign_for_a_day(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    path = f"/webhooks/{made['id']}"
    assert (api.get(path).body["secret"], api.get("/webhooks").body[0]["secret"]) == (None, None)
    rotated = api.put(path, {"rotate_secret": True}).body["secret"]
    assert rotated not in (None, made["secret"])

    def genuine() -> list[bool]:
        receiver.calls.clear()
        work(api)
        api.world.settle().after(seconds=30)
        return [standard_webhooks.is_genuine(receiver.calls[0], {"signing_secret": one}) for one in (made["secret"], rotated)]

    assert genuine() == [True, True]
    api.world.after(hours=25)
    assert genuine() == [False, True]


def kept_of(number: int) -> str:
    found = rows.find(number)
    assert found is not None
    return to_json(found[0]).decode()


def test_no_secret_is_stored_and_each_of_both_keys_of_the_desk_goes_on_signing(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    path = f"/webhooks/{made['id']}"
    with desk_keys(current="the next key", previous=TOKEN_KEYS["current"]):
        work(api)
        api.world.settle().after(seconds=30)
        rotated = api.put(path, {"rotate_secret": True}).body["secret"]
        assert standard_webhooks.is_genuine(receiver.calls[0], {"signing_secret": made["secret"]})
        assert not [one for one in (made["secret"], rotated) if one.removeprefix("whsec_") in kept_of(made["id"])]


def test_a_subscription_whose_key_is_gone_is_turned_off_and_goes_on_with_a_new_secret(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    path = f"/webhooks/{made['id']}"
    with desk_keys(current="the next key", previous="another one"):
        work(api)
        api.world.settle().after(seconds=30)
        told = api.get(path).body
        assert (receiver.calls, told["active"], told["disabled_because"]) == ([], False, KEYLESS)
        secret = api.put(path, {"rotate_secret": True, "active": True}).body["secret"]
        api.world.settle().after(seconds=90)
        assert receiver.calls
        assert all(standard_webhooks.is_genuine(one, {"signing_secret": secret}) for one in receiver.calls)


def test_a_secret_that_was_stored_whole_signs_until_it_is_rotated(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    number, old = made["id"], "whsec_" + base64.b64encode(b"k" * 32).decode()
    found = rows.find(number)
    assert found is not None
    assert rows.replace_if(replace(found[0], secrets=(Secret(old),)), found[1])
    work(api)
    api.world.settle().after(seconds=30)
    assert standard_webhooks.is_genuine(receiver.calls[0], {"signing_secret": old})
    api.put(f"/webhooks/{number}", {"rotate_secret": True})
    api.world.after(hours=25)
    receiver.calls.clear()
    work(api)
    api.world.settle().after(seconds=30)
    assert not standard_webhooks.is_genuine(receiver.calls[0], {"signing_secret": old})


@contextmanager
def desk_keys(**keys: str) -> Iterator[None]:
    """Other keys in the parameter, as this process reads them from now on."""
    name = settings().keys_parameter
    before = client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    told = json.dumps({**json.loads(before), "token": keys})
    for value in (told, before):
        client("ssm").put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=True)
        secrets.forget()
        if value == told:
            yield


def test_a_ping_tries_the_receiver_and_its_outcome_is_listed(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    receiver.down = 418
    assert api.post(f"/webhooks/{made['id']}/ping").status == 202
    api.world.settle()
    assert [body["type"] for body, _ in receiver.answered] == ["webhook.ping"]
    (row,) = api.get(f"/webhooks/{made['id']}/deliveries").body
    assert (row["type"], row["status"], row["response_status"], row["response"], row["event_id"]) == (
        "webhook.ping", "failed", 418, "Nej.", None,
    )  # fmt: skip


@pytest.mark.slow
def test_deliveries_say_what_was_answered_newest_first(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver, types=["note.written"])
    receiver.down = 500
    work(api)
    api.world.settle().after(seconds=12)
    receiver.down = 0
    api.world.after(seconds=30)
    told = api.get(f"/webhooks/{made['id']}/deliveries").body
    assert [(row["ticket_id"], row["seq"], row["attempt"], row["status"], row["response_status"]) for row in told] == [
        (1, 2, 2, "delivered", 204), (1, 2, 1, "failed", 500),
    ]  # fmt: skip


@pytest.mark.slow
def test_everything_behind_a_cursor_is_told_again(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver)
    work(api, tickets=2)
    api.world.settle().after(seconds=30)
    first = receiver.spots()
    cursor = api.get("/events?limit=3").headers["X-Cursor"]
    assert api.post(f"/webhooks/{made['id']}/redeliver", {"cursor": cursor}).status == 202
    api.world.settle().after(seconds=30)
    assert receiver.spots() == first + first[3:]
    ids = [call.headers["webhook-id"] for call in receiver.calls]
    assert len(set(ids)) == len(first)


@pytest.mark.parametrize(
    "url",
    ["http://crm.example/", "https://10.0.0.1/", "https://a:b@crm.example/", "https://crm.example:8443/", "x", "ftp://crm.example/"],
)
def test_an_address_that_is_not_called_is_refused_where_it_is_given(api: Client, url: str) -> None:
    told = api.post("/webhooks", {"url": url})
    assert (told.status, told.faults) == (400, [("url", "invalid_value")])


def test_in_production_loopback_is_refused_too(configure: Configure) -> None:
    configure(STAGE="local")
    subscriptions.check_address("http://127.0.0.1:8000/hook")
    configure(STAGE="prod")
    for url in ("http://127.0.0.1:8000/hook", "https://127.0.0.1/hook", "https://localhost/hook"):
        with pytest.raises(InvalidInput):
            subscriptions.check_address(url)


def test_a_webhook_is_changed_listed_and_removed(api: Client, receiver: Receiver) -> None:
    made = subscribed(api, receiver, name="CRM")
    path = f"/webhooks/{made['id']}"
    assert api.put(path, {"types": ["ticket.opened"], "name": "Uusi"}).body["types"] == ["ticket.opened"]
    assert [(row["id"], row["name"]) for row in api.get("/webhooks").body] == [(made["id"], "Uusi")]
    assert api.post("/webhooks", {"url": receiver.url, "types": ["ticket.eaten"]}).faults == [("types", "invalid_value")]
    assert [api.delete(path).status, api.get(path).status, api.delete(path).status] == [204, 404, 404]
    work(api)
    api.world.settle().after(minutes=5)
    assert receiver.answered == []


def test_a_desk_without_webhooks_does_nothing_for_them(world: World, api: Client) -> None:
    work(api)
    world.settle()
    assert [body for _, queue, body in world.later if queue == "background" and "webhook" in body] == []
