"""Files that go out by chat: what each provider is asked for one file."""

import email
import json
from typing import Any
from urllib.parse import parse_qsl

import pytest

from chalicelib.channels.message import Enclosure, Handle, Outbound, Sending
from chalicelib.channels.registry import CHANNELS, channel
from chalicelib.errors import ProviderRefused

URL = "https://files.example/attachments/k?X-Amz-Signature=s"
PDF, JPEG = Enclosure("lasku.pdf", "application/pdf", b"%PDF", URL), Enclosure("kuva.jpg", "image/jpeg", b"\xff\xd8", URL)
SENDING = Sending("https://api.example", {"access_token": "t", "account_sid": "AC1", "auth_token": "a"})
# By channel: the request's path, and what of its body tells of the file.
ASKED: dict[str, dict[str, Any]] = {
    "whatsapp": {"pdf": {"document": {"link": URL, "filename": "lasku.pdf"}}, "jpeg": {"image": {"link": URL}}},
    "messenger": {
        "pdf": {"message": {"attachment": {"type": "file", "payload": {"url": URL, "is_reusable": False}}, "metadata": "7-4"}},
        "jpeg": {"message": {"attachment": {"type": "image", "payload": {"url": URL, "is_reusable": False}}, "metadata": "7-4"}},
    },
    "instagram": {
        "pdf": {"message": {"attachment": {"type": "file", "payload": {"url": URL, "is_reusable": False}}}},
        "jpeg": {"message": {"attachment": {"type": "image", "payload": {"url": URL, "is_reusable": False}}}},
    },
    "viber": {
        "pdf": {"type": "file", "media": URL, "size": 4, "file_name": "lasku.pdf"},
        "jpeg": {"type": "picture", "text": "", "media": URL},
    },
    "twilio_sms": {"pdf": {"MediaUrl": URL}, "jpeg": {"MediaUrl": URL}},
    "twilio_whatsapp": {"pdf": {"MediaUrl": URL}, "jpeg": {"MediaUrl": URL}},
}  # fmt: skip


def outbound(name: str) -> Outbound:
    to = {"twilio_sms": Handle("phone", "+358401112222"), "telegram": Handle("telegram", "40123")}.get(
        name, Handle("whatsapp", "358401112222")
    )
    return Outbound(name, "kauppa_bot" if name == "telegram" else "100", to, "7-4", "")


def asked(name: str, file: Enclosure) -> dict[str, Any]:
    body = channel(name).enclose(outbound(name), file, SENDING).body
    told: dict[str, Any] = json.loads(body) if body.startswith(b"{") else dict(parse_qsl(body.decode()))
    return told


@pytest.mark.parametrize("name", sorted(ASKED))
def test_the_provider_is_told_where_to_fetch_the_file(name: str) -> None:
    for kind, file in (("pdf", PDF), ("jpeg", JPEG)):
        told = asked(name, file)
        assert {key: told.get(key) for key in ASKED[name][kind]} == ASKED[name][kind]


def test_telegram_gets_the_file_itself_whatever_its_name() -> None:
    file = Enclosure('las"ku\r\nX: ä.pdf', "application/pdf", b"%PDF\r\n--x\r\n\x00", URL)
    call = channel("telegram").enclose(outbound("telegram"), file, SENDING)
    whole = email.message_from_bytes(b"Content-Type: " + call.headers["Content-Type"].encode() + b"\r\n\r\n" + call.body)
    chat, document = [part for part in whole.walk() if not part.is_multipart()]
    assert (chat.get_payload(), document.get_payload(decode=True), document.get_content_type()) == ("40123", file.content, file.type)
    assert document.keys() == ["Content-Disposition", "Content-Type"]


def test_what_a_channel_cannot_carry_is_refused_with_the_reason() -> None:
    with pytest.raises(ProviderRefused, match="Viber carries files of up to 50 MB"):
        channel("viber").enclose(outbound("viber"), Enclosure("a.bin", "", bytes(50 * 2**20 + 1), URL), SENDING)
    with pytest.raises(ProviderRefused, match="Instagram carries pictures"):
        channel("instagram").enclose(outbound("instagram"), Enclosure("a.zip", "application/zip", b"", URL), SENDING)


def test_each_channel_either_carries_files_or_says_that_it_does_not() -> None:
    assert {name for name in CHANNELS if channel(name).encloses} == {*ASKED, "telegram"}
