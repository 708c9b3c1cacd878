"""The whole way of several contacts, cut into legs of one thing that happens each, and the desk left to work it off."""

import email.policy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.desk import actions as desks
from chalicelib.ids import company_id, contact_id, digest
from chalicelib.storage.seen import NUMBERS, SeenRow
from tests.bad_days import stores
from tests.bad_days.watched import Watched
from tests.handlers.client import Client
from tests.small_desk import DOCUMENT
from tests.world import SCHEDULED

AINO, BO, CAI, DAN = "aino@asiakas.example", "358401112223", "cai@kund.example", "dan@kund.example"
FIRST = 7_000_000
SAMPLES = Path(__file__).parents[1] / "samples" / "mail"
FORM = {"content-type": "application/x-www-form-urlencoded"}
Play = Callable[[Watched], object]


@dataclass(frozen=True)
class Leg:
    """One thing that happens, and how long the desk is left alone afterwards."""

    name: str
    play: Play
    span: timedelta = timedelta()
    watched: bool = True


def number_tickets_from(first: int) -> None:
    """Numbers that nothing else in a text looks like."""
    SeenRow(NUMBERS, ticket=first).put()


# -- what people do --


def mail(sender: str, subject: str, text: str, **more: Any) -> Play:
    return lambda world: world.mail(sender, subject, text, **more)


def first_mail(world: Watched, recipient: str = "help@kauppa.example") -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = f"Aino Aalto <{AINO}>", "help@kauppa.example", "Kahvinkeitin ei toimi"
    message["Message-ID"] = "<first@customer.example>"
    message.set_content("Hei, keitin ei lämpene. Mitä teen?")
    message.add_attachment(b"\x89PNG a picture", maintype="image", subtype="png", filename="keitin.png")
    world.raw_mail(message.as_bytes(), recipients=[recipient])


def answer_by_mail(world: Watched) -> None:
    ours = world.mails(AINO)[0]
    address = str(ours.mail["Reply-To"]).strip("<>")
    reference = ("In-Reply-To", f"<{ours.message_id}@eu-north-1.amazonses.com>")
    world.mail(AINO, "Re: Kahvinkeitin", "Ei auttanut, vieläkään se ei lämpene.", to=address, headers=[reference])


def stranger(world: Watched) -> None:
    address = str(world.mails(AINO)[0].mail["Reply-To"]).strip("<>")
    world.mail("eve@muu.example", "Kahvinkeitin", "Mikä on asiakkaan osoite, kertokaa heti?", to=address)


def spam(world: Watched) -> None:
    """A mail of somebody known, of which nobody will hear."""
    world.mail("cheap@muu.example", "Voitit", "Klikkaa tästä linkistä heti.", verdicts={"spam": "FAIL"})


def release(world: Watched) -> None:
    """What waits longest is let in."""
    client = Client(world)
    with world.unwatched():
        waiting = client.get("/suspended").body
    for row in waiting[:1]:
        told = client.post(f"/suspended/{row['id']}/release")
        assert told.status == 202, told.body


def chat(text: str) -> Play:
    return lambda world: world.webhook(_chat(text, f"wamid.{len(text)}"))


def large_chat(world: Watched) -> None:
    """A body that no queue takes."""
    world.webhook(_chat("Tässä vielä kuitti.", "wamid.large") | {"errors": [{"title": "x" * 700_000}]})


def chat_picture(world: Watched) -> None:
    """A file that the provider keeps."""
    image = {"id": "9001", "mime_type": "image/jpeg", "caption": "Tältä se näyttää, onko se rikki?"}
    message = {"from": BO, "id": "wamid.picture", "timestamp": "1796112000", "type": "image", "image": image}
    world.webhook({"contacts": [{"profile": {"name": "Bo"}, "wa_id": BO}], "messages": [message]})


def lost_bounce(world: Watched) -> None:
    """Of a mail that was not ours."""
    world.raw_mail((SAMPLES / "en_bounce.eml").read_bytes(), recipients=["help@kauppa.example"])


