"""The envelope for any other system: its signature by the standard, and what it may say."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels import standard_webhooks
from chalicelib.channels.message import Attachment, Automatic, Delivery, Handle, Inbound, Outbound, Sending, StatusReport, WebhookCall
from chalicelib.errors import ProviderRefused
from tests.channels.reading import FOR_EVER, NOT_NOW, PERHAPS, judge, one, payload, sample
from tests.channels.signing import NOW

KEY = b"a secret of at least 24 bytes"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
AT = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
AINO = Handle("phone", "+358401234567", "Aino Virtanen")


def signature(body: bytes, key: bytes = KEY, name: str = "msg_1", time: str | None = None) -> str:
    text = f"{name}.{time or int(NOW.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()


def genuine(signatures: str, body: bytes = b"{}", name: str = "msg_1", at: datetime = NOW, secret: str = SECRET) -> bool:
    headers = {"webhook-id": name, "webhook-timestamp": str(int(NOW.timestamp())), "webhook-signature": signatures}
    return standard_webhooks.is_genuine(WebhookCall(body, headers, at), {"signing_secret": secret})


RIGHT, WRONG = signature(b"{}"), signature(b"{}", b"another secret of 24 bytes")


@pytest.mark.parametrize(
    ("signatures", "is_right"),
    [
        (RIGHT, True),
        (f"{WRONG} {RIGHT}", True),
        (f"{RIGHT} {WRONG}", True),
        (f"v1a,{RIGHT[3:]} {RIGHT}", True),
        (WRONG, False),
        (f"v1a,{RIGHT[3:]}", False),
        (f"v2,{RIGHT[3:]}", False),
        (RIGHT[3:], False),
        (RIGHT.replace("v1", "V1"), False),
        (f"{RIGHT},{WRONG}", False),
        (" ".join([WRONG] * 10 + [RIGHT]), False),
        ("", False),
    ],
)
def test_one_right_signature_is_enough_while_a_secret_is_changed(signatures: str, is_right: bool) -> None:
    assert genuine(signatures) is is_right


@pytest.mark.parametrize(("late", "is_fresh"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_a_call_is_believed_for_300_seconds(late: int, is_fresh: bool) -> None:
    assert genuine(RIGHT, at=NOW + timedelta(seconds=late)) is is_fresh


def test_id_and_body_are_signed_together() -> None:
    assert not genuine(RIGHT, name="msg_2")
    assert not genuine(signature(b"{}", name=""), name="")
    assert not genuine(RIGHT, body=b"{ }")


@pytest.mark.parametrize("size", [0, 1, 23, 24, 64, 65])
def test_a_secret_has_24_to_64_bytes(size: int) -> None:
    key = b"k" * size
    assert genuine(signature(b"{}", key), secret="whsec_" + base64.b64encode(key).decode()) is (24 <= size <= 64)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!!", "not base64", "whsec_" + "A" * 31])
def test_what_is_no_secret_proves_nothing(secret: str) -> None:
    assert not genuine(signature(b"{}", b""), secret=secret)


def test_a_message_becomes_one_whole_inbound() -> None:
    assert one(sample("standard_webhooks", "text.json")) == Inbound(
        channel="standard_webhooks",
        external_id="evt_3581",
        sender=AINO,
        aliases=(Handle("email", "aino@example.com"),),
        received_at=NOW,
        subject="Lasku",
        text="Laskussa on väärä summa.",
        full_text="Laskussa on väärä summa.",
        recipients=("kauppa",),
        references=("7-3",),
        sent_at=AT,
        language="fi",
    )


def test_files_come_whole_or_by_address() -> None:
    whole, named = sample("standard_webhooks", "batch.json").messages[1].attachments
    assert whole == Attachment("a.txt", "text/plain", 3, hashlib.sha256(b"Hei").hexdigest(), content=b"Hei")
    assert named == Attachment("b.jpg", "image/jpeg", 0, "ab" * 32, content_id="https://files.example/b.jpg")


def test_an_edit_is_a_message_and_a_deletion_is_an_event_about_it() -> None:
    _, _, edited, deleted = sample("standard_webhooks", "batch.json").messages
    assert (edited.text, edited.automatic, edited.references) == ("(edited) Ensimmäinen, korjattu", Automatic.NO, ("evt_3582",))
    assert (deleted.text, deleted.automatic, deleted.references) == ("(deleted a message)", Automatic.EVENT, ("evt_3582",))


def test_reports_name_our_message_by_its_tag() -> None:
    assert sample("standard_webhooks", "batch.json").statuses == (
        StatusReport("standard_webhooks", Delivery.DELIVERED, AT, "ext-9", "7-4"),
        StatusReport("standard_webhooks", Delivery.FAILED, NOW, "", "7-5", reason="no such user"),
    )


def test_faults_name_their_place_and_leave_the_neighbours() -> None:
    parsed = sample("standard_webhooks", "partly_broken.json")
    assert parsed.faults == (
        "events[0]: expected an object",
        "events[1].sender: no sender",
        "events[2]: names no message",
        "events[4].sender: no sender",
    )
    kept = one(parsed)
    faults = tuple(f"attachments[{number}]: neither content in base64 nor url" for number in (0, 1))
    assert (kept.text, kept.attachments, kept.faults) == ("Olen yhä tässä", (), faults)


def test_an_event_without_an_id_has_that_of_its_call() -> None:
    event = {"type": "message", "sender": {"value": "A"}, "text": "Hei"}
    call = WebhookCall(json.dumps(event).encode(), {"webhook-id": "msg_9"}, NOW)
    assert one(standard_webhooks.parse(call)).external_id == "msg_9"
    listed = replace(call, body=json.dumps({"events": [event, {**event, "text": "Moi"}]}).encode())
    assert len({message.external_id for message in standard_webhooks.parse(listed).messages}) == 2


@pytest.mark.parametrize(
    ("sender", "handle"),
    [
        ({"kind": "email", "value": " Aino@Example.com "}, Handle("email", "aino@example.com")),
        ({"kind": "phone", "value": "358401234567"}, Handle("phone", "+358401234567")),
        ({"kind": "phone", "value": "040 123"}, Handle("phone", "040123")),
        ({"kind": "phone", "value": "+358 (0)40 123 4567"}, Handle("phone", "+358401234567")),
        ({"kind": "email", "value": "AINO@Jäätelö.example"}, Handle("email", "aino@xn--jtel-loaa3k.example")),
        ({"kind": "email", "value": "\u212aaisa@asiakas.example"}, None),
        ({"kind": "email", "value": "Aino"}, None),
        ({"kind": "crm", "value": "7", "name": "Aino"}, Handle("crm", "7", "Aino")),
        ({"value": 7}, Handle("standard_webhooks", "7")),
        ({"kind": "Not a kind", "value": "7"}, None),
        ({"kind": "crm", "value": " "}, None),
        ({"kind": "crm"}, None),
        ("Aino", None),
    ],
)
def test_a_sender_has_a_kind_and_a_value(sender: Any, handle: Handle | None) -> None:
    parsed = payload("standard_webhooks", {"type": "message", "text": "Hei", "sender": sender})
    assert [message.sender for message in parsed.messages] == ([handle] if handle else [])


def test_a_reply_is_an_event_whose_id_is_its_tag() -> None:
    reply = Outbound("standard_webhooks", "kauppa", AINO, "7-4", "Selvitämme.", subject="Re: Lasku", in_reply_to="evt_3581", language="fi")
    call = standard_webhooks.compose(reply, Sending("https://crm.example/in/", {"access_token": "t"}))
    assert (call.url, call.headers["Authorization"], call.headers["webhook-id"]) == ("https://crm.example/in/messages", "Bearer t", "7-4")
    assert json.loads(call.body) == {
        "type": "reply",
        "id": "7-4",
        "account": "kauppa",
        "language": "fi",
        "to": {"kind": "phone", "value": "+358401234567", "name": "Aino Virtanen"},
        "subject": "Re: Lasku",
        "text": "Selvitämme.",
        "in_reply_to": "evt_3581",
    }
    with pytest.raises(ProviderRefused):
        standard_webhooks.compose(reply, Sending(standard_webhooks.API_URL))


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (200, {"id": "ext-9"}, None),
        (204, b"", None),
        (410, b"", FOR_EVER),
        (422, {"error": "no such person"}, FOR_EVER),
        (429, b"", NOT_NOW),
        (503, {"message": "later"}, NOT_NOW),
        (502, b"", PERHAPS),
    ],
)
def test_a_refusal_tells_for_ever_from_for_now_from_perhaps(status: int, answer: Any, kind: type[Exception] | None) -> None:
    assert judge("standard_webhooks")(status, answer) is kind
