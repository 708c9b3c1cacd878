"""The mailbox shows what left, to programs as JSON and to people as a page that no mail can script."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.faults import Faults
from infra.local.mailbox import Mailbox
from infra.local.outbox import Outbox
from infra.local.ports import ports_from
from infra.local.shop import Shop
from infra.local.web import LoopbackServer, as_json
from infra.local.window import Window

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
    server = Mailbox(port, outbox, Faults(), Window("http://127.0.0.1:9"), Shop("http://127.0.0.1:9"))
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


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:8025", 200), ("localhost", 200), ("shop.example:8025", 421), ("", 421)])
def test_a_page_elsewhere_cannot_read_here_by_a_name_that_leads_to_loopback(url: str, host: str, status: int) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request("GET", "/api/mails", headers={"Host": host})
    assert connection.getresponse().status == status
    connection.close()


@pytest.mark.parametrize(("status", "shown"), [(404, (404, True)), (503, (502, False))])
def test_only_a_ticket_that_is_not_there_is_called_so(outbox: Outbox, status: int, shown: tuple[int, bool]) -> None:
    ports = ports_from(0)
    api = LoopbackServer(ports.api, lambda _: as_json({}, status))
    mailbox = Mailbox(ports.mailbox, outbox, Faults(), Window(f"http://127.0.0.1:{ports.api}"), Shop(f"http://127.0.0.1:{ports.api}"))
    api.start()
    mailbox.start()
    with pytest.raises(urllib.error.HTTPError) as refusal:
        read(f"http://127.0.0.1:{ports.mailbox}/tickets/7")
    told = refusal.value.read().decode()
    mailbox.stop()
    api.stop()
    assert (refusal.value.code, "There is no ticket 7" in told) == shown


def test_the_outbox_survives_a_restart_in_its_order(outbox: Outbox, tmp_path: Path) -> None:
    again = Outbox(tmp_path)
    assert [entry.id for entry in again.newest()] == ["wamid.1", "id-1"]
    again.add(channel="email", ident="id-2", sender="s@help.example", to=["maija@example.org"], raw=MIME)
    assert [entry.id for entry in Outbox(tmp_path).newest(channel="email")] == ["id-2", "id-1"]


def test_the_shop_carries_the_panel_in_the_language_that_was_asked_for(url: str) -> None:
    shown = read(f"{url}/shop?language=sv")
    assert '<script src="http://127.0.0.1:9/widget.js" data-desk="http://127.0.0.1:9" data-language="sv" async></script>' in shown
    assert '<html lang="sv">' in shown
    assert f'address: "{url}"' in shown
    assert '<html lang="en">' in read(f'{url}/shop?language="><script>')


def test_the_shop_is_seen_at_the_one_origin_that_the_desk_lets_in(url: str) -> None:
    port = url.rpartition(":")[2]
    with urllib.request.urlopen(f"http://localhost:{port}/shop", timeout=10) as reply:
        assert reply.url == f"{url}/shop"
