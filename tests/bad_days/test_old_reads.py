"""What a read at half the price misses is found by the writes that follow, or asked for again: nothing is lost, doubled or refused."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.desk import actions as desks
from chalicelib.desk.reading import document_of
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.storage import history
from tests.bad_days.replica import Replica, lagging
from tests.handlers.client import ADMIN_KEY, Client
from tests.journeys.walks import names, reply, state, update
from tests.world import World, client

pytestmark = pytest.mark.slow

AINO = "aino@asiakas.example"
RAW = b"From: Aino <aino@asiakas.example>\r\nTo: help@kauppa.example\r\nSubject: Moi\r\nMessage-ID: <x@y>\r\n\r\nMissa paketti on?\r\n"
HELP = ["help@kauppa.example"]
PHONE = "358401234567"


@pytest.fixture
def replica(world: World) -> Iterator[Replica]:
    with lagging() as stopped:
        yield stopped


@pytest.fixture
def api(world: World) -> Client:
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    return Client(world)


def _tickets() -> list[int]:
    rows = client("dynamodb").scan(TableName="vuoro-tickets")["Items"]
    return sorted(int(row["pk"]["S"][2:]) for row in rows if row["sk"]["S"] == "VIEW")


def _contacts() -> set[str]:
    rows = client("dynamodb").scan(TableName="vuoro-people")["Items"]
    return {row["pk"]["S"] for row in rows if row["pk"]["S"].startswith("CT#")}


def test_a_mail_whose_digest_is_missed_stays_one_message(world: World, replica: Replica) -> None:
    replica.stop()
    world.raw_mail(RAW, recipients=HELP)
    world.settle()
    world.raw_mail(RAW, recipients=HELP)
    world.settle()
    assert replica.served
    assert (_tickets(), names(1).count("message.received"), world.failures) == ([1], 1, [])


def test_a_reply_whose_digest_is_missed_stays_one_message(world: World, replica: Replica) -> None:
    world.raw_mail(RAW, recipients=HELP)
    world.settle()
    replica.stop()
    answer = RAW.replace(b"Message-ID: <x@y>", b"Message-ID: <z@y>\r\nIn-Reply-To: <x@y>")
    for _ in range(2):
        world.raw_mail(answer, recipients=HELP)
        world.settle()
    assert replica.served
    assert (_tickets(), names(1).count("message.received"), world.failures) == ([1], 2, [])


def test_a_reference_that_is_missed_is_looked_for_again_before_a_ticket_is_opened(world: World, replica: Replica) -> None:
    replica.stop()
    world.raw_mail(RAW, recipients=HELP)
    world.settle()
    world.mail(AINO, "Viela yksi asia", "Unohdin tilausnumeron: 4711.", headers=[("In-Reply-To", "<x@y>")])
    world.settle()
    assert replica.served
    assert (_tickets(), names(1).count("message.received")) == ([1], 2)


def test_a_handle_that_is_missed_stays_with_its_contact(world: World, replica: Replica) -> None:
    replica.stop()
    for subject in ("Kahvinkeitin", "Lasku"):
        world.mail(AINO, subject, f"Hei, asiana {subject}.")
        world.settle()
    assert replica.served
    assert (len(_contacts()), state(1).contact) == (1, state(2).contact)


def test_a_contact_that_is_missed_keeps_what_is_known_of_it(world: World, api: Client, replica: Replica) -> None:
    made = api.post("/contacts", {"name": "Aino Aalto", "email": AINO}).body["id"]
    client("dynamodb").delete_item(TableName="vuoro-people", Key={"pk": {"S": f"CT#{made}"}, "sk": {"S": "PROFILE"}})
    replica.stop()
    client("dynamodb").delete_item(TableName="vuoro-people", Key={"pk": {"S": f"H#email#{AINO}"}, "sk": {"S": "PROFILE"}})
    again = api.post("/contacts", {"name": "Aino Aalto", "email": AINO, "job_title": "Ostaja"}).body["id"]
    world.mail(f"Joku muu <{AINO}>", "Kahvinkeitin", "Hei, keitin ei toimi.")
    world.settle()
    assert replica.served
    assert (again, state(1).contact) == (made, made)
    assert [api.get(f"/contacts/{made}").body[field] for field in ("name", "job_title")] == ["Aino Aalto", "Ostaja"]


def test_a_chat_that_is_missed_goes_on_in_its_ticket(world: World, replica: Replica) -> None:
    replica.stop()
    for text in ("Hei", "Onko siella ketaan?"):
        world.whatsapp(PHONE, text)
        world.settle()
    assert replica.served
    assert (_tickets(), names(1).count("message.received"), world.failures) == ([1], 2, [])


# -- a change on an old state --


@pytest.fixture
def ticket(world: World) -> int:
    world.raw_mail(RAW, recipients=HELP)
    world.settle()
    return 1


def test_a_change_that_an_old_state_takes_for_done_is_made(ticket: int, world: World, api: Client, replica: Replica) -> None:
    update(world, ticket, priority=3)
    replica.stop()
    update(world, ticket, priority=1)
    before = state(ticket).version
    replica.stop_memory()
    assert api.put(f"/tickets/{ticket}", {"priority": 3}).body["priority"] == 3
    assert replica.served
    assert (state(ticket).priority, state(ticket).version) == (3, before + 1)


def test_a_change_goes_on_top_of_what_an_old_state_missed(ticket: int, world: World, api: Client, replica: Replica) -> None:
    replica.stop()
    update(world, ticket, priority=4)
    replica.stop_memory()
    told = api.put(f"/tickets/{ticket}", {"status": 3}).body
    assert replica.served
    assert (told["priority"], told["status"]) == (4, 3)
    assert (state(ticket).priority, int(state(ticket).status)) == (4, 3)


def test_a_caller_who_knows_a_newer_version_is_not_refused(ticket: int, world: World, api: Client, replica: Replica) -> None:
    replica.stop()
    update(world, ticket, priority=4)
    replica.stop_memory()
    told = api.put(f"/tickets/{ticket}", {"status": 3}, If_Match=f'"{state(ticket).version}"')
    assert (told.status, told.body["status"]) == (200, 3)


def test_a_ticket_that_is_missed_is_there(world: World, api: Client, replica: Replica) -> None:
    replica.stop()
    world.raw_mail(RAW, recipients=HELP)
    world.settle()
    replica.stop_memory()
    assert api.put("/tickets/1", {"priority": 4}).body["priority"] == 4
    assert replica.served


# -- a page --


def test_a_process_reads_what_it_wrote_itself(ticket: int, world: World, api: Client, replica: Replica) -> None:
    replica.stop()
    reply(world, ticket, "Se on matkalla.")
    assert _said(api, ticket) == ["Se on matkalla."]


def test_a_caller_reads_what_it_knows_of(ticket: int, world: World, api: Client, replica: Replica) -> None:
    replica.stop()
    reply(world, ticket, "Se on matkalla.")
    replica.stop_memory()
    assert _said(api, ticket) == []
    assert _said(api, ticket, If_None_Match=f'"{history.load(ticket).version}"') == ["Se on matkalla."]


def test_a_page_with_a_gap_is_read_again(ticket: int, world: World, api: Client, replica: Replica) -> None:
    reply(world, ticket, "Se on matkalla.")
    replica.stop()
    replica.lose("C#000002")
    assert _said(api, ticket) == ["Se on matkalla."]
    assert replica.served


def _said(api: Client, ticket: int, **headers: str) -> list[str]:
    told = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    body = api.call("GET", f"/tickets/{ticket}?include=conversations", headers=told).body
    return [said["body_text"] for said in body["conversations"]]


# -- what is told and what holds --


def test_a_commit_whose_view_is_missed_is_announced_as_ever(world: World, replica: Replica) -> None:
    replica.stop()
    world.raw_mail(RAW, recipients=HELP)
    world.pump_queues()
    before = replica.served
    world.pump_stream()
    assert replica.served == before + 1
    world.settle()
    assert (names(1).count("ticket.routed"), world.failures) == (1, [])


def test_whoever_makes_another_configuration_has_it_at_once_and_never_an_older_one(world: World, replica: Replica) -> None:
    former = desks.current(world.now)
    replica.stop()
    changed = {**document_of(former), "name": "Toinen kauppa Oy"}
    made = desks.activate(changed, world.now, "test")
    later = world.now + timedelta(minutes=2)
    assert (desks.current(world.now).version, desks.current(later).version, replica.served) == (made.version, made.version, 1)
