"""What pages and Instagram accounts send beyond the contract, and what may not be said in public."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import comments, instagram, messenger, meta
from chalicelib.channels.message import (
    Attachment,
    Automatic,
    Delivery,
    Enclosure,
    Handle,
    HttpCall,
    Inbound,
    Outbound,
    Sending,
    StatusReport,
    WebhookCall,
)
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain, Unreadable
from chalicelib.ids import ticket_token

NOW = datetime(2026, 12, 1, 13, 50, tzinfo=UTC)
SAID = datetime(2026, 12, 1, 16, 0, 0, 123000, tzinfo=UTC)
SENDING = Sending("https://x.example/v1", {"access_token": "token", "access_token_4": "token of 4"})
PAGE, AINO = "100300000000003", "200300000000031"
CDN = "https://scontent.xx.fbcdn.net/v/3.jpg?oh=1"


def call(body: Any) -> WebhookCall:
    return WebhookCall(json.dumps(body).encode(), {}, NOW)


def messaging(*events: dict[str, Any]) -> Parsed:
    return messenger.parse(call({"object": "page", "entry": [{"id": PAGE, "messaging": list(events)}]}))


def event(**said: Any) -> dict[str, Any]:
    return {"sender": {"id": AINO}, "recipient": {"id": PAGE}, "timestamp": 1796140800123, **said}


def one(**said: Any) -> Inbound:
    (found,) = messaging(event(**said)).messages
    return found


def test_a_text_becomes_one_whole_inbound() -> None:
    assert one(message={"mid": "m_1", "text": "Hei", "reply_to": {"mid": "m_0"}}) == Inbound(
        "messenger",
        "m_1",
        Handle("messenger", AINO),
        NOW,
        text="Hei",
        full_text="Hei",
        recipients=(PAGE,),
        references=("m_0",),
        sent_at=SAID,
    )


@pytest.mark.parametrize(
    ("said", "text", "automatic", "references"),
    [
        ({"postback": {"title": "Aloita", "payload": "GET_STARTED"}}, "Aloita", Automatic.NO, ()),
        ({"postback": {"payload": "GET_STARTED"}}, "GET_STARTED", Automatic.NO, ()),
        ({"reaction": {"mid": "m_0", "action": "react", "emoji": "❤"}}, "(reacted with ❤)", Automatic.EVENT, ("m_0",)),
        ({"reaction": {"mid": "m_0", "action": "unreact"}}, "(took back a reaction)", Automatic.EVENT, ("m_0",)),
        ({"message": {"mid": "m_0", "is_deleted": True}}, "(deleted a message)", Automatic.EVENT, ("m_0",)),
        ({"message_edit": {"mid": "m_0", "text": "Ei, 3"}}, "(edited) Ei, 3", Automatic.NO, ("m_0",)),
        ({"referral": {"source": "ADS", "ref": "talvi"}}, "(came by ADS – talvi)", Automatic.EVENT, ()),
        ({"message": {"mid": "m_1", "is_unsupported": True}}, "(a message of a kind that is not passed on)", Automatic.NO, ()),
    ],
)
def test_whatever_a_person_does_reads_as_one_text(
    said: dict[str, Any], text: str, automatic: Automatic, references: tuple[str, ...]
) -> None:
    found = one(**said)
    assert (found.text, found.automatic, found.references) == (text, automatic, references)


def test_what_happened_to_a_message_is_not_taken_for_the_message() -> None:
    deleted, said = one(message={"mid": "m_1", "is_deleted": True}), one(message={"mid": "m_1", "text": "Hei"})
    assert deleted.external_id != said.external_id


@pytest.mark.parametrize(
    ("part", "files"),
    [
        ({"type": "image", "payload": {"url": CDN}}, (Attachment("image.jpg", "image/jpeg", 0, "", content_id=CDN),)),
        (
            {"type": "file", "payload": {"url": "https://cdn.fbsbx.com/v/kuitti%203.pdf?x=1"}},
            (Attachment("kuitti 3.pdf", "", 0, "", content_id="https://cdn.fbsbx.com/v/kuitti%203.pdf?x=1"),),
        ),
        ({"type": "fallback", "payload": {"url": "https://shop.example/3", "title": "Keitin"}}, ()),
        ({"type": "template", "payload": {}}, ()),
    ],
)
def test_files_are_kept_and_links_are_words(part: dict[str, Any], files: tuple[Attachment, ...]) -> None:
    assert one(message={"mid": "m_1", "attachments": [part]}).attachments == files


def test_an_answered_story_comes_along() -> None:
    story = {"story": {"id": "3", "url": "https://lookaside.fbsbx.com/3"}}
    body = {"object": "instagram", "entry": [{"id": "178", "messaging": [event(message={"mid": "m", "text": "Tämä", "reply_to": story})]}]}
    (found,) = instagram.parse(call(body)).messages
    assert (found.channel, [file.content_id for file in found.attachments]) == ("instagram", ["https://lookaside.fbsbx.com/3"])


@pytest.mark.parametrize(
    "body",
    [
        [{"id": PAGE, "messaging": [event(message={"mid": "m_1", "text": "Hei"})]}],
        {"id": PAGE, "messaging": [event(message={"mid": "m_1", "text": "Hei"})]},
        event(message={"mid": "m_1", "text": "Hei"}),
        {"entry": [{"id": PAGE, "changes": [{"field": "messages", "value": event(message={"mid": "m_1", "text": "Hei"})}]}]},
        {"entry": [{"id": PAGE, "standby": [event(message={"mid": "m_1", "text": "Hei"})]}]},
    ],
)
def test_every_form_of_the_envelope_is_read(body: Any) -> None:
    (found,) = messenger.parse(call(body)).messages
    assert (found.text, found.recipients) == ("Hei", (PAGE,))


@pytest.mark.parametrize("body", [{}, {"object": "page"}, {"object": "page", "entries": []}])
def test_what_holds_nothing_is_unreadable(body: Any) -> None:
    with pytest.raises(Unreadable, match="body"):
        messenger.parse(call(body))


# -- how far ours got --


def test_an_echo_with_our_tag_is_a_report_and_any_other_is_left_out() -> None:
    mine = event(message={"mid": "m_9", "is_echo": True, "metadata": "7-4"}) | {"sender": {"id": PAGE}, "recipient": {"id": AINO}}
    other = event(message={"mid": "m_9", "is_echo": True, "metadata": "7-4; drop"})
    assert messaging(mine).statuses == (StatusReport("messenger", Delivery.SENT, SAID, "m_9", "7-4", AINO),)
    assert (messaging(other).messages, len(messaging(other).ignored)) == ((), 1)


def test_receipts_name_messages_or_an_instant() -> None:
    named = event(delivery={"mids": ["m_1", "m_2"], "watermark": 1796140800000})
    until = event(read={"watermark": 1796140800123})
    assert [(report.provider_id, report.status) for report in messaging(named).statuses] == [("m_1", "delivered"), ("m_2", "delivered")]
    assert messaging(until).statuses == (StatusReport("messenger", Delivery.READ, SAID, recipient=AINO, account=PAGE),)
    assert len(messaging(event(read={"seq": 3})).faults) == 1


# -- sending --


def test_a_message_carries_our_tag_and_the_token_of_its_account() -> None:
    reply = Outbound("messenger", "4", Handle("messenger", AINO), "7-4", "Hei!")
    made = messenger.compose(reply, SENDING)
    headers = {"Authorization": "Bearer token of 4", "Content-Type": "application/json"}
    assert made == HttpCall("POST", "https://x.example/v1/4/messages", headers, made.body)
    content = {"recipient": {"id": AINO}, "messaging_type": "RESPONSE", "message": {"text": "Hei!", "metadata": "7-4"}}
    assert json.loads(made.body) == content


def test_a_late_answer_is_said_to_be_a_persons() -> None:
    late = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    for module in (messenger, instagram):
        reply = Outbound(module.NAME, "4", Handle(module.NAME, AINO), "7-4", "Hei!", late=True)
        told = json.loads(module.compose(reply, SENDING).body)
        assert {key: told.get(key) for key in late} == late
        file = Enclosure("kuva.jpg", "image/jpeg", b"", "https://x.example/kuva.jpg")
        told = json.loads(module.enclose(reply, file, SENDING).body)
        assert {key: told.get(key) for key in late} == late


def test_instagram_counts_bytes() -> None:
    reply = Outbound("instagram", "178", Handle("instagram", "3"), "7-4", "ä" * 500)
    assert json.loads(instagram.compose(reply, SENDING).body)["message"]["text"] == "ä" * 500
    with pytest.raises(ProviderRefused, match="1000 bytes, this message has 1002"):
        instagram.compose(replace(reply, text="ä" * 501), SENDING)


PUBLIC = Outbound("comments", "3", Handle("facebook", "31"), "7-4", "Ensi viikolla!", references=("300_31",))


@pytest.mark.parametrize(
    ("changes", "url", "body"),
    [
        ({}, "https://x.example/v1/300_31/comments", {"message": "Ensi viikolla!"}),
        ({"to": Handle("instagram", "3")}, "https://x.example/v1/300_31/replies", {"message": "Ensi viikolla!"}),
        (
            {"private": True, "text": "Soita 040 123 4567"},
            "https://x.example/v1/3/messages",
            {"recipient": {"comment_id": "300_31"}, "message": {"text": "Soita 040 123 4567"}},
        ),
    ],
)
def test_a_comment_is_answered_where_it_stands(changes: dict[str, Any], url: str, body: dict[str, Any]) -> None:
    made = comments.compose(replace(PUBLIC, **changes), SENDING)
    assert (made.url, json.loads(made.body)) == (url, body)


def test_without_a_comment_there_is_nothing_to_answer() -> None:
    with pytest.raises(ProviderRefused, match="no comment"):
        comments.compose(replace(PUBLIC, references=()), SENDING)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Kirjoita osoitteeseen aino@asiakas.example.", "a mail address"),
        ("Soita numeroon 040 123 4567.", "a phone number"),
        ("Soita +358 40 1234567", "a phone number"),
        ("Ring (08) 123 456 78", "a phone number"),
        ("Soita 0401234567!", "a phone number"),
        (f"Viite {ticket_token(7, {'current': 'k'})}", "a ticket token"),
        ("Kerro tässä: https://desk.example/survey/abc", "a link to a survey"),
        ("Tunnus 131052-308T", "a personal identity code"),
        ("Tili FI21 1234 5600 0007 85", "a bank account"),
        ("Kortti 4111 1111 1111 1111", "a card number"),
        ("Kiitos palautteesta!", ""),
        ("Tilaus 1234567 lähtee 1.12.2026 klo 14.30, hinta 129,00 €.", ""),
        ("Malli X-2000, 10–12 kpl, koko 42", ""),
    ],
)
def test_personal_data_is_not_said_in_public(words: str, named: str) -> None:
    assert comments.personal(words) == named
    if named:
        with pytest.raises(ProviderRefused, match=named):
            comments.compose(replace(PUBLIC, text=words), SENDING)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(400, 10, ProviderRefused), (400, 613, Unavailable), (401, 190, Unavailable), (500, 2, Unavailable), (502, None, Uncertain)],
)
def test_a_refusal_tells_for_ever_from_for_now_from_perhaps(status: int, code: int | None, kind: type[Exception]) -> None:
    answer = json.dumps({"error": {"message": "Why", "code": code}}).encode() if code else b"<html>"
    assert type(meta.refusal("Messenger", status, answer)) is kind
