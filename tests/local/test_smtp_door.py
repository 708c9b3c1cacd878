"""The SMTP door does with a mail what SES does: raw in the bucket, receipt on the topic, only then 250."""

import json
import smtplib
from collections.abc import Iterator

import pytest

from infra.local.ownership import Ownership
from infra.local.ports import ports_from
from infra.local.smtp_door import Intake, SmtpDoor
from tests.local.stand_ins import FakeCloud, nothing

MAIL = "From: Äiti <aiti@example.org>\r\nTo: support@help.example\r\nSubject: Moi\r\n\r\nMissä?\r\n".encode()


@pytest.fixture
def cloud() -> FakeCloud:
    return FakeCloud()


@pytest.fixture
def door(cloud: FakeCloud) -> Iterator[smtplib.SMTP]:
    port = ports_from(0).smtp
    server = SmtpDoor(
        port,
        Intake(cloud, cloud, bucket="raw", topic="arn:topic", say=nothing),
        Ownership(frozenset({"help.example"}), lambda: ("Shop@kauppa.example",)),
    )
    server.start()
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        yield client
    server.stop()


def test_a_mail_is_stored_with_the_headers_of_ses_in_front(door: smtplib.SMTP, cloud: FakeCloud) -> None:
    door.sendmail("aiti@example.org", ["support@help.example"], MAIL)
    (key,), (raw,) = cloud.objects.keys(), cloud.objects.values()
    assert key.startswith("raw/mail/")
    assert raw.startswith(b"Return-Path: <aiti@example.org>\r\nReceived: from ")
    assert raw.endswith(MAIL)


def test_the_receipt_names_envelope_verdicts_and_place(door: smtplib.SMTP, cloud: FakeCloud) -> None:
    door.sendmail("aiti@example.org", ["support@help.example", "t7.abc@help.example"], MAIL)
    notice = json.loads(cloud.notices[0])
    receipt = notice["receipt"]
    assert notice["notificationType"] == "Received"
    assert notice["mail"]["commonHeaders"]["subject"] == "Moi"
    assert receipt["recipients"] == ["support@help.example", "t7.abc@help.example"]
    assert f"raw/{receipt['action']['objectKey']}" in cloud.objects
    assert {receipt[f"{check}Verdict"]["status"] for check in ("spam", "virus", "spf", "dkim", "dmarc")} == {"PASS"}


def test_verdicts_can_be_ordered_and_the_order_does_not_stay_in_the_mail(door: smtplib.SMTP, cloud: FakeCloud) -> None:
    door.sendmail("x@example.org", ["support@help.example"], b"X-Local-Verdicts: dmarc=FAIL, spf=GRAY\r\n" + MAIL)
    receipt = json.loads(cloud.notices[0])["receipt"]
    assert (receipt["dmarcVerdict"], receipt["spfVerdict"], receipt["dmarcPolicy"]) == ({"status": "FAIL"}, {"status": "GRAY"}, "reject")
    assert b"X-Local-Verdicts" not in next(iter(cloud.objects.values()))


def test_mail_that_could_not_be_announced_stays_with_the_sender(door: smtplib.SMTP, cloud: FakeCloud) -> None:
    cloud.broken = 1
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        door.sendmail("aiti@example.org", ["support@help.example"], MAIL)
    assert refusal.value.smtp_code == 451
    door.sendmail("aiti@example.org", ["support@help.example"], MAIL)
    assert len(cloud.notices) == 1


def test_mail_for_others_is_not_taken(door: smtplib.SMTP) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        door.sendmail("aiti@example.org", ["somebody@elsewhere.example"], MAIL)
    assert refusal.value.recipients["somebody@elsewhere.example"][0] == 550


def test_mail_to_a_channel_elsewhere_is_taken_as_if_forwarded(door: smtplib.SMTP, cloud: FakeCloud) -> None:
    door.sendmail("aiti@example.org", ["shop@kauppa.example"], MAIL)
    assert json.loads(cloud.notices[0])["receipt"]["recipients"] == ["shop@kauppa.example"]
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        door.sendmail("aiti@example.org", ["liisa@kauppa.example"], MAIL)


def test_a_bounce_with_an_empty_sender_is_taken(door: smtplib.SMTP, cloud: FakeCloud) -> None:
    door.sendmail("", ["support@help.example"], MAIL)
    assert json.loads(cloud.notices[0])["mail"]["source"] == ""


def test_a_mail_larger_than_ses_takes_is_refused(door: smtplib.SMTP) -> None:
    with pytest.raises(smtplib.SMTPResponseException) as refusal:
        door.sendmail("aiti@example.org", ["support@help.example"], MAIL + b"x" * (41 * 1024 * 1024))
    assert refusal.value.smtp_code == 552
