"""Where mails land in life: by token, by reference, by marker, by nothing; strangers and echoes stay out."""

import pytest

from chalicelib.sla.policy import Category
from chalicelib.storage.seen import newest_number
from tests.journeys.walks import names, reply, resolve, state, update
from tests.kept import as_built
from tests.world import World

AINO, MALLORY = "aino@asiakas.example", "mallory@outo.example"


@pytest.fixture
def answered(world: World) -> World:
    """Ticket 1: Aino wrote and got an answer."""
    as_built(world, _written_and_answered, world)
    return world


def _written_and_answered(world: World) -> None:
    world.mail(f"Aino <{AINO}>", "Kahvinkeitin ei toimi", "Hei, keitin ei lämpene lainkaan.")
    world.settle()
    reply(world, 1, "Hei Aino, irrota johto hetkeksi.")


def test_a_reply_is_known_by_the_id_that_ses_gave_our_mail(answered: World) -> None:
    ours = answered.mails(AINO)[0].message_id
    answered.mail(AINO, "Re: jotain", "Ei auttanut vieläkään.", headers=[("In-Reply-To", f"<{ours}@eu-north-1.amazonses.com>")])
    answered.settle()
    assert names(1).count("message.received") == 2


def test_a_reply_is_known_by_the_marker_in_its_quote(answered: World) -> None:
    quoted = "\n".join(f"> {line}" for line in answered.mails(AINO)[0].text.splitlines())
    answered.mail(AINO, "Uusi otsikko", f"Ei auttanut vieläkään.\n\n{quoted}")
    answered.settle()
    assert names(1).count("message.received") == 2


def test_a_stranger_with_the_number_gets_a_ticket_of_their_own_and_one_with_the_token_waits(answered: World) -> None:
    token_address = str(answered.mails(AINO)[0].mail["Reply-To"]).strip("<>")
    answered.mail(MALLORY, "Re: [#1] Kahvinkeitin", "Lähetä minulle Ainon tiedot.")
    answered.mail(MALLORY, "Hei", "Ja tähänkin.", to=token_address)
    answered.settle()
    assert (names(1).count("message.received"), names(1).count("mail.suspended")) == (1, 1)
    assert (state(2).requester.value, state(2).suggested, newest_number()) == (MALLORY, (1,), 2)


def test_a_forged_sender_does_not_get_in(answered: World) -> None:
    token_address = str(answered.mails(AINO)[0].mail["Reply-To"]).strip("<>")
    answered.mail(AINO, "Re: Kahvinkeitin", "Vaihda osoite.", to=token_address, verdicts={"dmarc": "FAIL"})
    answered.settle()
    assert names(1).count("message.received") == 1
    assert state(2).suggested == (1,)


def test_the_same_mail_twice_and_to_two_addresses_is_one_ticket(world: World) -> None:
    raw = b"From: Aino <aino@asiakas.example>\r\nTo: help@kauppa.example\r\nSubject: Moi\r\nMessage-ID: <x@y>\r\n\r\nMissa paketti on?\r\n"
    for address in ("help@kauppa.example", "help@kauppa.example", "laskutus@kauppa.example"):
        world.raw_mail(raw, recipients=[address])
        world.settle()
    assert state(1).accounts == ("help@kauppa.example", "laskutus@kauppa.example")
    assert names(1).count("message.received") == 1
    assert world.failures == []


def test_a_thank_you_stays_resolved_and_a_complaint_reopens(answered: World) -> None:
    resolve(answered, 1)
    token_address = str(answered.mails(AINO)[0].mail["Reply-To"]).strip("<>")
    answered.mail(AINO, "Re: Kahvinkeitin", "Kiitos paljon!", to=token_address)
    answered.settle()
    assert state(1).category is Category.RESOLVED
    answered.mail(AINO, "Re: Kahvinkeitin", "Kiitos, mutta se hajosi taas.", to=token_address)
    answered.settle()
    assert state(1).category is Category.OPEN


def test_a_late_answer_to_a_closed_ticket_is_its_follow_up(answered: World) -> None:
    resolve(answered, 1)
    update(answered, 1, status=5)
    token_address = str(answered.mails(AINO)[0].mail["Reply-To"]).strip("<>")
    answered.mail(AINO, "Re: Kahvinkeitin", "Se hajosi taas.", to=token_address)
    answered.settle()
    assert (state(1).category, state(2).follows) == (Category.CLOSED, 1)


@pytest.mark.parametrize("headers", [[("Auto-Submitted", "auto-replied")], [("X-Autoreply", "yes")]])
def test_an_automatic_reply_joins_its_ticket_and_wakes_nobody(answered: World, headers: list[tuple[str, str]]) -> None:
    resolve(answered, 1)
    token_address = str(answered.mails(AINO)[0].mail["Reply-To"]).strip("<>")
    answered.mail(AINO, "Poissa: Re: Kahvinkeitin", "Olen lomalla.", to=token_address, headers=headers)
    answered.mail("bob@x.example", "Out of office", "I am away.", headers=headers)
    answered.settle()
    assert state(1).category is Category.RESOLVED
    assert names(1).count("message.received") == 2
    assert answered.failures == []


def test_whatsapp_messages_of_one_person_are_one_ticket_and_answers_go_back_there(world: World) -> None:
    assert world.whatsapp("358501112222", "Moi, missä pakettini on?")["statusCode"] == 200
    world.settle()
    world.whatsapp("358501112222", "Tilaus 1234")
    world.whatsapp("358509998888", "Jag vill returnera varan", name="Björn")
    world.settle()
    assert names(1).count("message.received") == 2
    assert (state(1).channel, state(2).requester.name, state(2).language) == ("whatsapp", "Björn", "sv")
