"""Encoded words and charsets, as senders really write them."""

import pytest

from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.params import file_name, parse
from chalicelib.channels.email.words import unwrap


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"=?UTF-8?Q?J=C3=A4=C3=A4kaappi?=", "Jääkaappi"),
        (b"=?UTF-8?B?SsOkw6RrYWFwcA?= ei toimi", "Jääkaapp ei toimi"),
        (b"=?UTF-8?Q?J=C3?= =?UTF-8?Q?=A4=C3=A4?=", "Jää"),
        (b"=?UTF-8?Q?yksi?= =?iso-8859-1?Q?_kaksi=E4?=", "yksi kaksiä"),
        (b"=?iso-8859-1?Q?25_=80?=", "25 €"),
        (b"=?nonsense?Q?l=E5da?=", "låda"),
        ("Räikkönen".encode("cp1252"), "Räikkönen"),
        ("Räikkönen".encode(), "Räikkönen"),
        (b"=?broken", "=?broken"),
        (b"a\r\n\tb", "a b"),
        (b"=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    ],
)
def test_a_header_becomes_one_readable_line(value: bytes, expected: str) -> None:
    assert unwrap(value) == expected


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        ("tehtävä".encode("cp1252"), "", "tehtävä"),
        ("tehtävä".encode(), "us-ascii", "tehtävä"),
        ("tehtävä".encode(), "iso-8859-1", "tehtävä"),
        ("朱镕基".encode("gb18030"), "gb2312", "朱镕基"),
        ("тест".encode("koi8-r"), "koi8-r", "тест"),
        (b"+AOQ-", "utf-7", "+AOQ-"),
        (b"x\x00y\x1bz", "utf-8", "xyz"),
        (b"pa\xe4", "idna", "paä"),
    ],
)
def test_text_is_read_by_its_charset_or_the_likeliest_one(data: bytes, declared: str, expected: str) -> None:
    assert decode(data, declared) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b'attachment; filename="tilaus 1.pdf"', "tilaus 1.pdf"),
        (b"attachment; filename*=utf-8''j%C3%A4%C3%A4.pdf; filename=x.pdf", "jää.pdf"),
        (b"attachment; filename*0*=utf-8''j%C3%A4; filename*1=\"\xc3\xa4.pdf\"", "jää.pdf"),
        (b"attachment; filename==?utf-8?Q?j=C3=A4=C3=A4.pdf?=", "jää.pdf"),
        (b'attachment; filename="\\"a\\".pdf"', '"a".pdf'),
        (b"attachment", ""),
    ],
)
def test_a_file_name_is_read_in_each_of_its_spellings(header: bytes, expected: str) -> None:
    assert parse(header).get("filename") == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kuva.png", "kuva.png"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\r\n.txt", "ab.txt"),
        ("CON.txt", "_CON.txt"),
        (".bashrc", "bashrc"),
        ("shell.php. . ", "shell.php"),
        ("o'brien;.pdf", "o'brien_.pdf"),
        ("%2e%2e%2fx", "_2e_2e_2fx"),
        ("...", ""),
    ],
)
def test_a_file_name_is_never_more_than_a_name(raw: str, expected: str) -> None:
    assert file_name(raw) == expected


def test_a_long_file_name_keeps_its_ending() -> None:
    assert file_name("ä" * 300 + ".pdf") == "ä" * 75 + ".pdf"
