"""One answer in every shape in which mail programs send it: charset, transfer encoding and the tree of parts change nothing."""

import base64
import quopri
import textwrap
from itertools import product

import pytest

from tests.channels.email.mails import read
from tests.channels.email.programs import ANSWERS, ATTRIBUTIONS
from tests.channels.email.test_programs import OLD, PAGES, QUOTED, escaped

HEAD = b"From: Liisa <liisa@asiakas.example>\nSubject: Re: Tarjous\nMIME-Version: 1.0\n"
PICTURE = b"Content-Type: image/png; name=a.png\nContent-ID: <a>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"
FOOTER = b"Content-Type: text/plain\n\n_______________________________________________\nlista mailing list\nhttp://lista.example/l\n"
WAYS = [("utf-8", "8bit"), ("utf-8", "quoted-printable"), ("utf-8", "base64"), ("windows-1252", "8bit"), ("iso-8859-1", "quoted-printable"),
        ("utf-16", "base64")]  # fmt: skip
LATIN = ("fi", "sv", "en", "de", "da", "no", "fr", "es")


def part(kind: str, text: str, charset: str, encoding: str) -> bytes:
    data = text.encode(charset)
    coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(data)
    return f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + coded + b"\n"


def tree(kind: str, *parts: bytes, boundary: str = "b") -> bytes:
    inside = b"".join(f"--{boundary}\n".encode() + one for one in parts)
    return f"Content-Type: multipart/{kind}; boundary={boundary}\n\n".encode() + inside + f"--{boundary}--\n".encode()


def shapes(plain: bytes, page: bytes) -> dict[str, bytes]:
    both = tree("alternative", plain, page, boundary="c")
    return {
        "plain": plain,
        "page": page,
        "both": both,
        "both and a picture in it": tree("related", both, PICTURE),
        "both and a file": tree("mixed", both, PICTURE),
        "without its last boundary": tree("alternative", plain, page).removesuffix(b"--b--\n"),
        "through a list": tree("mixed", plain, FOOTER),
    }


ANSWERED = [(program, language) for program, language in product(PAGES, ANSWERS) if language in ATTRIBUTIONS[program]]


SENT = [
    (program, language, charset, encoding)
    for (program, language), (charset, encoding) in product(ANSWERED, WAYS)
    if language in LATIN or charset.startswith("utf")
]


@pytest.mark.parametrize(("program", "language", "charset", "encoding"), SENT)
def test_the_answer_is_the_same_in_every_shape(program: str, language: str, charset: str, encoding: str) -> None:
    answer, heading = ANSWERS[language], ATTRIBUTIONS[program][language][0]
    above = textwrap.fill(heading, 76, break_long_words=False, break_on_hyphens=False)
    plain = part("text/plain", f"{answer}\n\n{above}\n\n{QUOTED}\n", charset, encoding)
    page = part("text/html", PAGES[program].format(answer=answer, heading=escaped(heading), old=OLD), charset, encoding)
    found = {name: read(HEAD + whole).text for name, whole in shapes(plain, page).items()}
    assert found == dict.fromkeys(found, answer)


@pytest.mark.parametrize(("program", "language"), ANSWERED)
def test_a_flowed_answer_is_put_together_again(program: str, language: str) -> None:
    lines = textwrap.wrap(ATTRIBUTIONS[program][language][0], 60, break_long_words=False, break_on_hyphens=False)
    heading = " \n".join(lines)
    text = f"{ANSWERS[language]}\n\n{heading}\n\n> {OLD} \n> Terv. tuki\n"
    raw = HEAD + f"Content-Type: text/plain; charset=utf-8; format=flowed\n\n{text}".encode()
    assert read(raw).text == ANSWERS[language]
