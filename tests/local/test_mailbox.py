"""The mailbox shows what left, to programs as JSON and to people as a page that no mail can script."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.faults import Faults
from infra.local.mailbox import Mailbox
from infra.local.outbox import Outbox
from infra.local.ports import ports_from

MIME = """From: Help <support@help.example>\r
To: Maija <maija@example.org>\r
Subject: =?utf-8?q?Hyv=C3=A4=C3=A4?= <b>p</b>\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=x\r
\r
--x\r
Content-Type: text/plain; charset=utf-8\r
\r
Hei ääkköset\r
--x\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Hei</p><script>alert(1)</script>\r
--x--\r
""".encode()


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    made = Outbox(tmp_path)
    made.add(channel="email", ident="id-1", sender="support@help.example", to=["maija@example.org"], raw=MIME)
    made.add(channel="whatsapp", ident="wamid.1", sender="123", to=["358401"], raw=b'{"type": "text", "text": {"body": "Moi <b>"}}')
    return made


@pytest.fixture
def url(outbox: Outbox) -> Iterator[str]:
    port = ports_from(0).mailbox
    server = Mailbox(port, outbox, Faults())
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as reply:
        return str(reply.read().decode())


def test_programs_read_mails_by_recipient(url: str) -> None:
    (mail,) = json.loads(read(f"{url}/api/mails?to=MAIJA@example.org"))
    assert {name: mail[name] for name in ("id", "to", "from", "subject", "html")} == {
        "id": "id-1",
        "to": ["maija@example.org"],
        "from": "Help <support@help.example>",
        "subject": "Hyvää <b>p</b>",
        "html": "<p>Hei</p><script>alert(1)</script>",
    }
    assert mail["text"].strip() == "Hei ääkköset"
    assert json.loads(read(f"{url}/api/mails?to=nobody@example.org")) == []
    assert read(f"{url}/raw/id-1").encode() == MIME


def test_the_page_lists_both_channels_and_escapes_what_they_say(url: str) -> None:
    page = read(url)
    assert "Hyvää &lt;b&gt;p&lt;/b&gt;" in page
    assert "Moi &lt;b&gt;" in page
    assert "Hyvää &lt;b&gt;" not in read(f"{url}/?to=358401")


def test_the_html_of_a_mail_is_shown_without_any_right(url: str) -> None:
    assert '<iframe sandbox title="HTML part" src="/html/id-1">' in read(f"{url}/mail/id-1")
    with urllib.request.urlopen(f"{url}/html/id-1", timeout=10) as reply:
        assert reply.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_the_outbox_survives_a_restart_in_its_order(outbox: Outbox, tmp_path: Path) -> None:
    again = Outbox(tmp_path)
    assert [entry.id for entry in again.newest()] == ["wamid.1", "id-1"]
    again.add(channel="email", ident="id-2", sender="s@help.example", to=["maija@example.org"], raw=MIME)
    assert [entry.id for entry in Outbox(tmp_path).newest(channel="email")] == ["id-2", "id-1"]
