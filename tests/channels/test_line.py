"""LINE's own promises beyond the contract that all channels share."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import line
from chalicelib.channels.message import Attachment, Automatic, Handle, Inbound, Outbound, Sending
from chalicelib.channels.registry import channel
from chalicelib.tickets.arrival import fingerprint_of
from tests.channels.reading import FOR_EVER, NOT_NOW, judge, one, sample
from tests.channels.signing import NOW

AINO, OURS = Handle("line", "U" + "a" * 32), "U" + "d" * 32
GROUP, ROOM = "C" + "b" * 32, "R" + "c" * 32
REPLY = Outbound("line", OURS, AINO, "7-4", "Selvitämme.")
THERE = Sending("https://api.line.me", {"access_token": "t"})


def test_a_text_becomes_one_whole_inbound() -> None:
    assert one(sample("line", "text.json")) == Inbound(
        channel="line",
        external_id="358001",
        sender=AINO,
        received_at=NOW,
        text="Hei! Laskussa on väärä summa.",
        full_text="Hei! Laskussa on väärä summa.",
        recipients=(OURS,),
        references=("357000",),
        sent_at=datetime(2026, 12, 1, 16, 0, 0, 1000, tzinfo=UTC),
    )


def test_what_is_delivered_again_is_the_same_message() -> None:
    first, _, again, _ = sample("line", "batch.json").messages
    assert fingerprint_of(first) == fingerprint_of(again)


def test_a_group_or_room_is_an_account_of_its_own() -> None:
    assert [message.recipients[0] for message in sample("line", "batch.json").messages] == [OURS, GROUP, OURS, OURS]
    joined = sample("line", "kinds.json").messages[-1]
    assert (joined.sender, joined.recipients) == (Handle("line", ROOM), (ROOM,))


def test_every_type_of_event_reads_as_one_text() -> None:
    assert [(message.text, message.automatic is Automatic.EVENT) for message in sample("line", "kinds.json").messages] == [
        ("(image)", False),
        ("(file)", False),
        ("(video)", False),
        ("(sticker: kiitos, hei)", False),
        ("Location: Asema – Kaivokatu 1 – 60.17, 24.94", False),
        ("(edited) Tilaus 21, ei 12", False),
        ("(pressed aika, date 2026-12-24)", False),
        ("(added our account as a friend)", True),
        ("(blocked our account)", True),
        ("(near a beacon: enter)", True),
        ("(watched a video to its end)", True),
        ("(somebody joined the group)", True),
        ("(linking of accounts: ok)", True),
        ("(our account was invited to a group)", True),
    ]


def test_edits_and_deletions_name_the_message_they_are_about() -> None:
    deleted, edited = sample("line", "batch.json").messages[3], sample("line", "kinds.json").messages[5]
    assert (deleted.text, deleted.references, deleted.external_id) == ("(deleted a message)", ("358002",), "01LINE0004")
    assert (edited.references, edited.external_id) == (("358001",), "01LINE0015")


def test_what_is_not_for_us_is_left_out_by_name() -> None:
    assert sample("line", "kinds.json").ignored == ("events[14]: module", "events[15]: message, another service of this account answers it")
    assert sample("line", "empty.json").ignored == ("events: none",)


def test_what_we_do_not_know_is_kept_and_opens_nothing_if_it_is_no_message() -> None:
    assert [(message.text, message.automatic) for message in sample("line", "unknown.json").messages] == [
        ("(hologram: LINE passed on no text)", Automatic.NO),
        ("(telepathy: LINE passed on no text)", Automatic.EVENT),
    ]


def test_faults_name_their_place_and_leave_the_neighbours() -> None:
    parsed = sample("line", "partly_broken.json")
    assert parsed.faults == ("events[0]: expected an object", "events[1].source: no sender", "events[2].message: expected an object")
    assert parsed.messages[-1].text == "Olen yhä tässä"


def test_media_are_references() -> None:
    image, file, video = (message.attachments for message in sample("line", "kinds.json").messages[:3])
    assert image == (Attachment("image.jpg", "image/jpeg", 0, "", content_id="358010"),)
    assert file == (Attachment("lasku.pdf", "", 1200, "", content_id="358011"),)
    assert video == (Attachment("video.mp4", "video/mp4", 0, "", content_id="https://cdn.example/v.mp4"),)


@pytest.mark.parametrize(
    ("base", "content", "url", "is_told"),
    [
        ("https://api.line.me", "358010", "https://api-data.line.me/v2/bot/message/358010/content", True),
        ("http://127.0.0.1:9/line", "358010", "http://127.0.0.1:9/line/v2/bot/message/358010/content", True),
        ("https://api.line.me", "..%2F", "https://api-data.line.me/v2/bot/message/..%252F/content", True),
        ("https://api.line.me", "https://cdn.example/v.mp4", "https://cdn.example/v.mp4", False),
    ],
)
def test_content_is_fetched_by_its_id_and_from_elsewhere_without_our_token(base: str, content: str, url: str, is_told: bool) -> None:
    call = channel("line").media(Attachment("x", "", 0, "", content_id=content), Sending(base, THERE.secrets))
    assert (call.url, "Authorization" in call.headers) == (url, is_told)


@pytest.mark.parametrize(("account", "to"), [(OURS, AINO.value), ("", AINO.value), (GROUP, GROUP), (ROOM, ROOM)])
def test_a_reply_is_pushed_to_the_person_or_the_group(account: str, to: str) -> None:
    call = line.compose(replace(REPLY, account=account), THERE)
    assert (call.url, call.headers["Authorization"]) == ("https://api.line.me/v2/bot/message/push", "Bearer t")
    assert json.loads(call.body) == {"to": to, "messages": [{"type": "text", "text": "Selvitämme."}]}


def key(outbound: Outbound) -> str:
    return line.compose(outbound, THERE).headers["X-Line-Retry-Key"]


def test_the_retry_key_is_a_uuid_that_only_the_same_message_has_again() -> None:
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", key(REPLY))
    assert key(REPLY) == key(replace(REPLY))
    others = [replace(REPLY, tag="7-5"), replace(REPLY, text="Toinen osa"), replace(REPLY, account=GROUP)]
    assert len({key(REPLY), *map(key, others)}) == 4


def test_the_providers_id_is_read_or_empty() -> None:
    assert line.provider_id(b'{"sentMessages":[{"id":"461","quoteToken":"q"}]}') == "461"
    assert line.provider_id(b'{"sentMessages":[]}') == ""


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (200, {"sentMessages": [{"id": "1"}]}, None),
        (409, {"message": "The retry key is already accepted", "sentMessages": [{"id": "1"}]}, None),
        (400, {"message": "Failed to send messages"}, FOR_EVER),
        (403, {"message": "Not authorized"}, FOR_EVER),
        (401, {"message": "Authentication failed"}, NOT_NOW),
        (429, {"message": "You have reached your monthly limit."}, NOT_NOW),
        (500, {"message": "Internal Server Error"}, NOT_NOW),
        (502, b"<html>", NOT_NOW),
        (504, b"", NOT_NOW),
    ],
)
def test_what_is_unclear_may_be_sent_again_for_line_sends_it_once(status: int, answer: Any, kind: type[Exception] | None) -> None:
    assert judge("line")(status, answer) is kind
