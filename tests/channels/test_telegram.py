"""Telegram's own promises beyond the contract that all channels share."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.channels import telegram
from chalicelib.channels.message import Attachment, Automatic, Handle, Inbound, Outbound, Sending
from chalicelib.channels.registry import channel
from chalicelib.errors import ProviderRefused, Unavailable
from tests.channels.reading import FOR_EVER, NOT_NOW, PERHAPS, judge, one, payload, sample
from tests.channels.signing import NOW

AINO = Handle("telegram", "40123", "Aino Virtanen")
REPLY = Outbound("telegram", "telegram", AINO, "7-4", "Selvitämme.")
THERE = Sending("https://api.telegram.org", {"access_token": "1:AB/c"})


def test_a_text_becomes_one_whole_inbound() -> None:
    assert one(sample("telegram", "text.json")) == Inbound(
        channel="telegram",
        external_id="40123:11",
        sender=AINO,
        received_at=NOW,
        text="Hei! Laskussa 358 on väärä summa.",
        full_text="Hei! Laskussa 358 on väärä summa.",
        recipients=("telegram",),
        references=("40123:7",),
        sent_at=datetime(2026, 12, 1, 16, 0, 11, tzinfo=UTC),
        language="fi",
    )


def test_groups_topics_and_business_accounts_are_accounts_of_their_own() -> None:
    assert [message.recipients for message in sample("telegram", "batch.json").messages] == [
        ("telegram",), ("-100777:5",), ("telegram",), ("business:bizconn1",),
    ]  # fmt: skip
    assert one(sample("telegram", "text.json", {"account": "kukkabot"})).recipients == ("kukkabot",)


def test_an_edit_names_what_it_changed_and_has_an_id_of_its_own() -> None:
    edit = sample("telegram", "batch.json").messages[2]
    assert (edit.external_id, edit.references, edit.text) == ("40123:12:edited:1796140860", ("40123:12",), "(edited) Ensimmäinen, korjattu")


def test_every_kind_reads_as_one_text() -> None:
    written = [message.text for message in sample("telegram", "kinds.json").messages if message.automatic is Automatic.NO]
    assert written == [
        "Rikki tuli",
        "(voice message)",
        "(document)",
        "(animation)",
        "👍",
        "Location: Rautatieasema – Kaivokatu 1 – 60.17, 24.94",
        "Contact: Aino 358401234567",
        "Poll: Milloin? – Ma, Ti",
        "🎲 4",
        "(forwarded) Alkuperäinen",
        "(pressed kyllä)",
        "Avaamme klo 9",
    ]


def test_what_merely_happened_is_an_event() -> None:
    happened = [message for message in sample("telegram", "kinds.json").messages if message.automatic is Automatic.EVENT]
    assert [(message.text, message.references) for message in happened] == [
        ("/start lasku7", ()),
        ("(new chat members)", ()),
        ("(reacted with ❤)", ("40123:7",)),
        ("(blocked the bot)", ()),
        ("(deleted messages)", ("40123:14", "40123:15")),
    ]


def test_bots_and_our_own_business_account_are_left_out_by_name() -> None:
    assert sample("telegram", "kinds.json").ignored == (
        "result[16].message: a bot's message",
        "result[17].business_message: a message of the business account itself",
    )


def test_media_are_references_and_of_a_photo_the_largest() -> None:
    photo, voice, document, animation, sticker = (m.attachments for m in sample("telegram", "kinds.json").messages[:5])
    assert photo == (Attachment("photo.jpg", "image/jpeg", 90000, "", content_id="large"),)
    assert voice == (Attachment("voice.ogg", "audio/ogg", 4000, "", content_id="voice1"),)
    assert document == (Attachment("lasku.pdf", "application/pdf", 1200, "", content_id="doc1"),)
    assert animation == (Attachment("animation.mp4", "video/mp4", 0, "", content_id="gif1"),)
    assert sticker == (Attachment("sticker.webp", "", 0, "", content_id="st1"),)


@pytest.mark.parametrize(("owner", "vouched"), [(40123, (Handle("phone", "+358401234567", "Aino Virtanen"),)), (999, ()), (None, ())])
def test_only_the_senders_own_number_is_vouched_for(owner: Any, vouched: tuple[Handle, ...]) -> None:
    card = {"phone_number": "358401234567", "user_id": owner}
    sender = {"id": 40123, "first_name": "Aino", "last_name": "Virtanen"}
    message = {"message_id": 1, "from": sender, "chat": {"id": 40123, "type": "private"}, "contact": card}
    assert one(payload("telegram", {"update_id": 1, "message": message})).aliases == vouched


def test_faults_name_their_place_and_leave_the_neighbours() -> None:
    parsed = sample("telegram", "partly_broken.json")
    assert parsed.faults == ("result[0]: expected an object", "result[1].message: expected an object", "result[2].message: no sender")
    assert [message.text for message in parsed.messages] == ["Olen yhä tässä", "Ilman tunnusta"]


def test_what_we_do_not_know_is_kept_and_named() -> None:
    parsed = sample("telegram", "unknown.json")
    assert [(message.text, message.automatic) for message in parsed.messages] == [
        ("(message: Telegram passed on no text)", Automatic.NO),
        ("(telepathy: Telegram passed on no text)", Automatic.EVENT),
    ]
    assert parsed.ignored == ("result[2].poll: nobody wrote", "result[3].update: nothing in it")


@pytest.mark.parametrize(
    ("account", "place"),
    [
        ("telegram", {"chat_id": 40123}),
        ("", {"chat_id": 40123}),
        ("-100777", {"chat_id": -100777}),
        ("-100777:5", {"chat_id": -100777, "message_thread_id": 5}),
        ("business:bizconn1", {"chat_id": 40123, "business_connection_id": "bizconn1"}),
    ],
)
def test_an_answer_goes_where_the_message_came_from(account: str, place: dict[str, Any]) -> None:
    call = telegram.compose(Outbound("telegram", account, AINO, "7-4", "Selvitämme."), THERE)
    assert call.url == "https://api.telegram.org/bot1:AB%2Fc/sendMessage"
    assert json.loads(call.body) == {"text": "Selvitämme.", "link_preview_options": {"is_disabled": True}, **place}


@pytest.mark.parametrize(("answered", "quoted"), [("40123:11", 11), ("-100777:11", None), ("wamid.1", None), ("40123", None), ("", None)])
def test_only_a_message_of_the_same_chat_is_quoted(answered: str, quoted: int | None) -> None:
    reply = Outbound("telegram", "telegram", AINO, "7-4", "Hei", in_reply_to=answered)
    parameters = json.loads(telegram.compose(reply, THERE).body).get("reply_parameters")
    assert parameters == (None if quoted is None else {"message_id": quoted, "allow_sending_without_reply": True})


@pytest.mark.parametrize(("account", "quoted"), [("-100777:5", 13), ("-100777", 13), ("telegram", None), ("-100888", None)])
def test_in_a_group_an_answer_shows_what_it_answers(account: str, quoted: int | None) -> None:
    reply = Outbound("telegram", account, AINO, "7-4", "Hei", references=("-100777:13",))
    assert json.loads(telegram.compose(reply, THERE).body).get("reply_parameters", {}).get("message_id") == quoted


def test_somebody_without_a_chat_is_refused() -> None:
    with pytest.raises(ProviderRefused):
        telegram.compose(Outbound("telegram", "telegram", Handle("phone", "+358401234567"), "7-4", "Hei"), THERE)


def test_our_message_is_known_by_the_same_name_as_one_that_is_replied_to() -> None:
    answer = {"ok": True, "result": {"message_id": 7, "chat": {"id": 40123, "type": "private"}, "text": "Kuinka voimme auttaa?"}}
    assert telegram.provider_id(json.dumps(answer).encode()) == one(sample("telegram", "text.json")).references[0]


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (200, {"ok": True, "result": {}}, None),
        (400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}, FOR_EVER),
        (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}, FOR_EVER),
        (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}, NOT_NOW),
        (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 35}}, NOT_NOW),
        (500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}, NOT_NOW),
        (502, b"<html>Bad Gateway</html>", PERHAPS),
        (504, b"", PERHAPS),
    ],
)
def test_a_refusal_tells_for_ever_from_for_now_from_perhaps(status: int, answer: Any, kind: type[Exception] | None) -> None:
    assert judge("telegram")(status, answer) is kind


@pytest.mark.parametrize(("said", "wait"), [(35, 35), ("35", 35), (None, 60), ("soon", 60), (10**9, 60), (-1, 60)])
def test_we_wait_as_long_as_telegram_says(said: Any, wait: int) -> None:
    answer = json.dumps({"ok": False, "parameters": {"retry_after": said}}).encode()
    refusal = telegram.refusal(429, answer)
    assert isinstance(refusal, Unavailable)
    assert refusal.retry_after == wait


def test_a_file_is_asked_for_and_then_fetched() -> None:
    file = Attachment("lasku.pdf", "application/pdf", 0, "", content_id="doc/1&x")
    asked = channel("telegram").media(file, THERE)
    assert urlsplit(asked.url).path == "/bot1:AB%2Fc/getFile"
    assert parse_qs(urlsplit(asked.url).query) == {"file_id": ["doc/1&x"]}
    answer = json.dumps({"ok": True, "result": {"file_id": "x", "file_path": "documents/file 1.pdf"}}).encode()
    fetched = channel("telegram").media_next(answer, file, THERE)
    assert fetched is not None
    assert fetched.url == "https://api.telegram.org/file/bot1:AB%2Fc/documents/file%201.pdf"
    with pytest.raises(ProviderRefused):
        channel("telegram").media_next(b"{}", file, THERE)
