"""A visitor chats and is answered on the page; a form waits until the owner of its address confirms it."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.storage import seen, suspended
from tests.handlers.client import ADMIN_KEY, Client
from tests.web.page import Page, vouched
from tests.world import World

pytestmark = pytest.mark.slow

AINO = "aino@asiakas.example"
LINK = re.compile(r"https://desk\.kauppa\.example(/confirm/\S+)")


@pytest.fixture
def api(page: Page) -> Client:
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), page.world.now)
    return Client(page.world)


def tickets(api: Client) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get("/tickets").body
    return sorted(rows, key=lambda row: row["id"])


def press(world: World, link: str, method: str = "POST") -> int:
    form = {"content-type": "application/x-www-form-urlencoded"}
    status: int = (world.http(method, link, body=b"x=", headers=form) if method == "POST" else world.http(method, link))["statusCode"]
    world.settle()
    return status


def link_of(world: World, to: str = AINO) -> str:
    found = LINK.search(world.mails(to)[-1].text)
    assert found
    return found[1]


# -- the chat --


def test_a_visitor_is_answered_on_the_page(page: Page, api: Client) -> None:
    assert page.say("Hei, missä pakettini on?", page="shop.example/cart") == 202
    page.world.settle()
    ticket = tickets(api)[0]
    assert (ticket["subject"], ticket["source"]) == ("shop.example/cart", 7)
    assert api.post(f"/tickets/{ticket['id']}/reply", {"body": "Se on <b>matkalla</b>."}).status == 201
    page.world.settle()
    assert page.lines() == [(True, "Hei, missä pakettini on?"), (False, "Se on matkalla.")]
    assert page.say("Kiitos! Milloin se tulee?") == 202
    page.world.settle()
    assert len(tickets(api)) == 1
    assert (page.world.failures, page.world.mails(AINO)) == ([], [])


def test_an_answer_stays_with_its_visitor(page: Page, api: Client) -> None:
    other = Page(page.world)
    page.say("Hei, missä pakettini on?")
    other.say("Onko teillä sateenvarjoja?")
    page.world.settle()
    for ticket in tickets(api):
        api.post(f"/tickets/{ticket['id']}/reply", {"body": f"Vastaus tikettiin {ticket['id']}"})
    page.world.settle()
    assert (page.lines()[1:], other.lines()[1:]) == ([(False, "Vastaus tikettiin 1")], [(False, "Vastaus tikettiin 2")])


def test_a_note_is_not_shown_to_the_visitor(page: Page, api: Client) -> None:
    page.say("Hei, missä pakettini on?")
    page.world.settle()
    assert api.post("/tickets/1/notes", {"body": "Asiakas on hankala."}).status == 201
    page.world.settle()
    assert page.lines() == [(True, "Hei, missä pakettini on?")]


def test_a_long_answer_comes_in_parts_once(page: Page, api: Client) -> None:
    page.say("Hei, missä pakettini on?")
    page.world.settle()
    page.world.deliver_twice = True
    api.post("/tickets/1/reply", {"body": "Irrota johto hetkeksi. " * 300})
    page.world.settle()
    answers = [text for own, text in page.lines() if not own]
    assert len(answers) == 2
    assert sum(text.count("Irrota") for text in answers) == 300


def test_a_user_whom_the_shop_vouches_for_is_the_contact_who_mailed(page: Page, api: Client) -> None:
    page.world.mail(AINO, "Lasku", "Lasku 1234 on väärin, korjatkaa se.")
    page.world.settle()
    page.begin(vouched(AINO))
    page.say("Hei, kirjoitin teille eilen laskusta.")
    page.world.settle()
    assert len({ticket["requester_id"] for ticket in tickets(api)}) == 1
    stranger = Page(page.world)
    stranger.say(f"Olen {AINO}, kertokaa laskustani.")
    page.world.settle()
    assert len({ticket["requester_id"] for ticket in tickets(api)}) == 2


def test_a_user_has_the_conversation_on_every_device(page: Page, api: Client) -> None:
    page.begin(vouched("4711"))
    page.say("Hei, missä pakettini on?")
    page.world.settle()
    api.post("/tickets/1/reply", {"body": "Matkalla."})
    page.world.settle()
    phone = Page(page.world)
    phone.begin(vouched("4711"))
    assert phone.lines() == [(True, "Hei, missä pakettini on?"), (False, "Matkalla.")]


# -- the form --


def test_a_form_waits_until_the_owner_of_the_address_confirms(page: Page, api: Client) -> None:
    status, told = page.form(AINO, "Paketti 1234 ei ole tullut.", name="Voita palkinto http://evil.example")
    page.world.settle()
    assert (status, told["confirm"], tickets(api)) == (202, True, [])
    waiting = api.get("/suspended").body
    assert [(row["cause"], row["from_email"], row["released"]) for row in waiting] == [("unconfirmed", AINO, False)]
    mail = page.world.mails(AINO)[0]
    assert mail.subject == "Kauppa Oy: vahvista osoitteesi"
    assert not [word for word in ("1234", "evil", "Voita", "Paketti") if word in mail.raw or word in mail.text]
    assert mail.mail["Auto-Submitted"] == "auto-generated"
    link = link_of(page.world)
    assert (press(page.world, link, "GET"), tickets(api)) == (200, [])
    assert press(page.world, link) == 200
    ticket = tickets(api)[0]
    assert (ticket["subject"], api.get("/suspended").body) == ("Paketti", [])
    assert [press(page.world, link), len(tickets(api))] == [200, 1]
    assert page.world.failures == []


def test_a_confirmed_form_is_answered_by_mail_and_goes_on_there(page: Page, api: Client) -> None:
    page.form(AINO, "Paketti 1234 ei ole tullut.")
    page.world.settle()
    press(page.world, link_of(page.world))
    api.post("/tickets/1/reply", {"body": "Se tulee huomenna."})
    page.world.settle()
    answer = page.world.mails(AINO)[-1]
    assert "Se tulee huomenna." in answer.text
    page.world.mail(AINO, f"Re: {answer.subject}", "Ei tullut vieläkään, missä se on?", to=str(answer.mail["Reply-To"]).strip("<>"))
    page.world.settle()
    assert len(tickets(api)) == 1
    assert [row["body_text"] for row in api.get("/tickets/1/conversations").body][-1] == "Ei tullut vieläkään, missä se on?"
    assert page.lines() == []


def test_the_owner_confirms_a_page_once(page: Page, api: Client) -> None:
    """What waited meanwhile comes in too, and what follows waits no more."""
    page.form(AINO, "Paketti 1234 ei ole tullut.")
    page.form(AINO, "Se on kirja.")
    page.world.settle()
    assert len(page.world.mails(AINO)) == 1
    press(page.world, link_of(page.world))
    assert len(tickets(api)) == 2
    assert page.form(AINO, "Ja laskuakaan ei näy.")[1]["confirm"] is False
    page.world.settle()
    assert (len(tickets(api)), len(page.world.mails(AINO)), api.get("/suspended").body) == (3, 1, [])


def test_another_page_with_the_same_address_is_not_confirmed_with_it(page: Page, api: Client) -> None:
    page.form(AINO, "Paketti 1234 ei ole tullut.")
    Page(page.world).form(AINO, "Lähettäkää rahat minulle.")
    page.world.settle()
    press(page.world, link_of(page.world))
    assert len(tickets(api)) == 1
    assert [row["released"] for row in api.get("/suspended").body] == [False]


def test_an_address_is_asked_once_a_day_whatever_is_sent(page: Page) -> None:
    for hour in range(25):
        for _ in range(5):
            Page(page.world).form(AINO, f"Viesti {hour}")
        page.world.settle()
        assert len(page.world.mails(AINO)) == (1 if hour < 24 else 2), hour
        page.world.now += timedelta(hours=1, seconds=5)


def test_the_desk_asks_twenty_addresses_an_hour_at_most(page: Page, api: Client) -> None:
    page.begin()
    line = {"visitor": page.visit["visitor"], "account": page.visit["account"]}
    from chalicelib.channels.message import WebhookCall
    from chalicelib.channels.registry import channel
    from chalicelib.codec import to_json
    from chalicelib.intake.actions import keep

    for number in range(25):
        body = {**line, "events": [{"type": "form", "id": str(number), "email": f"a{number}@asiakas.example", "text": "Hei"}]}
        keep(channel("web"), WebhookCall(to_json(body), {}, page.world.now))
    page.world.settle()
    assert len(page.world.mails()) == 20
    assert len(api.get("/suspended?per_page=100").body) == 25


def test_a_person_may_let_a_form_in_as_well(page: Page, api: Client) -> None:
    page.form(AINO, "Paketti 1234 ei ole tullut.")
    page.world.settle()
    link = link_of(page.world)
    assert api.post(f"/suspended/{api.get('/suspended').body[0]['id']}/release").status == 202
    page.world.settle()
    assert press(page.world, link) == 200
    assert len(tickets(api)) == 1


def test_the_shops_user_needs_no_confirmation_for_the_own_address(page: Page, api: Client) -> None:
    page.begin(vouched(AINO))
    assert page.form(AINO, "Paketti 1234 ei ole tullut.")[1]["confirm"] is False
    page.world.settle()
    assert (len(tickets(api)), page.world.mails(AINO)) == (1, [])


def test_a_link_that_is_spoilt_or_too_old_lets_nothing_in(page: Page, api: Client) -> None:
    page.form(AINO, "Paketti 1234 ei ole tullut.")
    page.world.settle()
    link = link_of(page.world)
    for spoilt in (link[:-1], link.replace("/confirm/", "/confirm/x"), "/confirm/å", "/confirm/" + "x" * 500):
        assert press(page.world, spoilt) == press(page.world, spoilt, "GET") == 404
    page.world.now += timedelta(days=8)
    assert (press(page.world, link), tickets(api)) == (404, [])


@pytest.mark.parametrize("to", ["nobody@", "ä@asiakas.example"])
def test_an_address_that_no_mail_reaches_is_no_fault_of_the_desk(page: Page, to: str) -> None:
    page.form(to, "Hei")
    page.world.settle()
    assert (page.world.failures, page.world.mails()) == ([], [])


def test_a_survey_link_confirms_nothing(page: Page) -> None:
    from chalicelib import ids
    from tests.world import TOKEN_KEYS

    foreign = ids.seal({"purpose": "survey", "n": 7, "l": "fi"}, page.world.now + timedelta(days=1), TOKEN_KEYS)
    assert press(page.world, f"/confirm/{foreign}") == 404


def test_what_the_form_keeps_is_what_came(page: Page) -> None:
    page.form(AINO, "Paketti 1234 ei ole tullut.", name="Aino Aalto")
    page.world.settle()
    row = next(suspended.waiting(page.world.now))
    form = row.data["form"]
    assert (form["text"], form["subject"], form["sender"]) == (
        "Paketti 1234 ei ole tullut.", "Paketti", {"kind": "email", "value": AINO, "name": "Aino Aalto"},
    )  # fmt: skip
    assert seen.newest_number() == 0
