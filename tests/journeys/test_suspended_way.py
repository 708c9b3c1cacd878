"""Mail that has to wait: who is held back and why, the release that runs the normal way, and the end after 14 days."""

from typing import Any

import pytest

from chalicelib.tickets import events as ev
from tests.handlers.client import Client
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.journeys.walks import found, names, reply, state
from tests.world import SCHEDULED, World

pytestmark = pytest.mark.slow

AINO, EVE = "aino@asiakas.example", "eve@muu.example"


def waiting(api: Client) -> list[tuple[str, str]]:
    return [(row["cause"], row["from_email"]) for row in api.get("/suspended").body]


@pytest.fixture
def answered(world: World) -> World:
    world.mail(f"Aino <{AINO}>", "Kahvinkeitin ei toimi", "Hei, keitin ei lämpene lainkaan.")
    world.settle()
    reply(world, 1, "Hei Aino, irrota johto hetkeksi.")
    return world


def token_address(world: World) -> str:
    return str(world.mails(AINO)[0].mail["Reply-To"]).strip("<>")


@pytest.mark.parametrize("verdict", ["spam", "virus"])
def test_what_the_mail_service_fails_waits_and_opens_nothing(api: Client, verdict: str) -> None:
    api.world.mail(EVE, "Voitit", "Klikkaa tästä.", verdicts={verdict: "FAIL"})
    api.world.settle()
    assert (waiting(api), names(1), api.world.mails()) == ([(verdict, EVE)], [], [])


def test_a_released_mail_comes_in_as_if_it_had_just_arrived(api: Client) -> None:
    api.world.mail(f"Eve <{EVE}>", "Lasku 7", "Lasku 7 on väärin.", verdicts={"spam": "FAIL"})
    arrived = api.world.now
    api.world.settle()
    (row,) = api.get("/suspended").body
    api.later(hours=1)
    told = api.of("Liisa").post(f"/suspended/{row['id']}/release")
    api.world.settle()
    assert (told.status, told.body["subject"], waiting(api)) == (202, "Lasku 7", [])
    (received,) = found(1, ev.MessageReceived)
    assert received.released == "it had been suspended (spam) and was released by Liisa"
    assert (state(1).group, state(1).spam, abs(state(1).opened_at - arrived).seconds) == ("Billing", False, 0)


def test_a_mail_is_released_once(api: Client) -> None:
    api.world.mail(EVE, "Voitit", "Klikkaa tästä.", verdicts={"spam": "FAIL"})
    api.world.settle()
    (row,) = api.get("/suspended").body
    path = f"/suspended/{row['id']}/release"
    assert [api.post(path).status for _ in range(2)] == [202, 202]
    api.world.settle()
    assert (names(1).count("ticket.opened"), names(2)) == (1, [])
    assert api.post("/suspended/4711/release").status == 404


def test_the_same_mail_twice_waits_once_and_a_late_copy_of_a_released_one_changes_nothing(api: Client) -> None:
    raw = b"From: Eve <eve@muu.example>\r\nTo: help@kauppa.example\r\nSubject: Moi\r\nMessage-ID: <x@y>\r\n\r\nKlikkaa.\r\n"
    for _ in range(2):
        api.world.raw_mail(raw, recipients=["help@kauppa.example"], verdicts={"spam": "FAIL"})
        api.world.settle()
    (row,) = api.get("/suspended").body
    api.post(f"/suspended/{row['id']}/release")
    api.world.settle()
    api.world.raw_mail(raw, recipients=["help@kauppa.example"], verdicts={"spam": "FAIL"})
    api.world.settle()
    assert (waiting(api), names(1).count("message.received"), names(2)) == ([], 1, [])


def test_what_nobody_releases_is_gone_after_two_weeks(api: Client) -> None:
    api.world.mail(EVE, "Voitit", "Klikkaa tästä.", verdicts={"spam": "FAIL"})
    api.world.settle()
    (row,) = api.get("/suspended").body
    api.later(days=13, hours=23)
    api.world.call("sweep_raw", SCHEDULED)
    assert waiting(api) == [("spam", EVE)]
    api.later(hours=2)
    assert (waiting(api), api.get(f"/suspended/{row['id']}").status) == ([], 404)
    api.world.call("sweep_raw", SCHEDULED)
    assert api.post(f"/suspended/{row['id']}/release").status == 404


def test_a_stranger_with_a_reply_address_waits_and_the_ticket_says_so(answered: World, api: Client) -> None:
    answered.mail(EVE, "Vahvistuskoodi", "Koodi on 123-456.", to=token_address(answered))
    answered.settle()
    (row,) = api.get("/suspended").body
    assert (row["cause"], row["ticket_id"]) == ("stranger", 1)
    assert found(1, ev.MailSuspended) == [ev.MailSuspended("stranger", EVE, f"{EVE} is not a party of ticket 1")]
    api.post(f"/suspended/{row['id']}/release")
    answered.settle()
    assert (names(1).count("message.received"), state(2).requester.value, state(2).suggested) == (1, EVE, (1,))