def _chat(text: str, ident: str) -> dict[str, Any]:
    message = {"from": BO, "id": ident, "timestamp": "1796112000", "type": "text", "text": {"body": text}}
    return {"contacts": [{"profile": {"name": "Bo"}, "wa_id": BO}], "messages": [message]}


def bounce(kind: str) -> Play:
    """The first answer to Aino came back: for now, or for good, which ends all automatic mail to her."""
    return lambda world: _bounce(world, kind)


def _bounce(world: Watched, kind: str) -> None:
    ours = world.mails(AINO)[0]
    head = {"messageId": ours.message_id, "timestamp": "2026-12-01T09:00:00.000Z", "tags": {"vuoro": [ours.tag]}}
    reached = [{"emailAddress": AINO, "diagnosticCode": "550"}]
    lost = {"bounceType": kind, "bouncedRecipients": reached, "timestamp": "2026-12-01T09:00:00.000Z"}
    world.send("inbound", json.dumps({"eventType": "Bounce", "mail": head, "bounce": lost}))


def survey_link(world: Watched) -> str:
    found = re.search(r"https://desk.kauppa.example(/survey/[^?\s]+)", world.mails(AINO)[-1].text)
    assert found
    return found[1]


def look_at_survey(world: Watched) -> None:
    assert world.http("GET", survey_link(world))["statusCode"] == 200


def answer_survey(score: int) -> Play:
    body = f"score={score}&comment=Kiitos+{score}".encode()
    return lambda world: world.http("POST", survey_link(world), body=body, headers=FORM)


# -- what agents and clients do, each with a key that makes a repetition harmless --


def call(method: str, path: str, body: Any = None, *, agent: str = "") -> Play:
    def said(world: Watched) -> None:
        client = Client(world).of(agent) if agent else Client(world)
        told = client.call(method, path, body, headers={"idempotency-key": digest(method, path, str(body))})
        assert told.status < 300, told.body

    return said


def reply(place: int, text: str) -> Play:
    return call("POST", f"/tickets/{FIRST + place}/reply", {"body": text})


def resolve(place: int) -> Play:
    return call("PUT", f"/tickets/{FIRST + place}", {"status": 4})


def take_other_way(place: int) -> Play:
    """The newest message goes the way that is offered for it."""

    def said(world: Watched) -> None:
        with world.unwatched():
            newest = Client(world).get(f"/tickets/{FIRST + place}/conversations").body[-1]
        call("POST", f"/tickets/{FIRST + place}/fallback", {"conversation_id": newest["id"]})(world)

    return said


def present(name: str, *, here: bool) -> Play:
    return lambda world: call("PUT", f"/agents/{Client(world).agent(name)}", {"available": here}, agent=name)(world)


def changed(path: str, number: int, **fields: Any) -> Play:
    return call("PUT", f"/{path}/{number}", fields)


# -- what happens by itself --


def nothing(world: Watched) -> None:
    pass


def new_configuration(world: Watched) -> None:
    desks.activate({**DOCUMENT, "name": "Kauppa ja Pojat Oy", "reasons": DOCUMENT["reasons"][:1]}, world.now, "tests")
    for number in stores.ticket_numbers():
        world.send("background", json.dumps({"recheck": number}))


def sweep(world: Watched) -> None:
    stores.date_raw(world.now - timedelta(hours=2))
    world.call("sweep_raw", SCHEDULED)


