"""The largest mails that the mail service takes are read within the time and memory of a Lambda, whatever they are made of."""

import base64
import resource
import time

import pytest

from tests.channels.email.mails import mail, read

SIZE = 38_000_000
PARTS = "Content-Type: multipart/mixed; boundary=b"
PAGE = "Content-Type: text/html"
FILE = "\r\n--b\r\n\r\nHei\r\n--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
ROW = f"M{'A' * 60}\r\n"
MOST_SECONDS, MOST_MEGABYTES = 5.0, 512

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("header", "begins", "piece"),
    [
        (PARTS, FILE, base64.encodebytes(b"x" * 5700).decode()),
        ("Subject: x", "", "Hei, keitin ei toimi.\r\n"),
        ("Subject: x", "", "> Hei, keitin ei toimi.\r\n"),
        ("Subject: x", "", "From: a@b.c\r\nSent: x\r\nTo: y@z.fi\r\n"),
        ("Subject: x", "", "On Mon, Jan 1, 2026 at 10:00, Alice "),
        ("Subject: x", "begin 644 a.txt\r\n", ROW),
        ("Subject: x", "", "begin 644 a.txt\r\n"),
        (PAGE, "", "<div><p>Hei, keitin</p></div>\r\n"),
        (PAGE, "", "<div>"),
        (PAGE, "<b>" * 200, "</x>"),
        (PAGE, "<b>" * 500_000, "</i></b>"),
        (PAGE, "", "<"),
        (PAGE, "", '<a "'),
        (PARTS, "", "\r\n--b\r\n"),
        ("Content-Type: text/calendar", "", "BEGIN:VEVENT\r\n"),
        ("Content-Type: application/ms-tnef", "\x78\x9f\x3e\x22", "\x02" * 8),
        ("Content-Transfer-Encoding: quoted-printable", "", "=C3=A4=\r\n"),
        ("Content-Transfer-Encoding: quoted-printable", "", "="),
        ("Content-Transfer-Encoding: base64", "", "QUJD"),
        ("Content-Type: text/plain; format=flowed", "", "a \n"),
        ("Content-Type: text/plain; format=flowed", "", "> a \n>> b \n"),
        ("Subject: x", "", "begin 644 a\n#86)C\nend\n"),
        ("Subject: Re: x", "", "--\nTuki Oy\n"),
        ("Subject: Re: x", "", "Sent from my A B 1 2 "),
        (PARTS, "", "--bb\r\n"),
        (PARTS, "", f"--b\r\n{PARTS}\r\n\r\n"),
        (PARTS, "", f"--b\r\n{PAGE}\r\n\r\n{'<p>x<b>' * 15_000}\r\n"),
        (PARTS, "", f"--b\r\n\r\n{'begin 644 a' + chr(10) + '#86)C' + chr(10) + 'end' + chr(10)}" * 2),
        ("Content-Type: message/rfc822", "", "Content-Type: message/rfc822\r\n\r\n"),
        (PAGE, "", "<b>x</p>"),
        (PAGE, "", "<table><tr><td>"),
    ],
)
def test_a_mail_of_forty_megabytes_is_read_in_time(header: str, begins: str, piece: str) -> None:
    raw = mail(header, body=begins + piece * (SIZE // len(piece)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    read(raw)
    assert time.process_time() - started < MOST_SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024 < MOST_MEGABYTES


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n" * (SIZE // 2),
        b" " * SIZE,
        b">From a\n" * (SIZE // 8),
        b"\0" * SIZE,
        b"From: a@b.fi\r\nX-A: " + b"a" * 10_000_000 + b"\r\n\r\nHei",
        b"To: " + b"a@b.fi,\r\n " * 1_000_000,
        b"Subject: " + b"=?utf-8?q?=C3=A4?= " * 500_000,
        b"Received: from a by b; Mon, 1 Jan 2026 10:00:00 +0000\r\n" * 200_000,
        b"References: " + b"<a@b> " * 1_000_000,
        b"From: " + b'"' * 1_000_000,
        b"To: " + b"(" * 1_000_000,
        b"From: a@b.fi\r\n" + (b"abc\r\n" * 19 + b"X-a: b\r\n") * 200_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth) for depth in range(300_000)),
    ],
    ids=lambda raw: repr(raw[:20]),
)
def test_headers_without_end_are_read_in_time(raw: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    read(raw)
    assert time.process_time() - started < MOST_SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024 < MOST_MEGABYTES