def test_who_opens_too_many_tickets_is_held_back_until_somebody_looks(api: Client) -> None:
    for number in range(12):
        api.world.mail(EVE, f"Hälytys {number}", f"Anturi {number} ei vastaa.")
        api.world.settle()
    assert [state(number).number for number in (11,)] == [11]
    assert (waiting(api), names(12)) == ([("burst", EVE)], [])
    (told,) = found(11, ev.MailSuspended)
    assert (told.cause, told.sender) == ("burst", EVE)
    (row,) = api.get("/suspended").body
    api.post(f"/suspended/{row['id']}/release")
    api.world.settle()
    api.world.mail(AINO, "Muu", "Toinen asiakas.")
    api.world.settle()
    assert (state(12).requester.value, state(13).requester.value) == (EVE, AINO)


def test_a_sender_who_was_held_back_comes_in_again_after_an_hour_of_quiet(api: Client) -> None:
    for number in range(12):
        api.world.mail(EVE, f"Hälytys {number}", f"Anturi {number} ei vastaa.")
        api.world.settle()
    api.world.after(minutes=50)
    api.world.mail(EVE, "Yhä", "Vielä yksi.")
    api.world.settle()
    api.world.after(minutes=50)
    api.world.mail(EVE, "Taas", "Vielä toinen.")
    api.world.settle()
    assert len(waiting(api)) == 3
    api.world.after(minutes=70)
    api.world.mail(EVE, "Nyt", "Rauhassa.")
    api.world.settle()
    assert (len(waiting(api)), state(12).subject) == (3, "Nyt")


def test_a_flood_in_somebodys_name_does_not_silence_them(api: Client) -> None:
    for number in range(12):
        api.world.mail(AINO, f"Hälytys {number}", f"Anturi {number} ei vastaa.", verdicts={"dmarc": "FAIL"})
        api.world.settle()
    assert (waiting(api), names(12)) == ([("burst", AINO)], [])
    api.world.mail(AINO, "Kahvinkeitin", "Hei, olen Aino ja keitin ei lämpene.")
    api.world.settle()
    assert (state(12).subject, waiting(api)) == ("Kahvinkeitin", [("burst", AINO)])
    api.world.mail(AINO, "Yhä", "Anturi 13 ei vastaa.", verdicts={"dmarc": "GRAY"})
    api.world.settle()
    assert waiting(api) == [("burst", AINO)] * 2


@pytest.mark.parametrize("verdict", ["spam", "virus"])
def test_what_waits_with_a_tickets_address_is_told_of_there_once_an_hour(answered: World, api: Client, verdict: str) -> None:
    def send(number: int) -> None:
        answered.mail(AINO, "Re: Kahvinkeitin", f"Tarjous {number}.", to=token_address(answered), verdicts={verdict: "FAIL"})
        answered.settle()

    send(1)
    send(2)
    assert waiting(api) == [(verdict, AINO)] * 2
    assert [row["ticket_id"] for row in api.get("/suspended").body] == [1, 1]
    assert [(event.cause, event.sender) for event in found(1, ev.MailSuspended)] == [(verdict, AINO)]
    answered.after(minutes=61)
    send(3)
    assert len(found(1, ev.MailSuspended)) == 2
    assert names(1).count("message.received") == 1


def test_a_flood_into_one_ticket_waits_and_is_told_of_once(answered: World, api: Client) -> None:
    for number in range(34):
        answered.mail(AINO, "Re: Kahvinkeitin", f"Viesti {number}.", to=token_address(answered))
        answered.settle()
    assert (names(1).count("message.received"), names(1).count("mail.suspended")) == (31, 1)
    assert waiting(api) == [("flood", AINO)] * 4
    api.post(f"/suspended/{api.get('/suspended').body[0]['id']}/release")
    answered.settle()
    answered.mail(AINO, "Re: Kahvinkeitin", "Ja vielä.", to=token_address(answered))
    answered.settle()
    assert (names(1).count("message.received"), len(waiting(api))) == (33, 3)


def test_whoever_sees_some_tickets_only_sees_no_suspended_mail(api: Client) -> None:
    from chalicelib.desk import actions as desks
    from tests.small_desk import DOCUMENT

    agents: list[dict[str, Any]] = [dict(row) for row in DOCUMENT["agents"]]
    agents[1]["scope"] = "group"
    desks.activate({**DOCUMENT, "agents": agents}, api.world.now, "tests")
    desks.forget()
    assert api.of("Aki").get("/suspended").status == 403
