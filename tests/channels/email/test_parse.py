"""A mail's bytes as one value, and the promise that no bytes make it fail."""

import hashlib
import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.channels.message import Attachment, Automatic, Handle, Inbound
from infra.inspect import described
from tests.channels.email.mails import NOON, SAMPLES, mail, read, sample


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.eml")), ids=lambda path: path.stem)
def test_a_sample_is_read_as_its_neighbour_says(path: object) -> None:
    name = str(path).rpartition("/")[2]
    assert described(sample(name.removesuffix(".eml")), name) == json.loads((SAMPLES / name.replace(".eml", ".json")).read_text())


def test_an_ordinary_mail_is_one_value() -> None:
    text = "Hei,\n\nostin teiltä jääkaapin kaksi viikkoa sitten, eikä se enää jäähdytä.\nVoisitteko lähettää huoltajan?"
    whole = f"{text}\n\nYstävällisin terveisin\nAino Virtanen"
    assert read(sample("fi_no_charset")) == Inbound(
        channel="email",
        external_id="<jk-1@asiakas.example>",
        sender=Handle("email", "aino.virtanen@asiakas.example", "Aino Virtanen"),
        received_at=NOON,
        subject="Jääkaappi ei jäähdytä",
        text=whole,
        full_text=whole,
        recipients=("support@shop.example",),
        to=(Handle("email", "tuki@liike.example"),),
        sent_at=datetime(2026, 12, 1, 13, 50, tzinfo=UTC),
        language="fi",
        raw="mail/1",
    )


def test_an_answer_hands_on_what_threading_needs() -> None:
    found = read(sample("fi_gmail_reply"))
    assert found.text == "Kiitos, klo 10 sopii hyvin."
    assert found.markers == ("t7.abcdefghijklmnop",)
    assert found.references == ("<0102-7@eu-west-1.amazonses.com>", "<jk-1@asiakas.example>", "<t7.abcdefghijklmnop@liike.example>")


def test_a_mail_of_ours_that_came_back_is_found_by_what_it_carries() -> None:
    found = read(sample("en_bounce"))
    assert (found.automatic, found.failed_recipients) == (Automatic.BOUNCE, ("nobody@customer.example",))
    assert (found.references, found.markers) == (("<0102-9@eu-west-1.amazonses.com>",), ("t7.abcdefghijklmnop",))


def test_files_come_with_name_size_and_content() -> None:
    picture, note, order = read(sample("en_files")).attachments
    assert picture.content_id == "one@x"
    assert note == Attachment("kuva jälkeen.txt", "text/plain", 3, hashlib.sha256(b"moi").hexdigest(), content=b"moi")
    assert (order.name, order.content[:24]) == ("Your order.eml", b"From: shop@other.example")


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (b"", ("no_headers", "no_sender")),
        (b"KEEPME", ("no_headers", "no_sender")),
        (b"Subject: x\r\n\r\nKEEPME", ("no_sender",)),
        (mail(sender="alice@x.example, bob@x.example"), ("ambiguous_sender",)),
        (mail("From: bob@x.example"), ("ambiguous_sender",)),
        (mail(sender='"alice@x.example" <mallory@evil.example>'), ("display_name_is_address",)),
        (mail(sender="alice@\u0441ustomer.example"), ("homograph",)),
        (mail("Reply-To: alice@x.example", sender='"'), ("sender_from_reply-to",)),
        (mail("Content-Type: multipart/mixed; boundary=gone"), ("boundary_missing",)),
        (mail("X-Big: " + "a" * 600_000), ("header_block_cut",)),
        (mail("Subject: x", "no header at all", "X-Other: y"), ()),
    ],
)
def test_oddities_are_noted_and_the_mail_is_kept(raw: bytes, faults: tuple[str, ...]) -> None:
    assert read(raw).faults == faults


@pytest.mark.parametrize("start", [b"\r\n\r\n", b"From nobody Tue Dec  1 12:00:00 2026\r\n", b"\xef\xbb\xbf", b">From x\n", b"garbage\r\n"])
def test_what_stands_before_the_headers_is_skipped(start: bytes) -> None:
    found = read(start + mail("Subject: Lamp"))
    assert (found.subject, found.sender.value, found.text) == ("Lamp", "alice@customer.example", "Hello, my lamp is broken.")


