"""Outgoing mails: found again when answered, and addressed to nobody but the people meant."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.compose import compose, subject
from chalicelib.channels.email.parse import parse
from chalicelib.channels.message import Automatic, Handle, Outbound
from chalicelib.errors import ProviderRefused
from tests.channels.email.mails import read, receipt

TOKEN = "t7.abcdefghijklmnopqrst"
REPLY = Outbound(
    channel="email",
    account="tuki",
    to=Handle("email", "matti@asiakas.example", "Mäkelä, Matti"),
    tag="7-3",
    text="Hei!\n\nHinta < 100 € & kuljetus.\n.piste\nFrom tästä eteenpäin",
    subject="Vs: Re: [#7] Jääkaappi",
    sender_name="Liikkeen tuki",
    sender_address="tuki@liike.example",
    token=TOKEN,
    in_reply_to="<a@x.example>",
    references=("<z@x.example>",),
    language="fi",
)


def headers(outbound: Outbound) -> dict[str, str]:
    return {name: str(value) for name, value in message_from_bytes(compose(outbound), policy=default).items()}


def test_a_reply_carries_all_that_leads_its_answer_back() -> None:
    found = headers(REPLY)
    kept = ("From", "To", "Reply-To", "Subject", "In-Reply-To", "References", "X-SES-MESSAGE-TAGS")
    assert {name: found[name] for name in kept} == {
        "From": "Liikkeen tuki <tuki@liike.example>",
        "To": '"Mäkelä, Matti" <matti@asiakas.example>',
        "Reply-To": f"Liikkeen tuki <{TOKEN}@liike.example>",
        "Subject": "Re: [#7] Jääkaappi",
        "In-Reply-To": "<a@x.example>",
        "References": f"<{TOKEN}@liike.example> <z@x.example> <a@x.example>",
        "X-SES-MESSAGE-TAGS": "vuoro=7-3",
    }


def test_both_parts_say_the_same_and_hold_the_marker() -> None:
    plain, page = (part.get_content().replace("\r\n", "\n") for part in message_from_bytes(compose(REPLY), policy=default).iter_parts())
    assert plain == f"--- Kirjoita vastauksesi tämän rivin yläpuolelle [{TOKEN}] ---\n\n{REPLY.text}\n"
    assert "<p>Hei!</p>" in page
    assert "Hinta &lt; 100 € &amp; kuljetus.<br>" in page
    assert f"[{TOKEN}]</div>" in page


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (
            "https://desk.example/c/a.b?x=1&y=2.",
            '<a href="https://desk.example/c/a.b?x=1&amp;y=2">https://desk.example/c/a.b?x=1&amp;y=2</a>.',
        ),
        ("(http://127.0.0.1:8600/a)", '(<a href="http://127.0.0.1:8600/a">http://127.0.0.1:8600/a</a>)'),
        ('https://a.example/"onclick=x <b>', '<a href="https://a.example/">https://a.example/</a>&quot;onclick=x &lt;b&gt;'),
        ("javascript:alert(1) ftp://a.example https://", "javascript:alert(1) ftp://a.example https://"),
    ],
)
def test_an_address_in_a_plain_text_is_a_link_on_the_page(text: str, page: str) -> None:
    body = message_from_bytes(compose(replace(REPLY, text=text)), policy=default).get_body(("html",))
    assert body is not None
    assert f"<p>{page}</p>" in body.get_content()


def test_our_own_mail_is_known_when_it_comes_back() -> None:
    found = read(compose(REPLY))
    assert (found.automatic, found.markers) == (Automatic.OWN, (TOKEN,))


@pytest.mark.parametrize("language", ["fi", "sv", "en", "xx"])
def test_an_answer_above_the_marker_is_all_that_is_left(language: str) -> None:
    plain = message_from_bytes(compose(replace(REPLY, language=language)), policy=default).get_body(("plain",))
    assert plain is not None
    answer = f"From: matti@asiakas.example\n\nSopii.\n\n{plain.get_content()}"
    assert parse(answer.encode(), receipt()).text == "Sopii."


def test_only_automatic_mails_say_that_they_are() -> None:
    automatic = headers(replace(REPLY, automatic=True))
    assert (automatic["Auto-Submitted"], automatic["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert not {"Auto-Submitted", "X-Auto-Response-Suppress", "Precedence"} & set(headers(REPLY))


def test_without_a_token_nothing_is_added_to_the_text() -> None:
    raw = compose(replace(REPLY, token=""))
    assert b"\r\nHei!\r\n" in raw
    assert b"\nReply-To" not in raw


def test_equal_replies_give_equal_bytes() -> None:
    assert compose(REPLY, configuration_set="vuoro") == compose(REPLY, configuration_set="vuoro")


@pytest.mark.parametrize(
    ("given_subject", "expected"),
    [
        ("Jääkaappi", "Jääkaappi"),
        ("Re: Re: VS: Re: [#12] Re: Printer", "Re: [#12] Printer"),
        ("a\r\nBcc: v@victim.example", "a Bcc: v@victim.example"),
        ("a\u2028b\x85c\x0bd\x1ce", "a b c d e"),
        ("=?utf-8?q?a=0d=0aBcc:_v=40victim.example?=", "a Bcc: v@victim.example"),
        ("=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=", "= ?utf-8?q?x?="),
        ("", ""),
    ],
)
def test_a_subject_is_one_line_with_one_re(given_subject: str, expected: str) -> None:
    assert subject(given_subject) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"to": Handle("email", "alice@x.example,v@victim.example")},
        {"to": Handle("email", "alice@x.example\r\nBcc: v@victim.example")},
        {"to": Handle("email", "mıke@x.example")},
        {"to": Handle("email", "")},
        {"cc": ("x@x.example", "y")},
        {"sender_address": "tuki"},
    ],
)
def test_what_is_not_one_address_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ProviderRefused):
        compose(replace(REPLY, **change))  # type: ignore[arg-type]  # the table holds fields of several types


@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=400))
def test_no_text_breaks_out_of_its_place(name: str, title: str, text: str) -> None:
    raw = compose(replace(REPLY, to=Handle("email", "matti@asiakas.example", name), subject=title, text=text, sender_name=name))
    assert {box.value for box in (*read(raw).to, *read(raw).cc)} == {"matti@asiakas.example"}
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_long_references_are_capped_and_never_broken() -> None:
    many = tuple(f"<{'a' * 200}{number}@x.example>" for number in range(500))
    found = headers(replace(REPLY, references=many))["References"].split()
    assert (found[0], found[-1], len(found)) == (f"<{TOKEN}@liike.example>", "<a@x.example>", 16)
