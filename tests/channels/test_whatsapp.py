"""WhatsApp's own promises beyond the contract that all channels share."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels import whatsapp
from chalicelib.channels.message import (
    Attachment,
    Automatic,
    Delivery,
    Handle,
    HttpCall,
    Inbound,
    Outbound,
    Sending,
    StatusReport,
    WebAnswer,
    WebhookCall,
)  # fmt: skip
from chalicelib.channels.registry import channel
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain

NOW = datetime(2026, 12, 1, 13, 50, tzinfo=UTC)
SAMPLES = Path(__file__).parent.parent / "samples" / "whatsapp"
REPLY = Outbound(channel="whatsapp", account="110000000000001", to=Handle("whatsapp", "358401234567"), tag="7-4", text="Selvitämme.")
SENDING = Sending("https://x.example", {"access_token": "token"})


def read(file: str) -> Any:
    return whatsapp.parse(WebhookCall((SAMPLES / file).read_bytes(), {}, NOW))


def one(message: dict[str, Any], *cards: dict[str, Any]) -> Inbound:
    value = {"messages": [{"id": "wamid.1", "timestamp": "1796140800", "from": "358401234567", **message}], "contacts": list(cards)}
    parsed = whatsapp.parse(WebhookCall(json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode(), {}, NOW))
    assert not parsed.faults
    return parsed.messages[0]


def test_a_text_becomes_one_whole_inbound() -> None:
    assert read("text.json").messages == (
        Inbound(
            channel="whatsapp",
            external_id="wamid.AINO1",
            sender=Handle("whatsapp", "FI.40000000000000001", "Aino Virtanen"),
            aliases=(Handle("phone", "+358401234567", "Aino Virtanen"),),
            received_at=NOW,
            text="Hei! Laskussa on väärä summa – voitteko tarkistaa?",
            full_text="Hei! Laskussa on väärä summa – voitteko tarkistaa?",
            recipients=("110000000000001",),
            references=("wamid.OURS1",),
            sent_at=datetime(2026, 12, 1, 16, 0, tzinfo=UTC),
        ),
    )


def test_each_status_keeps_tag_recipient_and_reason() -> None:
    delivered, _, failed = read("batch.json").statuses
    at = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
    assert delivered == StatusReport("whatsapp", Delivery.DELIVERED, at, "wamid.OURS1", "7-3", "358401234567")
    reason = "131047 Re-engagement message: The customer wrote more than 24 hours ago."
    assert failed == StatusReport("whatsapp", Delivery.FAILED, at + timedelta(seconds=4), "wamid.OURS2", "9-2", "46701234567", reason)


def test_each_message_of_a_batch_keeps_its_own_sender_and_account() -> None:
    assert [(message.sender, message.recipients, len(message.aliases)) for message in read("batch.json").messages] == [
        (Handle("whatsapp", "FI.40000000000000001", "Aino Virtanen"), ("110000000000001",), 1),
        (Handle("whatsapp", "46701234567", "Erik Lindqvist"), ("110000000000001",), 1),
        (Handle("whatsapp", "GB.40000000000000009", "Mary Jones"), ("110000000000002",), 0),
    ]


def test_every_kind_reads_as_one_text() -> None:
    assert [message.text for message in read("kinds.json").messages] == [
        "Rikki tuli",
        "(voice message)",
        "Laskutus – Lasku on väärin",
        "Kyllä",
        "Location: Rautatieasema – 60.17, 24.94",
        "(reacted with 👍)",
        "(edited) Tilaus 21, ei 12",
        "(deleted a message)",
        "Contacts: Huolto Oy +358 9 123 huolto@example.com",
        "Kiireinen\nOrder: 2 × LAMP at 7.5 EUR",
    ]


def test_answers_edits_and_deletions_name_the_message_they_are_about() -> None:
    named = {message.external_id: message.references for message in read("kinds.json").messages if message.references}
    ours, theirs = ("wamid.OURS1",), ("wamid.K0",)
    assert named == {"wamid.K4": ours, "wamid.K6": ours, "wamid.K7": theirs, "wamid.K8": theirs}


def test_media_are_references_with_their_digest_in_hex() -> None:
    image, voice, *_ = read("kinds.json").messages
    assert image.attachments == (Attachment("image.jpg", "image/jpeg", 0, bytes(range(32)).hex(), content_id="9001"),)
    assert voice.attachments == (Attachment("audio.ogg", "audio/ogg; codecs=opus", 0, "short", content_id="9002"),)


def test_what_we_do_not_know_is_kept_and_named() -> None:
    parsed = read("unknown.json")
    assert [message.text for message in parsed.messages] == [
        "(hologram: WhatsApp passed on no text)",
        "(a message of a kind that WhatsApp does not pass on: poll)",
        "(WhatsApp: Aino changed from 358401234567 to 358507654321)",
    ]
    assert parsed.ignored == (
        "entry[0].changes[0]: account_update ACCOUNT_RESTRICTION",
        "entry[0].changes[1]: a_field_of_tomorrow",
        "entry[0].changes[2].value.statuses[0]: status teleported",
    )


def test_a_notice_by_whatsapp_is_not_taken_for_a_person() -> None:
    notice = read("unknown.json").messages[2]
    assert (notice.automatic, notice.automatic_because) == (Automatic.AUTO_REPLY, "WhatsApp notice: system")


def test_what_happened_to_a_message_is_an_event_and_an_edit_is_words() -> None:
    found = {message.external_id: message.automatic for message in read("kinds.json").messages}
    assert [found[ident] for ident in ("wamid.K6", "wamid.K7", "wamid.K8")] == [Automatic.EVENT, Automatic.NO, Automatic.EVENT]


def test_a_file_is_fetched_by_its_id_then_by_the_address_that_meta_names() -> None:
    file = Attachment("image.jpg", "image/jpeg", 0, "", content_id="9001/../x")
    held = {"Authorization": "Bearer token"}
    assert whatsapp.media(file, SENDING) == HttpCall("GET", "https://x.example/9001%2F..%2Fx", held, b"")
    answer = b'{"url": "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", "mime_type": "image/jpeg"}'
    address = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"
    assert whatsapp.media_next(answer, file, SENDING) == HttpCall("GET", address, held, b"")
    with pytest.raises(ProviderRefused):
        whatsapp.media_next(b"{}", file, SENDING)


def test_faults_name_their_place_and_leave_the_neighbours() -> None:
    parsed = read("partly_broken.json")
    assert parsed.faults == (
        "entry[0]: expected an object",
        "entry[1].changes: expected a list",
        "entry[2].changes[0].value: expected an object",
        "entry[2].changes[1].value.messages[0]: no sender",
        "entry[2].changes[1].value.messages[1]: expected an object",
        "entry[2].changes[1].value.statuses[0]: names no message",
    )
    assert [message.text for message in parsed.messages] == ["Olen yhä tässä", "Ilman tunnusta"]


@pytest.mark.parametrize(
    ("card", "sender"),
    [
        ({"wa_id": "358401234567", "user_id": "FI.1", "profile": {"name": "Aino"}}, Handle("whatsapp", "FI.1", "Aino")),
        ({"wa_id": "358401234567", "profile": {"name": "Aino"}}, Handle("whatsapp", "358401234567", "Aino")),
        ({"wa_id": "358500000000", "user_id": "FI.2", "profile": {"name": "Other"}}, Handle("whatsapp", "358401234567")),
        ({}, Handle("whatsapp", "358401234567")),
    ],
)
def test_only_the_senders_own_card_is_believed(card: dict[str, Any], sender: Handle) -> None:
    assert one({"type": "text", "text": {"body": "Hei"}}, card).sender == sender


def test_an_error_beside_a_message_is_kept_with_it() -> None:
    message = one({"type": "text", "text": {"body": "Hei"}, "errors": [{"code": 0, "title": "AuthException"}]})
    assert (message.text, message.faults) == ("Hei", ("0 AuthException",))


def test_a_lone_surrogate_can_be_stored() -> None:
    assert one({"type": "text", "text": {"body": "a\ud800b"}}).text.encode() == "a\ufffdb".encode()


@pytest.mark.parametrize("time", ["", "soon", "99999999999999999999", None, 1e30, [1]])
def test_a_time_that_is_none_stays_open(time: Any) -> None:
    assert one({"type": "text", "text": {"body": "Hei"}, "timestamp": time}).sent_at is None


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ({"hub.mode": "subscribe", "hub.verify_token": "right", "hub.challenge": "1158201444"}, "1158201444"),
        ({"hub.mode": "unsubscribe", "hub.verify_token": "right", "hub.challenge": "1158201444"}, None),
        ({"hub.mode": "subscribe", "hub.verify_token": "right", "hub.challenge": "<script>alert(1)</script>"}, None),
        ({"hub.mode": "subscribe", "hub.verify_token": "väärä", "hub.challenge": "1"}, None),
        ({"hub.mode": "subscribe", "hub.verify_token": "right"}, None),
        ({}, None),
    ],
)
def test_the_challenge_is_answered_only_to_our_token(query: dict[str, str], answer: str | None) -> None:
    asked = WebhookCall(b"", {}, NOW, query=query, method="GET")
    assert whatsapp.greeting(asked, {"verify_token": "right"}) == (WebAnswer(answer) if answer else None)
    assert whatsapp.greeting(replace(asked, method="POST"), {"verify_token": "right"}) is None


def test_a_reply_becomes_one_call() -> None:
    reply = replace(REPLY, in_reply_to="wamid.AINO1")
    call = whatsapp.compose(reply, Sending("https://graph.facebook.com/v23.0", {"access_token": "token"}))
    url = "https://graph.facebook.com/v23.0/110000000000001/messages"
    assert call == HttpCall("POST", url, {"Authorization": "Bearer token", "Content-Type": "application/json"}, call.body)
    assert json.loads(call.body) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "358401234567",
        "type": "text",
        "text": {"body": "Selvitämme."},
        "context": {"message_id": "wamid.AINO1"},
        "biz_opaque_callback_data": "7-4",
    }


@pytest.mark.parametrize(
    ("value", "addressed"),
    [
        ("358401234567", {"to": "358401234567"}),
        ("+358401234567", {"to": "358401234567"}),
        ("FI.40000000000000001", {"recipient": "FI.40000000000000001"}),
    ],
)
def test_a_person_is_addressed_by_phone_or_by_user_id(value: str, addressed: dict[str, str]) -> None:
    content = json.loads(whatsapp.compose(replace(REPLY, to=Handle("whatsapp", value)), SENDING).body)
    assert {key: content[key] for key in ("to", "recipient") if key in content} == addressed


def test_an_account_cannot_leave_its_place_in_the_url() -> None:
    call = whatsapp.compose(replace(REPLY, account="../me?x="), Sending("https://x.example/v1/", SENDING.secrets))
    assert call.url == "https://x.example/v1/..%2Fme%3Fx%3D/messages"


@pytest.mark.parametrize(("text", "carried"), [("x" * 4096, True), ("x" * 4097, False), (" \n", False), ("", False)])
def test_a_text_goes_whole_or_not_at_all(text: str, carried: bool) -> None:
    try:
        body = json.loads(whatsapp.compose(replace(REPLY, text=text), SENDING).body)
    except ProviderRefused:
        assert not carried
    else:
        assert (carried, body["text"]["body"]) == (True, text)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b'{"messaging_product":"whatsapp","contacts":[{"wa_id":"358401234567"}],"messages":[{"id":"wamid.OURS9"}]}', "wamid.OURS9"),
        (b'{"messages":[]}', ""),
        (b'{"messages":[7]}', ""),
        (b"<html>", ""),
    ],
)
def test_the_providers_id_is_read_or_empty(answer: bytes, found: str) -> None:
    assert whatsapp.provider_id(answer) == found


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 131047, ProviderRefused),
        (400, 131026, ProviderRefused),
        (400, 100, ProviderRefused),
        (403, 131005, ProviderRefused),
        (404, 33, ProviderRefused),
        (302, None, ProviderRefused),
        (429, 130429, Unavailable),
        (429, None, Unavailable),
        (400, 130429, Unavailable),
        (400, 131048, Unavailable),
        (400, 131056, Unavailable),
        (400, 80007, Unavailable),
        (400, 4, Unavailable),
        (401, 190, Unavailable),
        (500, 1, Unavailable),
        (503, 2, Unavailable),
        (500, 131000, Unavailable),
        (502, None, Uncertain),
        (504, None, Uncertain),
    ],
)
def test_a_refusal_tells_for_ever_from_for_now_from_perhaps(status: int, code: int | None, kind: type[Exception]) -> None:
    answer = json.dumps({"error": {"message": "Why", "code": code}}).encode() if code else b"<html>Bad gateway</html>"
    assert type(whatsapp.refusal(status, answer)) is kind


def test_a_refusal_carries_the_providers_reason() -> None:
    answer = b'{"error":{"message":"(#131026) Message undeliverable","code":131026,"error_data":{"details":"No such user."}}}'
    assert str(whatsapp.refusal(400, answer)) == "WhatsApp answered 400: 131026 (#131026) Message undeliverable: No such user."


@pytest.mark.parametrize("status", [200, 201])
def test_what_was_taken_is_no_refusal(status: int) -> None:
    assert whatsapp.refusal(status, b"{}") is None


@pytest.mark.parametrize("answer", [b'{"error":7}', b'{"error":{"code":[1]}}', b'{"error":{"code":{"a":1},"message":[]}}', b"\xff", b"[]"])
def test_no_answer_breaks_the_judge(answer: bytes) -> None:
    assert isinstance(whatsapp.refusal(400, answer), ProviderRefused)


@pytest.mark.parametrize(
    ("last", "is_open"),
    [(None, False), (NOW, True), (NOW - timedelta(hours=24) + timedelta(seconds=1), True), (NOW - timedelta(hours=24), False)],
)
def test_the_window_is_open_for_24_hours(last: datetime | None, is_open: bool) -> None:
    assert channel("whatsapp").window_open(last, NOW) is is_open
