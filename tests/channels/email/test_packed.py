"""What mails carry beside their words: winmail.dat, invitations, encrypted and signed parts."""

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email import invitations, tnef
from tests.channels.email.mails import mail, read

INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
DTSTART:16010101T000000
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Huolto\\, kahvinkeitin
DTSTART;TZID=Europe/Helsinki:20261201T100000
DTEND;TZID=Europe/Helsinki:20261201T113000
LOCATION:Mannerheimintie 1\\nHelsinki
ORGANIZER;CN=Aino Aalto:mailto:aino@asiakas.example
END:VEVENT
END:VCALENDAR
"""
TOLD = "Huolto, kahvinkeitin\n2026-12-01 10:00 – 11:30 (Europe/Helsinki)\nMannerheimintie 1 Helsinki\nAino Aalto <aino@asiakas.example>"


def attribute(name: int, data: bytes, level: int = 2) -> bytes:
    return struct.pack("<BHHI", level, name, 2, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def text_property(name: int, text: str) -> bytes:
    data = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x1F, name, 1, len(data)) + data + b"\0" * (-len(data) % 4)


def number_property(name: int, value: int) -> bytes:
    return struct.pack("<HHI", 3, name, value)


def properties(*rows: bytes) -> bytes:
    return struct.pack("<I", len(rows)) + b"".join(rows)


def winmail(*attributes: bytes) -> bytes:
    return tnef.SIGNATURE + b"\x01\x00" + b"".join(attributes)


PACKED = winmail(
    attribute(0x9007, struct.pack("<II", 1252, 0), 1),
    attribute(0x800C, "Tässä kuitti.\0".encode("cp1252"), 1),
    attribute(0x9002, b"\0" * 14),
    attribute(0x8010, b"KUITTI~1.PDF\0"),
    attribute(0x800F, b"%PDF-1.4"),
    attribute(0x9005, properties(number_property(0x0E20, 8), text_property(0x3707, "kuitti ä.pdf"))),
)


def carrying(kind: str, content: bytes, name: str = "winmail.dat", text: str = "") -> bytes:
    parts = f'\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--b\r\nContent-Type: {kind}; name="{name}"\r\n'
    body = f"{parts}Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(content).decode()}\r\n--b--\r\n"
    return mail("Content-Type: multipart/mixed; boundary=b", body=body)


@pytest.mark.parametrize(("kind", "name"), [("application/ms-tnef", "winmail.dat"), ("application/octet-stream", "WINMAIL.DAT")])
def test_a_winmail_gives_way_to_what_is_in_it(kind: str, name: str) -> None:
    found = read(carrying(kind, PACKED, name))
    assert [(file.name, file.content) for file in found.attachments] == [("kuitti ä.pdf", b"%PDF-1.4")]
    assert found.text == "Tässä kuitti."


def test_the_words_of_the_mail_beat_those_that_were_packed() -> None:
    assert read(carrying("application/ms-tnef", PACKED, text="Katso liite.")).text == "Katso liite."


def test_a_winmail_that_is_none_stays_as_it_came() -> None:
    found = read(carrying("application/ms-tnef", b"something else"))
    assert [(file.name, file.content) for file in found.attachments] == [("winmail.dat", b"something else")]


@given(st.binary(max_size=300), st.integers(0, len(PACKED)))
def test_a_broken_winmail_breaks_nothing(rest: bytes, cut: int) -> None:
    for raw in (winmail(rest), PACKED[:cut] + rest, winmail(attribute(0x9002, b""), attribute(0x9005, rest))):
        assert tnef.unpack(raw) is None or raw.startswith(tnef.SIGNATURE)


def test_an_invitation_says_what_when_where_and_from_whom() -> None:
    assert invitations.told(INVITATION) == TOLD


@pytest.mark.parametrize(
    ("change", "first_lines"),
    [
        (("METHOD:REQUEST", "METHOD:CANCEL"), ["[CANCELLED] Huolto, kahvinkeitin", "2026-12-01 10:00 – 11:30 (Europe/Helsinki)"]),
        (
            ("DTSTART;TZID=Europe/Helsinki:20261201T100000", "DTSTART:20261201T080000Z"),
            ["Huolto, kahvinkeitin", "2026-12-01 08:00 – 11:30 UTC"],
        ),
        (("DTSTART;TZID=Europe/Helsinki:20261201T100000", "DTSTART;VALUE=DATE:20261201"), ["Huolto, kahvinkeitin", "2026-12-01 – 11:30"]),
        (("SUMMARY:Huolto", "SUMMARY:Huol\n to"), ["Huolto, kahvinkeitin", "2026-12-01 10:00 – 11:30 (Europe/Helsinki)"]),
    ],
)
def test_ways_to_write_an_event(change: tuple[str, str], first_lines: list[str]) -> None:
    assert invitations.told(INVITATION.replace(*change)).splitlines()[:2] == first_lines


@given(st.text(max_size=300))
def test_no_calendar_breaks_it(text: str) -> None:
    assert invitations.told(f"BEGIN:VEVENT\n{text}\nEND:VEVENT") is not None


@pytest.mark.parametrize(
    ("text", "shown"), [("", TOLD), ("Tervetuloa.", f"Tervetuloa.\n\n{TOLD}"), ("Huolto, kahvinkeitin", "Huolto, kahvinkeitin")]
)
def test_a_mail_with_an_invitation_says_it_once(text: str, shown: str) -> None:
    found = read(carrying("text/calendar; method=REQUEST", INVITATION.encode(), "invite.ics", text))
    assert (found.full_text, [file.name for file in found.attachments]) == (shown, ["invite.ics"])


@pytest.mark.parametrize(
    ("kind", "body", "faults", "files"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "MIAG", {"encrypted"}, ["smime.p7m"]),
        ("application/x-pkcs7-mime; smime-type=signed-data", "MIAG", {"signed"}, ["attachment-1.p7m"]),
        (
            "multipart/encrypted; protocol=application/pgp-encrypted; boundary=b",
            "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
            "--b\r\nContent-Type: application/octet-stream; name=a.asc\r\n\r\nx\r\n--b--",
            {"encrypted"},
            ["attachment-1.asc", "a.asc"],
        ),
        (
            "multipart/signed; protocol=application/pgp-signature; boundary=b",
            "--b\r\n\r\nHei.\r\n--b\r\nContent-Type: application/pgp-signature; name=s.asc\r\n\r\nx\r\n--b--",
            {"signed"},
            ["s.asc"],
        ),
        (
            "multipart/mixed; boundary=b",
            "--b\r\n\r\nHei.\r\n--b\r\nContent-Type: application/x-pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--b--",
            {"signed"},
            ["smime.p7s"],
        ),
        (
            "multipart/mixed; boundary=b",
            "--b\r\n\r\nHei.\r\n--b\r\nContent-Type: application/octet-stream; name=smime.p7s\r\n\r\nx\r\n--b--",
            {"signed"},
            ["smime.p7s"],
        ),
        (
            "multipart/mixed; boundary=b",
            "--b\r\n\r\nLista.\r\n--b\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nx\r\n--b--",
            {"encrypted"},
            ["smime.p7m"],
        ),
        ("application/pkcs7-mime; smime-type=certs-only; name=smime.p7c", "x", set(), ["smime.p7c"]),
        ("text/plain", "-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----", {"encrypted"}, []),
        ("text/plain", "Hei.", set(), []),
    ],
)  # fmt: skip
def test_sealed_mail_is_kept_and_named(kind: str, body: str, faults: set[str], files: list[str]) -> None:
    found = read(mail(f"Content-Type: {kind}", body=body))
    assert (set(found.faults), [file.name for file in found.attachments]) == (faults, files)


def test_a_picture_pasted_into_the_page_is_a_file() -> None:
    data = b"\x89PNG\r\n" + b"x" * 2000
    picture = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    found = read(
        mail("Content-Type: text/html", body=f'<p>Katso:</p><img src="{picture}"><p>Rikki.</p><img src="data:image/gif;base64,R0lGODlh">')
    )
    assert [(file.name, file.type, file.content) for file in found.attachments] == [("image.png", "image/png", data)]
    assert (found.text, "base64" in found.html) == ("Katso:\n\nRikki.", False)


def test_words_below_large_pasted_pictures_are_read() -> None:
    picture = base64.b64encode(b"x" * 6_000_000).decode()
    found = read(mail("Content-Type: text/html", body=f'<img src="data:image/jpeg;base64,{picture}"><p>Rikki.</p>'))
    assert (found.text, found.faults) == ("Rikki.", ())


def test_a_text_that_is_cut_ends_with_a_whole_letter_and_says_so() -> None:
    found = read(mail("Content-Type: text/plain; charset=utf-8", body="a" + "ä" * 4_000_000))
    assert (set(found.full_text), len(found.full_text), found.faults) == ({"a", "ä"}, 1_000_000, ("text_cut",))
