"""The desk's manners with mail: when it acknowledges, what a bounce or complaint ends, and whose ticket a forwarded mail becomes."""

from typing import Any

import pytest

from chalicelib.channels.message import Handle
from chalicelib.desk import actions as desks
from chalicelib.storage import people
from chalicelib.storage.seen import newest_number
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets import events as ev
from tests.handlers.client import Client
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.journeys.walks import found, names, reply, resolve, state
from tests.small_desk import DOCUMENT
from tests.world import World

pytestmark = pytest.mark.slow

AINO, LIISA = "aino@asiakas.example", "liisa@talo.example"


@pytest.fixture
def kind(world: World) -> World:
    """A desk that acknowledges."""
    desks.activate({**DOCUMENT, "incoming": {"acknowledge": True}}, world.now, "tests")
    desks.forget()
    return world


def wrote(world: World, sender: str = f"Aino <{AINO}>", subject: str = "Kahvinkeitin", **more: Any) -> World:
    world.mail(sender, subject, f"Hei, {subject} ei toimi lainkaan.", **more)
    return world.settle()


# -- acknowledgement --


def test_a_new_ticket_is_acknowledged_without_a_word_of_the_senders(kind: World) -> None:
    wrote(
        kind,
        'Buy "Cheap" <aino@asiakas.example>',
        "Osta halpaa",
        message_id="<osta-halpaa@x.example>",
        headers=[("Reply-To", "uhri@muu.example")],
    )
    (mail,) = kind.mails()
    assert (set(mail.to), mail.subject) == ({AINO}, "Kauppa Oy: saimme viestisi [#1]")
    assert (mail.mail["Auto-Submitted"], mail.mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert [word for word in ("Osta", "halpaa", "Buy", "Cheap", "uhri") if word.lower() in mail.raw.lower()] == []


def test_an_address_is_acknowledged_once_a_day(kind: World) -> None:
    wrote(kind)
    wrote(kind, subject="Toinen asia")
    kind.after(hours=23)
    wrote(kind, subject="Kolmas asia")
    assert len(kind.mails(AINO)) == 1
    kind.after(hours=2)
    wrote(kind, subject="Seuraavan päivän asia")
    assert len(kind.mails(AINO)) == 2


@pytest.mark.parametrize(
    "more",
    [
        {"verdicts": {"dmarc": "FAIL"}},
        {"verdicts": {"dmarc": "GRAY"}},
        {"headers": [("Auto-Submitted", "auto-generated")]},
        {"headers": [("Precedence", "list")]},
        {"headers": [("X-Auto-Response-Suppress", "OOF")]},
        {"sender": "No Reply <no-reply@muu.example>"},
        {"verdicts": {"spam": "FAIL"}},
    ],
)
def test_who_is_not_proven_or_no_person_is_not_acknowledged(kind: World, more: dict[str, Any]) -> None:
    wrote(kind, **more)
    assert kind.mails() == []


def test_a_desk_acknowledges_nothing_unless_it_says_so(world: World) -> None:
    assert wrote(world).mails() == []


def test_an_answer_to_the_acknowledgement_joins_its_ticket(kind: World) -> None:
    address = str(wrote(kind).mails(AINO)[0].mail["Reply-To"]).split("<")[-1].strip(">")
    kind.mail(AINO, "Re: saimme viestisi", "Vielä yksi asia.", to=address)
    kind.settle()
    assert (names(1).count("message.received"), newest_number(), names(1).count("acknowledgement.written")) == (2, 1, 1)


# -- what comes back --


def report(world: World, action: str = "failed", *, ours: str = "", about: str = AINO) -> None:
    """A delivery report about our first mail, or about one that was never ours."""
    ours = ours or f"<{world.mails(AINO)[0].message_id}@eu-north-1.amazonses.com>"
    raw = (
        "From: MAILER-DAEMON@mx.example\r\nTo: help@kauppa.example\r\nSubject: Undelivered Mail\r\nMessage-ID: <dsn1@mx.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {about}\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822-headers\r\n\r\nMessage-ID: {ours}\r\nTo: {about}\r\n\r\n--b--\r\n"
    )
    world.raw_mail(raw.encode(), recipients=["help@kauppa.example"], mail_from="<>")
    world.settle()


def mail_state(address: str = AINO) -> str:
    handle = people.find_handle(Handle("email", address))
    return (handle.mail_state or "") if handle else "unknown"


@pytest.fixture
def answered(world: World) -> World:
    wrote(world)
    reply(world, 1, "Hei Aino, irrota johto hetkeksi.")
    return world


def test_a_bounce_lands_on_its_message_and_in_the_view_of_the_undelivered(answered: World, api: Client) -> None:
    answers = [commit.seq for commit in find_commits(1) for event in commit.events if isinstance(event, ev.ReplyWritten)]
    report(answered)
    assert (state(1).undelivered, mail_state()) == (tuple(answers), "bounced")
    assert [row["id"] for row in api.get("/tickets?filter=undelivered").body] == [1]
    (said,) = [said for said in api.get("/tickets/1/conversations").body if said["delivery"] == "failed"]
    assert said["outgoing_failures"]["reason"].startswith("a delivery report that says failed")


def test_a_delay_is_no_bounce(answered: World, api: Client) -> None:
    report(answered, "delayed")
    assert (state(1).undelivered, mail_state(), api.get("/tickets?filter=undelivered").body) == ((), "", [])
    assert names(1).count("message.received") == 2


def test_a_bounce_of_what_was_never_ours_is_not_believed(answered: World) -> None:
    report(answered, ours="<forged@eu-north-1.amazonses.com>")
    assert (state(1).undelivered, mail_state(), newest_number()) == ((), "", 1)


def test_a_bounce_that_names_somebody_else_stops_mail_to_nobody(answered: World) -> None:
    wrote(answered, "Bo <bo@muu.example>", "Muu asia")
    report(answered, about="bo@muu.example")
    assert (mail_state(), mail_state("bo@muu.example")) == ("", "")


@pytest.mark.parametrize("action", ["failed", "delayed"])
def test_who_takes_no_mail_is_asked_nothing(answered: World, action: str) -> None:
    report(answered, action)
    resolve(answered, 1)
    answered.after(hours=2)
    assert names(1).count("survey.invited") == (action == "delayed")


def test_what_arrives_again_leaves_the_view(answered: World, api: Client) -> None:
    report(answered)
    reply(answered, 1, "Kokeilen uudestaan.")
    assert api.get("/tickets?filter=undelivered").body == []


# -- what an agent passes on --

PASSED_ON = """Tämä on meidän, hoitakaa.

---------- Välitetty viesti ---------
Lähettäjä: Bo Berg <bo@kund.example>
Päivämäärä: ma 30.11.2026 klo 9.31
Aihe: Paketti puuttuu
Vastaanottaja: <liisa@talo.example>

Hei, pakettini ei ole tullut.
"""


def test_a_mail_that_an_agent_passes_on_is_its_writers_ticket(world: World) -> None:
    world.mail(f"Liisa <{LIISA}>", "VL: Paketti puuttuu", PASSED_ON)
    world.settle()
    first = find_commits(1)[0].content
    assert (state(1).requester, state(1).subject) == (Handle("email", "bo@kund.example", "Bo Berg"), "Paketti puuttuu")
    assert first
    assert first.text == "Hei, pakettini ei ole tullut."
    (note,) = found(1, ev.NoteWritten)
    agent = desks.current(world.now).agent_by_email(LIISA)
    assert (note.private, note.agent) == (True, agent.id if agent else 0)
    assert found(1, ev.MessageReceived)[0].released == "Liisa passed it on"


def test_the_same_forward_twice_is_one_ticket_with_one_note(world: World) -> None:
    for _ in range(2):
        world.mail(f"Liisa <{LIISA}>", "VL: Paketti puuttuu", PASSED_ON, message_id="<f@talo.example>")
        world.settle()
    assert (newest_number(), names(1).count("message.received"), names(1).count("note.written")) == (1, 1, 1)


def test_a_mail_that_an_agent_passes_on_as_a_file_is_its_writers_ticket(world: World) -> None:
    inside = "From: Bo Berg <bo@kund.example>\nSubject: Paketti puuttuu\nMessage-ID: <1@kund.example>\n\nHei, pakettini ei ole tullut.\n"
    parts = f"--b\n\nHoitakaa.\n--b\nContent-Type: message/rfc822\n\n{inside}--b--\n"
    raw = f"From: Liisa <{LIISA}>\nSubject: VL: Paketti puuttuu\nContent-Type: multipart/mixed; boundary=b\n\n{parts}"
    world.raw_mail(raw.encode(), recipients=["tuki@talo.example"], mail_from=LIISA)
    world.settle()
    (told,), (note,), content = found(1, ev.MessageReceived), found(1, ev.NoteWritten), find_commits(1)[0].content
    assert (state(1).requester, state(1).subject) == (Handle("email", "bo@kund.example", "Bo Berg"), "Paketti puuttuu")
    assert (content and content.text, told.released, note.private) == ("Hei, pakettini ei ole tullut.", "Liisa passed it on", True)
    assert [file.name for file in told.files] == ["Paketti puuttuu.eml"]


def test_an_agents_own_answer_to_a_forward_stays_theirs(world: World) -> None:
    quoted = "\n".join(f"> {line}" for line in PASSED_ON.splitlines())
    world.mail(
        f"Liisa <{LIISA}>", "Re: VL: Paketti puuttuu", f"Soitin heille jo.\n\nTuki <tuki@talo.example> kirjoitti 1.12.2026 8.30:\n{quoted}"
    )
    world.settle()
    assert (state(1).requester.value, names(1).count("note.written")) == (LIISA, 0)
    content = find_commits(1)[0].content
    assert (content and content.text) == "Soitin heille jo."


@pytest.mark.parametrize(
    ("sender", "verdicts"),
    [(f"Liisa <{LIISA}>", {"dmarc": "FAIL"}), (f"Liisa <{LIISA}>", {"dmarc": "GRAY"}), ("eve@muu.example", {"dmarc": "PASS"})],
)
def test_nobody_else_speaks_for_a_customer(world: World, sender: str, verdicts: dict[str, str]) -> None:
    world.mail(sender, "VL: Paketti puuttuu", PASSED_ON, verdicts=verdicts)
    world.settle()
    assert (state(1).requester.value, found(1, ev.NoteWritten)) == (sender.split("<")[-1].strip(">"), [])