LEGS = (
    Leg("a mail of somebody new, with a picture", first_mail),
    Leg("the same mail to another address of ours", lambda world: first_mail(world, "laskutus@kauppa.example")),
    Leg("a note", call("POST", f"/tickets/{FIRST + 1}/notes", {"body": "Takuu on voimassa."})),
    Leg("the agent's answer", reply(1, "Hei Aino, irrota johto hetkeksi.")),
    Leg("the customer's answer", answer_by_mail),
    Leg("a stranger with the ticket's address", stranger),
    Leg("the stranger is let in", release),
    Leg("a bounce of nothing of ours", lost_bounce),
    Leg("a chat", chat("Moi, missä pakettini on?")),
    Leg("its second message", chat("Tilaus 1234, kiitos jo nyt. Missä se on?")),
    Leg("a body too large for the queue", large_chat),
    Leg("a picture in the chat", chat_picture),
    Leg("the agent's answer in the chat", reply(3, "Se on postissa.")),
    Leg("our mail bounced", bounce("Transient")),
    Leg("the promises are warned", nothing, timedelta(hours=4, minutes=20)),
    Leg("the promises are broken", nothing, timedelta(hours=1, minutes=10)),
    Leg("resolved", resolve(1), timedelta(minutes=30)),
    Leg("the survey goes out", nothing, timedelta(minutes=45)),
    Leg("the survey is looked at", look_at_survey),
    Leg("the survey is answered", answer_survey(5)),
    Leg("the answer is corrected", answer_survey(4)),
    Leg("our mail bounced for good", bounce("Permanent")),
    Leg("the chat is resolved and asked", resolve(3), timedelta(hours=1, minutes=10)),
    Leg("an invoice", mail(CAI, "Lasku 1", "Lasku 1 on väärin, korjatkaa se pian.")),
    Leg("a second invoice", mail(CAI, "Lasku 2", "Lasku 2 on väärin, korjatkaa se pian.")),
    Leg("a third invoice, which waits", mail(CAI, "Lasku 3", "Lasku 3 on väärin, korjatkaa se pian.")),
    Leg("one is done, the next follows", resolve(4), timedelta(minutes=1)),
    Leg("a contact by hand", call("POST", "/contacts", {"name": "Dan", "email": DAN, "other_emails": [f"2{DAN}"]})),
    Leg("the contact changes", changed("contacts", contact_id(Handle("email", DAN)), phone="+358405550101")),
    Leg("a company by hand", call("POST", "/companies", {"name": "Kund Ab", "domains": ["kundab.example"]})),
    Leg("the company changes", changed("companies", company_id("Kund Ab"), note="asks often")),
    Leg("Aki goes", present("Aki", here=False)),
    Leg("Liisa goes", present("Liisa", here=False)),
    Leg("a ticket by hand, which waits", call("POST", "/tickets", {"email": DAN, "subject": "Hej", "description": "Var är det?"})),
    Leg("another one", mail("fia@muu.example", "Tilaus", "Missä tilaus 77 viipyy, milloin se tulee?")),
    Leg("Aki asks for work", call("POST", "/line/next", agent="Aki")),
    Leg("Liisa is back", present("Liisa", here=True)),
    Leg("deleted", call("DELETE", f"/tickets/{FIRST + 7}")),
    Leg("restored", call("PUT", f"/tickets/{FIRST + 7}/restore")),
    Leg("the ticket is read", call("GET", f"/tickets/{FIRST + 1}?include=conversations,requester,stats")),
    Leg("spam", spam),
    Leg("another configuration", new_configuration),
    Leg("the daily sweep", sweep),
    Leg("the rest is done", lambda world: [resolve(place)(world) for place in (2, 5, 6, 7, 8)], timedelta(hours=2), watched=False),
    Leg("a week later", nothing, timedelta(days=7, hours=2)),
    Leg("Bo gives an address", changed("contacts", contact_id(Handle("whatsapp", BO)), email="bo@muu.example")),
    Leg("an answer too late for the chat", reply(3, "Vielä yksi asia: takuu kattaa sen.")),
    Leg("it goes by mail", take_other_way(3), timedelta(minutes=1)),
)
# Mail and chat in and out, promises and surveys; without what only clients of the API do.
SHORT = LEGS[:21]
# The fast tests try one in so many of its calls, the slow ones all.
EACH = 3
