"""What SES says of mails that came in and of mails that went out."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from chalicelib.channels.email.parse import Receipt
from chalicelib.channels.message import Delivery, StatusReport, Verdicts
from chalicelib.errors import Unreadable
from chalicelib.intake.ses import Stored, reports, stored_mail
from tests.instances import JSON

EVENTS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "samples" / "ses" / "events.json").read_text())
OWN = frozenset({"help@kauppa.example"})
AT = datetime(2026, 12, 1, 8, 0, 5, 250_000, tzinfo=UTC)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_says_how_far_our_mail_got(name: str) -> None:
    usual = {"channel": "email", "provider_id": "0110-aa11", "tag": "7-4"}
    wanted = [
        StatusReport(**usual | said | {"status": Delivery(said["status"]), "at": datetime.fromisoformat(said["at"])})
        for said in EVENTS[name]["reports"]
    ]
    assert list(reports(EVENTS[name]["event"])) == wanted


def test_an_event_without_a_time_is_not_guessed_at() -> None:
    with pytest.raises(Unreadable, match="timestamp"):
        list(reports({"eventType": "Send", "mail": {"messageId": "1"}}))


def received(**changes: Any) -> dict[str, Any]:
    receipt = {
        "timestamp": "2026-12-01T08:00:05.250Z", "recipients": ["Help@Kauppa.example", "laskutus@kauppa.example"],
        "spfVerdict": {"status": "PASS"}, "dkimVerdict": {"status": "GRAY"}, "dmarcVerdict": {"status": "FAIL"},
        "spamVerdict": {"status": "PROCESSING_FAILED"}, "virusVerdict": {"status": "DISABLED"},
        "action": {"type": "S3", "bucketName": "b", "objectKey": "mail/abc"},
    }  # fmt: skip
    mail = {"timestamp": "2026-12-01T08:00:00.000Z", "source": "aino@asiakas.example", "messageId": "abc"}
    return {"notificationType": "Received", "receipt": receipt | changes.pop("receipt", {}), "mail": mail | changes.pop("mail", {})}


def test_a_receipt_is_the_source_of_envelope_and_verdicts() -> None:
    assert stored_mail(received(), OWN) == Stored(
        "mail/abc",
        Receipt(
            recipients=("help@kauppa.example", "laskutus@kauppa.example"), received_at=AT, raw="mail/abc",
            verdicts=Verdicts("PASS", "GRAY", "FAIL", "PROCESSING_FAILED", "DISABLED"), mail_from="aino@asiakas.example", own_addresses=OWN,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"mail": {"source": ""}}, "mail_from", "<>"),
        ({"mail": {"source": None}}, "mail_from", "<>"),
        ({"receipt": {"timestamp": None}}, "received_at", AT.replace(second=0, microsecond=0)),
        ({"receipt": {"recipients": None}}, "recipients", ()),
        ({"receipt": {"dmarcVerdict": None, "spfVerdict": {}}}, "verdicts", Verdicts("", "GRAY", "", "PROCESSING_FAILED", "DISABLED")),
    ],
)
def test_what_a_receipt_leaves_out_is_left_open(changes: dict[str, Any], field: str, value: object) -> None:
    assert getattr(stored_mail(received(**changes), OWN).receipt, field) == value


@pytest.mark.parametrize(
    "changes",
    [
        {"receipt": {"action": {"type": "SNS"}}},
        {"receipt": {"action": None}},
        {"receipt": {"timestamp": "yesterday"}},
        {"receipt": {"timestamp": None}, "mail": {"timestamp": None}},
    ],
)
def test_a_receipt_without_place_or_time_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        stored_mail(received(**changes), OWN)


@given(JSON, JSON)
def test_no_receipt_fails_otherwise(receipt: Any, mail: Any) -> None:
    try:
        stored_mail({"receipt": receipt, "mail": mail}, OWN)
    except Unreadable as fault:
        assert fault.code == "unreadable"  # noqa: PT017  # most are refused, none may fail otherwise


@pytest.mark.parametrize("kind", ["Send", "Delivery", "Bounce", "Complaint", "Reject"])
@given(part=JSON, mail=JSON)
def test_no_event_fails_otherwise(kind: str, part: Any, mail: Any) -> None:
    try:
        list(reports({"eventType": kind, kind.lower(): part, "mail": mail}))
    except Unreadable as fault:
        assert fault.code == "unreadable"  # noqa: PT017  # most are refused, none may fail otherwise
