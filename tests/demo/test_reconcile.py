"""A local desk whose requests are counted on the wire: bills and shared rest add up, to the last request."""

from pathlib import Path

import pytest

from infra.demo.doors import Doors, Forgery, chat_message, compose, until
from infra.demo.reconcile import Account, Books
from infra.local.desk import LocalDesk

pytestmark = pytest.mark.slow

MAILS = (
    ("aino@asiakas.example", "Kahvinkeitin ei lämpene", "Hei, keitin ei enää lämpene. Saanko uuden?"),
    ("bo@kund.example", "Paketet saknas", "Hej, paketet har inte kommit. Var är det?"),
    ("eve@customer.example", "Wrong size", "Hello, the shoes are too small. How do I send them back?"),
)


def play(doors: Doors) -> None:
    """Three mails, one of them twice, a chat that comes twice and one that is forged; each mail is answered, one is answered back."""
    for position, (sender, subject, text) in enumerate(MAILS):
        doors.mail(compose(sender, "help@kauppa.example", subject, text, {"Message-ID": f"<m{position}@customer.example>"}))
    doors.mail(compose(*MAILS[0][:1], "help@kauppa.example", *MAILS[0][1:], {"Message-ID": "<m0@customer.example>"}))
    chat = chat_message(sender="358401112223", name="Kalle", text="Moi, missä pakettini on?", ident="wamid.1")
    assert doors.whatsapp([chat], copies=2) == [200, 200]
    assert doors.forged_whatsapp(chat, Forgery.FOREIGN) == 401
    tickets = until(lambda: assigned(doors), "four assigned tickets")
    for ticket in tickets:
        doors.api.post(f"/tickets/{ticket}/reply", {"body": "Kiitos viestistä, palaamme asiaan."})
    letter = until(lambda: doors.letters("email", MAILS[0][0]), "the answer to Aino")[0]
    again = {"Message-ID": "<m9@customer.example>", "In-Reply-To": letter.header("Message-ID")}
    doors.mail(compose(MAILS[0][0], letter.reply_to, f"Re: {letter.subject}", "Odotan vielä.", again))
    for ticket in tickets[1:]:
        doors.api.put(f"/tickets/{ticket}", {"status": 4})


def assigned(doors: Doors) -> list[int]:
    found = doors.api.get("/tickets")
    return [ticket["id"] for ticket in found] if len(found) == 4 and all(ticket["responder_id"] for ticket in found) else []


def test_bills_and_shared_rest_are_what_was_counted(tmp_path: Path) -> None:
    with LocalDesk(state=tmp_path, counted=True) as desk:
        play(Doors(desk))
        books = Books(desk.api_url, desk.admin_key, desk.state / "desk.log", desk.addresses.counts_url)
        account = books.close()
    assert account.difference == {}
    assert len(account.bills) == 4
    assert counts_are_plausible(account)


def counts_are_plausible(account: Account) -> bool:
    """Both sides empty would add up too."""
    sent, puts = account.counted["ses:SendRawEmail"], account.counted["dynamodb:PutItem"]
    return sent >= 3 and puts > 60 and account.billed["dynamodb:PutItem"] > puts * 0.9
