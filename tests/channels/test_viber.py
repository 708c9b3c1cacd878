"""Viber's own promises beyond the contract that all channels share."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import viber
from chalicelib.channels.message import Attachment, Automatic, Delivery, Handle, Inbound, Outbound, Sending, StatusReport
from tests.channels.reading import FOR_EVER, NOT_NOW, PERHAPS, judge, one, payload, sample
from tests.channels.signing import NOW

AINO = Handle("viber", "AinoViber==", "Aino Virtanen")
AT = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
REPLY = Outbound("viber", "viber", AINO, "7-4", "Selvitämme.", token="t7.abc", sender_name="Elli Eloranta – Kukkakauppa Oy")


def test_a_text_becomes_one_whole_inbound() -> None:
    assert one(sample("viber", "text.json")) == Inbound(
        channel="viber",
        external_id="35800000000000001",
        sender=AINO,
        received_at=NOW,
        text="Hei! Laskussa on väärä summa.",
        full_text="Hei! Laskussa on väärä summa.",
        recipients=("viber",),
        markers=("t7.abcdef",),
        sent_at=AT.replace(microsecond=1000),
        language="fi",
    )
    assert one(sample("viber", "text.json", {"account": "kukka"})).recipients == ("kukka",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"type": "text", "text": "Hei"}, "Hei"),
        ({"type": "picture", "media": "https://dl-media.viber.com/1"}, "(picture)"),
        ({"type": "sticker", "sticker_id": 7}, "(sticker)"),
        ({"type": "url", "media": "https://a.example"}, "https://a.example"),
        ({"type": "location", "location": {"lat": 60.17, "lon": 24.94}}, "Location: 60.17, 24.94"),
        ({"type": "contact", "contact": {"name": "Huolto", "phone_number": "+3589"}}, "Contact: Huolto +3589"),
        ({"type": "rich_media"}, "(a card with buttons)"),
        ({"type": "hologram"}, "(hologram: Viber passed on no text)"),
        ({}, "(message: Viber passed on no text)"),
    ],
)
def test_every_kind_reads_as_one_text(content: dict[str, Any], said: str) -> None:
    assert one(payload("viber", {"event": "message", "sender": {"id": "A"}, "message": content})).text == said


def test_media_are_references() -> None:
    address = "https://dl-media.viber.com/1/kuva.jpg"
    assert one(sample("viber", "batch.json")).attachments == (Attachment("kuva.jpg", "image/jpeg", 900, "", content_id=address),)


def test_reports_tell_how_far_a_message_got() -> None:
    reports = [sample("viber", f"{file}.json").statuses[0] for file in ("delivered", "seen", "failed")]
    assert reports == [
        StatusReport("viber", Delivery.DELIVERED, AT, "35800000000000100", recipient="AinoViber=="),
        StatusReport("viber", Delivery.READ, AT, "35800000000000100", recipient="AinoViber=="),
        StatusReport("viber", Delivery.FAILED, AT, "35800000000000101", recipient="AinoViber==", reason="the user is not subscribed"),
    ]


@pytest.mark.parametrize(
    ("event", "is_event"), [("message", False), ("subscribed", True), ("conversation_started", True), ("telepathy", True)]
)
def test_only_a_message_is_somebody_writing(event: str, is_event: bool) -> None:
    message = one(payload("viber", {"event": event, "user": {"id": "A"}, "message_token": 7}))
    assert (message.automatic is Automatic.EVENT, message.external_id) == (is_event, "7")


def test_faults_name_their_place() -> None:
    assert sample("viber", "partly_broken.json").faults == ("body.message: expected an object",)
    assert sample("viber", "nobody.json").faults == ("body: message without a sender",)
    assert sample("viber", "set.json").ignored == ("body: webhook",)


def test_a_reply_carries_the_tickets_token_so_that_the_answer_finds_it() -> None:
    call = viber.compose(REPLY, Sending("https://chatapi.viber.com", {"auth_token": "t"}))
    assert (call.url, call.headers["X-Viber-Auth-Token"]) == ("https://chatapi.viber.com/pa/send_message", "t")
    assert json.loads(call.body) == {
        "receiver": "AinoViber==",
        "type": "text",
        "text": "Selvitämme.",
        "sender": {"name": "Elli Eloranta – Kukkakauppa "},
        "tracking_data": "t7.abc",
    }
    bare = viber.compose(replace(REPLY, token="", sender_name=""), Sending("https://x.example", {"access_token": "t"}))
    assert (json.loads(bare.body)["tracking_data"], json.loads(bare.body)["sender"]) == ("7-4", {"name": "-"})


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (200, {"status": 0, "status_message": "ok", "message_token": 7}, None),
        (200, {"status": 5, "status_message": "receiverNotRegistered"}, FOR_EVER),
        (200, {"status": 6, "status_message": "receiverNotSubscribed"}, FOR_EVER),
        (200, {"status": 3, "status_message": "badData"}, FOR_EVER),
        (200, {"status": 2, "status_message": "invalidAuthToken"}, NOT_NOW),
        (200, {"status": 12, "status_message": "tooManyRequests"}, NOT_NOW),
        (200, b"", PERHAPS),
        (502, b"<html>", PERHAPS),
        (404, b"", FOR_EVER),
    ],
)
def test_a_refusal_tells_for_ever_from_for_now_from_perhaps(status: int, answer: Any, kind: type[Exception] | None) -> None:
    assert judge("viber")(status, answer) is kind


def test_the_providers_id_is_the_one_that_reports_name() -> None:
    assert viber.provider_id(b'{"status":0,"message_token":35800000000000100}') == "35800000000000100"
