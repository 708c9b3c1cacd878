"""A mail server that reports about our mail is heard, and is nobody: no contact comes of it."""

from chalicelib.contacts import actions as contacts
from chalicelib.tickets.events import MessageReceived
from infra.demo.doors import Letter, returned_mail
from tests.journeys.walks import found, reply
from tests.world import World

AINO = "aino@asiakas.example"


def test_a_report_joins_the_ticket_and_makes_no_contact(world: World) -> None:
    world.mail(f"Aino <{AINO}>", "Kahvinkeitin ei toimi", "Hei, keitin ei lämpene lainkaan.")
    world.settle()
    reply(world, 1, "Hei Aino, irrota johto hetkeksi.")
    ours = world.mails(AINO)[0]
    letter = Letter("1", ours.text, headers={name: str(value) for name, value in ours.mail.items()})
    report = returned_mail(letter, AINO, "552 5.2.2 mailbox full", "<r1@mx.asiakas.example>")
    world.raw_mail(report.replace("\n", "\r\n").encode(), recipients=[str(ours.mail["Reply-To"]).strip("<>")])
    world.settle()
    assert [event.contact > 0 for event in found(1, MessageReceived)] == [True, False]
    assert [contact.emails for contact in contacts.walk_contacts(None, 10)] == [(AINO,)]
