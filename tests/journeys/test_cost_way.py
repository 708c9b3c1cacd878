"""A ticket's bill from the first mail to the answered survey: whole, and together with the shared rest what was asked of AWS."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.costs.parts import plus
from chalicelib.desk import actions as desks
from chalicelib.outside import secrets
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from tests.accounts import Counted, shared_rest
from tests.handlers.client import ADMIN_KEY, Client
from tests.world import World

pytestmark = pytest.mark.slow

AINO = "Aino <aino@asiakas.example>"
RESOLVED = 4


@pytest.fixture
def desk_at_work(world: World) -> Iterator[Counted]:
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    counted = Counted(world.app)
    with counted.recorder.attached():
        yield counted


def forget_everything() -> None:
    """As a process that has just begun."""
    desks.forget()
    secrets.forget()
    people.forget()


def answered_survey(world: World) -> None:
    link = re.search(r"(/survey/[\w.\-~=]+)", world.mails("aino@asiakas.example")[-1].text)
    assert link
    world.http("GET", link[1])
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert world.http("POST", link[1], body=b"score=5&comment=Kiitos", headers=form)["statusCode"] == 200
    world.settle()


def live(world: World, between: Callable[[], None] = lambda: None) -> Client:
    """A mail, two replies with a mail between them, a resolution, a survey and its answer."""
    api = Client(world)
    first = world.mail(AINO, "Keitin ei lämpene", "Hei, keitin ei lämpene enää. Saanko uuden?")
    world.settle()
    for number in range(2):
        between()
        assert api.post("/tickets/1/reply", {"body": f"Selvitämme asiaa, {number}."}).status == 201
        world.settle().after(minutes=20)
        between()
        if number == 0:
            world.mail(AINO, "Re: Keitin ei lämpene", "Ei vieläkään.", headers=[("References", first)])
            world.settle()
    assert api.put("/tickets/1", {"status": RESOLVED}).status == 200
    world.settle().after(days=2)
    between()
    answered_survey(world)
    return api


def chat(world: World, between: Callable[[], None] = lambda: None) -> Client:
    """A chat, the same webhook again, one too large for the queue, and a forged one."""
    api = Client(world)
    for text in ("Moi, missä paketti?", "Moi, missä paketti?", "Missä? " * 100_000):
        world.whatsapp("358409998877", text, message_id=f"wamid.{len(text)}")
        between()
        world.settle()
    world.http("POST", "/hooks/whatsapp", body=b"{}", headers={"content-type": "application/json"})
    world.settle().after(minutes=5)
    return api


def failing(world: World, between: Callable[[], None] = lambda: None) -> Client:
    """A mail whose first delivery fails in the middle, one that nobody can read, a wrong call, and a late SES event twice."""
    api = Client(world)
    world.mail(AINO, "Keitin", "Ei lämpene.")
    world.settle()
    between()
    world.send("inbound", '{"notificationType":"Received"}')
    world.send("inbound", '{"what":"nobody knows"}')
    world.send("background", '{"recheck":1}')
    world.send("background", '{"recheck":4711}')
    world.send("checks", '{"ticket":1,"look_at":"2026-12-01T00:00:00Z"}')
    world.settle()
    assert api.post("/tickets/1/reply", {"bodi": "?"}).status == 400
    assert api.get("/tickets/4711").status == 404
    return api


@pytest.mark.parametrize("twice", [False, True], ids=["once", "everything twice"])
@pytest.mark.parametrize("between", [lambda: None, forget_everything], ids=["warm", "cold"])
@pytest.mark.parametrize("story", [live, chat, failing])
def test_bills_and_shared_rest_are_what_was_asked(
    desk_at_work: Counted, caplog: Any, story: Callable[..., Client], between: Callable[[], None], twice: bool
) -> None:
    desk_at_work.deliver_twice = twice
    api = story(desk_at_work, between)
    bill = api.get("/tickets/1/cost").body
    total = plus(bill["requests"], shared_rest(caplog.records))
    assert dict(sorted(total.items())) == desk_at_work.counted


def test_the_bill_of_a_whole_life(desk_at_work: Counted) -> None:
    bill = live(desk_at_work).get("/tickets/1/cost").body
    assert {section["kind"]: section["times"] for section in bill["work"]} == {
        "api": 3, "page": 1, "inbound": 5, "routing": 2, "check": 1, "delivery": 3, "background": 5, "announcing": 19,
    }  # fmt: skip
    lines = [(line["what"], line["quantity"]) for section in bill["work"] for line in section["lines"]]
    assert [line for line in lines if line[0].startswith("mails")] == [("mails received", 2), ("mails sent", 3)]
    assert sum(Decimal(section["total"]) for section in bill["work"]) == Decimal(bill["total"])
    assert Decimal("0.0005") < Decimal(bill["total"]) < Decimal("0.0008")
    assert (bill["ticket_id"], bill["currency"], bill["prices"]["region"]) == (1, "USD", "us-east-1")


def test_two_tickets_pay_their_own_work(desk_at_work: Counted) -> None:
    api = Client(desk_at_work)
    desk_at_work.mail(AINO, "Keitin", "Ei lämpene.")
    desk_at_work.mail("Bo <bo@kund.example>", "Paket", "Var är mitt paket?")
    desk_at_work.settle()
    before = [api.get(f"/tickets/{number}/cost").body for number in (1, 2)]
    api.post("/tickets/2/reply", {"body": "På väg."})
    desk_at_work.settle()
    after = [api.get(f"/tickets/{number}/cost").body for number in (1, 2)]
    assert [told["requests"]["s3:GetObject"] for told in before] == [1, 1]
    assert after[0] == before[0]
    assert after[1]["requests"]["ses:SendRawEmail"] == 1


def test_a_bill_is_for_those_who_see_the_ticket_and_for_finance(desk_at_work: Counted) -> None:
    api = Client(desk_at_work)
    desk_at_work.mail(AINO, "Keitin", "Ei lämpene.")
    desk_at_work.settle()
    finance = api.of("Mikko", scopes=("costs",))
    noting = api.of("Mikko", scopes=("note",))
    assert [finance.get(path).status for path in ("/tickets/1/cost", "/tickets/1", "/tickets/4711/cost")] == [200, 403, 404]
    assert [noting.get("/tickets/1/cost").status, api.of("Aki", scopes=("read",)).get("/tickets/1/cost").status] == [403, 200]


def test_a_ticket_from_before_the_meter_has_an_empty_bill(desk_at_work: Counted) -> None:
    from tests.storage.desk import opened

    opened(1, desks.current(desk_at_work.now))
    told = Client(desk_at_work).get("/tickets/1/cost").body
    assert (told["total"], told["work"], told["requests"]) == ("0.000000000000", [], {})