def test_lines_that_end_with_a_carriage_return_alone_are_lines() -> None:
    assert read(mail("Subject: Lamp").replace(b"\r\n", b"\r")).subject == "Lamp"


def test_a_carriage_return_inside_a_header_brings_no_second_sender() -> None:
    raw = b"Subject: x\rFrom: alice@customer.example\r\nFrom: mallory@evil.example\r\n\r\nhi"
    assert read(raw).sender.value == "mallory@evil.example"


def test_a_mail_without_id_has_the_same_one_each_time() -> None:
    first, second, other = read(mail()), read(mail()), read(mail("Subject: x"))
    assert first.external_id == second.external_id != other.external_id


def test_references_are_unique_and_capped() -> None:
    many = " ".join(f"<{number}@x.example>" for number in range(20_000))
    found = read(mail("In-Reply-To: <1@x.example>", f"References: {many}")).references
    assert (found[0], found[1], len(found)) == ("<1@x.example>", "<19999@x.example>", 50)


def nested(depth: int) -> bytes:
    parts = (f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n' for number in range(depth))
    return b"From: alice@customer.example\r\n" + "".join(parts).encode() + b"\r\n" + b"KEEPME KEEPME\r\n" * 200_000


@pytest.mark.parametrize(
    ("raw", "limit"),
    [
        (nested(1_400), 1.5),
        (b"From: alice@customer.example\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 100_000, 1.5),
        (b"From: a@x.example\r\nSubject: " + b"=?utf-8?q?a?= " * 50_000 + b"\r\n\r\nKEEPME", 1.0),
        (b"From: a@x.example\r\nTo: " + b"(" * 400_000 + b"\r\n\r\nKEEPME", 1.0),
        (mail("Content-Type: text/html", body="<!--" * 250_000), 1.5),
        (mail("Content-Type: text/html", body="<style>" * 150_000), 1.5),
        (mail("Content-Type: text/html", body='<a href="' * 100_000), 1.5),
    ],
    ids=["multiparts", "mails in mails", "encoded words", "comments", "open html comments", "open styles", "open attributes"],
)
def test_hostile_sizes_are_read_in_time(raw: bytes, limit: float) -> None:
    started = time.process_time()
    read(raw)
    assert time.process_time() - started < limit


LINES = [b"From: a@b.fi", b"Content-Type: multipart/mixed; boundary=b", b"--b", b"--b--", b"", b"Content-Type: message/rfc822"]
LINES += [b"Content-Transfer-Encoding: base64", b"Content-Type: text/html; charset=utf-16", b"<a <b>&#0;", b"Date: Tue, 99 Foo 0000"]
LINES += [b"Subject: =?q?b?x?=", b"Message-ID: <", b"begin 644 a", b"Content-Transfer-Encoding: x-uuencode", b"end"]


@given(st.lists(st.sampled_from(LINES) | st.binary(max_size=40), max_size=30))
@example([b"Date: Tue, 1 Dec 9999 23:59:59 -2359"])
@example([b"Message-ID: <>", b'From: "', b"To: <@"])
def test_no_bytes_make_it_fail(lines: list[bytes]) -> None:
    found = read(b"\r\n".join(lines))
    assert json.dumps(described(b"\n".join(lines)))
    assert found.external_id


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("Content-Type: text/plain; name=viesti.txt", "Lamppu on rikki."),
        ("Content-Type: text/plain\r\nContent-Disposition: attachment; filename=viesti.txt", "Lamppu on rikki."),
        ("Content-Type: application/pdf; name=viesti.txt", ""),
    ],
)
def test_words_that_came_as_a_file_alone_are_read_and_kept(header: str, text: str) -> None:
    found = read(mail(header, body="Lamppu on rikki."))
    assert (found.text, [file.name for file in found.attachments]) == (text, ["viesti.txt"])


def test_a_few_foreign_bytes_among_utf_8_are_read_as_windows_wrote_them() -> None:
    told = "I can’t pay 5 € at the café. " + "Everything else is plain and was written by hand. " * 5
    raw = b"From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + told.encode("cp1252")
    assert read(raw).text == told.strip()
