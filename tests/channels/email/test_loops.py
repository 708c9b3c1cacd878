"""Which mails no person wrote, and the reason given for it."""

import pytest

from chalicelib.channels.message import Automatic
from tests.channels.email.mails import mail, read


@pytest.mark.parametrize(
    ("header", "kind", "because"),
    [
        ("Auto-Submitted: auto-replied", Automatic.AUTO_REPLY, "Auto-Submitted: auto-replied"),
        ("Auto-Submitted: no", Automatic.NO, ""),
        ("X-Autoreply: yes", Automatic.AUTO_REPLY, "x-autoreply: yes"),
        ("Precedence: auto_reply", Automatic.AUTO_REPLY, "precedence: auto_reply"),
        ("Precedence: Bulk", Automatic.LIST, "Precedence: bulk"),
        ("List-Id: <x.example>", Automatic.LIST, "list-id is set"),
        ("List-Unsubscribe: <mailto:x@x.example>", Automatic.LIST, "list-unsubscribe is set"),
        ("X-Auto-Response-Suppress: All", Automatic.LIST, "X-Auto-Response-Suppress: all"),
        ("X-Loop: yes", Automatic.LIST, "X-Loop is set"),
        ("X-Loop: support@shop.example", Automatic.OWN, "X-Loop names our own address support@shop.example"),
        ("X-Vuoro-Message: 7-3", Automatic.OWN, "it carries the mark of our own mails"),
        ("X-Failed-Recipients: gone@x.example", Automatic.BOUNCE, "x-failed-recipients is set"),
        ("Return-Path: <>", Automatic.LIST, "the return path is empty"),
        ("Subject: Automaattinen vastaus: loma", Automatic.AUTO_REPLY, "the subject says out of office (“Automaattinen vastaus”)"),
        ("Subject: Autosvar: semester", Automatic.AUTO_REPLY, "the subject says out of office (“Autosvar”)"),
        ("Subject: Abwesenheitsnotiz", Automatic.AUTO_REPLY, "the subject says out of office (“Abwesenheitsnotiz”)"),
        ("Subject: Out of office", Automatic.AUTO_REPLY, "the subject says out of office (“Out of office”)"),
        ("Subject: Office chair is out of stock", Automatic.NO, ""),
        ("Subject: Autoreply does not work", Automatic.NO, ""),
        ("Subject: Please verify your e-mail address", Automatic.NO, ""),
        ("Subject: Delivery has failed, where is my parcel?", Automatic.NO, ""),
        ("Subject: Re: Undelivered Mail Returned to Sender", Automatic.NO, ""),
        ("Subject: Viestiä ei voitu toimittaa", Automatic.BOUNCE, "the subject tells of a failed delivery (“Viestiä ei voitu toimittaa”)"),
        ("Subject: My delivery is late", Automatic.NO, ""),
    ],
)
def test_a_header_tells_who_wrote(header: str, kind: Automatic, because: str) -> None:
    found = read(mail(header))
    assert (found.automatic, found.automatic_because) == (kind, because)


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("support@shop.example", Automatic.OWN),
        ("Mail Delivery System <MAILER-DAEMON@mx.example>", Automatic.BOUNCE),
        ("postmaster@mx.example", Automatic.NO),
        ("noreply@boxbe.com", Automatic.AUTO_REPLY),
    ],
)
def test_some_senders_are_no_persons(sender: str, kind: Automatic) -> None:
    assert read(mail(sender=sender)).automatic is kind


def test_the_envelope_of_the_receipt_counts_for_the_return_path() -> None:
    assert read(mail(), mail_from="<>").automatic is Automatic.LIST


@pytest.mark.parametrize(
    ("report", "kind"),
    [("failed", Automatic.BOUNCE), ("delayed", Automatic.BOUNCE), ("delivered", Automatic.AUTO_REPLY), ("relayed", Automatic.AUTO_REPLY)],
)
def test_a_delivery_report_is_a_bounce_only_when_something_failed(report: str, kind: Automatic) -> None:
    status = f"--r\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@x.example\r\nAction: {report}\r\n--r--"
    raw = mail('Content-Type: multipart/report; report-type=delivery-status; boundary="r"', body=status)
    assert read(raw).automatic is kind


def test_a_complaint_is_told_by_its_report_type() -> None:
    raw = mail('Content-Type: multipart/report; report-type=feedback-report; boundary="r"', body="--r\r\n\r\nabuse\r\n--r--")
    assert read(raw).automatic is Automatic.COMPLAINT


def test_a_classic_bounce_names_whom_it_could_not_reach() -> None:
    raw = mail("Subject: failure notice", sender="MAILER-DAEMON@mx.example", body="<Gone@x.example>:\r\n550 no such user")
    found = read(raw)
    assert (found.automatic, found.failed_recipients) == (Automatic.BOUNCE, ("gone@x.example",))
