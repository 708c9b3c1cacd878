"""Slack's own promises beyond the contract that all channels share."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels import slack
from chalicelib.channels.message import Attachment, Automatic, Handle, Inbound, Outbound, Sending, WebAnswer, WebhookCall
from chalicelib.channels.registry import channel
from chalicelib.channels.slack_content import plain
from tests.channels.reading import FOR_EVER, NOT_NOW, PERHAPS, SAMPLES, judge, one, payload, sample
from tests.channels.signing import NOW, SECRET, SIGNERS

AINO = Handle("slack", "T358.UAINO")
THREAD = "C0TUKI:1796140700.000100"
MESSAGE = "C0TUKI:1796140800.000100"
REPLY = Outbound("slack", THREAD, AINO, "7-4", "Selvitämme <heti> & palaamme.")
THERE = Sending("https://slack.com/api", {"access_token": "xoxb-1"})


def test_a_text_becomes_one_whole_inbound() -> None:
    said = "Lasku 358 on v&ärin, ks. lasku (https://kauppa.example/l)"
    assert one(sample("slack", "text.json")) == Inbound(
        channel="slack",
        external_id=MESSAGE,
        sender=replace(AINO, name="Aino Virtanen"),
        received_at=NOW,
        text=said,
        full_text=said,
        recipients=(THREAD,),
        references=(THREAD,),
        thread=THREAD,
        sent_at=datetime(2026, 12, 1, 16, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(("late", "is_fresh"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_a_call_is_believed_for_300_seconds(late: int, is_fresh: bool) -> None:
    signed = SIGNERS["slack"].signed(WebhookCall(b"{}", {}, NOW))
    assert slack.is_genuine(replace(signed, at=NOW + timedelta(seconds=late)), {"signing_secret": SECRET}) is is_fresh


@pytest.mark.parametrize("time", ["", "soon", "²", "-1", "1e9", " 1796133000", "9" * 400, "1796133000.5"])
def test_a_time_that_is_none_proves_nothing(time: str) -> None:
    signed = SIGNERS["slack"].signed(WebhookCall(b"{}", {}, NOW))
    forged = replace(signed, headers={**signed.headers, "x-slack-request-timestamp": time})
    assert not slack.is_genuine(forged, {"signing_secret": SECRET})


def greeted(word: Any, secret: str = SECRET, kind: str = "url_verification") -> WebAnswer | None:
    body = json.dumps({"type": kind, "challenge": word, "token": "old"}).encode()
    return slack.greeting(SIGNERS["slack"].signed(WebhookCall(body, {}, NOW)), {"signing_secret": secret})


def test_our_address_is_proven_to_slack_alone() -> None:
    assert greeted("3eZbrw1aB") == WebAnswer("3eZbrw1aB")
    assert greeted("3eZbrw1aB", secret="another") is None
    assert greeted("<script>") is None
    assert greeted(7.5) == WebAnswer("7.5")
    assert greeted("3eZbrw1aB", kind="event_callback") is None


def test_a_delivery_that_is_tried_again_is_the_same_message() -> None:
    body = (SAMPLES / "slack" / "text.json").read_bytes()
    headers = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}
    again = SIGNERS["slack"].signed(WebhookCall(body, headers, NOW + timedelta(minutes=1)))
    assert slack.is_genuine(again, {"signing_secret": SECRET})
    assert one(slack.parse(replace(again, at=NOW))) == one(sample("slack", "text.json"))


def test_a_mention_and_the_message_it_stands_in_are_the_same_message() -> None:
    mention = json.loads((SAMPLES / "slack" / "text.json").read_text())
    message = {**mention, "event_id": "Ev2", "event": {**mention["event"], "type": "message", "channel_type": "channel"}}
    assert one(payload("slack", message)) == one(payload("slack", mention))


def test_files_are_references_and_those_that_are_gone_are_none() -> None:
    message = one(sample("slack", "batch.json"))
    base = "https://files.slack.com/files-pri/T358-F"
    assert (message.text, message.recipients, message.attachments) == (
        "(files)",
        ("D0AINO",),
        (
            Attachment("lasku.pdf", "application/pdf", 1200, "", content_id=f"{base}1/download/lasku.pdf"),
            Attachment("kuva.png", "image/png", 900, "", content_id=f"{base}2/kuva.png"),
        ),
    )


def test_an_edit_is_a_message_and_a_deletion_is_an_event_about_it() -> None:
    edited, deleted = one(sample("slack", "edited.json")), one(sample("slack", "deleted.json"))
    assert (edited.text, edited.automatic, edited.references) == ("(edited) Tilaus 21, ei 12", Automatic.NO, (MESSAGE, THREAD))
    assert (deleted.text, deleted.automatic, deleted.references) == ("(deleted a message)", Automatic.EVENT, (MESSAGE, THREAD))
    assert edited.external_id == f"{MESSAGE}:edited:1796140900.000200"
    assert edited.recipients == deleted.recipients == (THREAD,)


def test_a_reaction_is_an_event_about_its_message() -> None:
    message = one(sample("slack", "reaction.json"))
    assert (message.text, message.automatic, message.references) == ("(reacted with :heart:)", Automatic.EVENT, (MESSAGE,))


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("bot.json", "event: a bot's message"),
        ("joined.json", "event: a notice, channel_join"),
        ("unfurled.json", "event: message_changed, the words are the same"),
        ("unknown.json", "event: planet_moved"),
        ("closed.form", "body: view_closed"),
    ],
)
def test_what_nobody_wrote_is_left_out_by_name(file: str, named: str) -> None:
    parsed = sample("slack", file)
    assert (parsed.messages, parsed.ignored) == ((), (named,))


def test_a_kind_of_message_that_we_do_not_know_is_kept_if_a_person_wrote_it() -> None:
    event = {"type": "message", "subtype": "hologram", "user": "UAINO", "text": "Hei", "channel": "D1", "ts": "1.2", "client_msg_id": "c"}
    assert one(payload("slack", {"type": "event_callback", "team_id": "T358", "event": event})).text == "Hei"


def test_commands_presses_and_forms_are_messages() -> None:
    command, pressed, form = (one(sample("slack", f"{file}.form")) for file in ("command", "pressed", "form"))
    assert (command.text, command.recipients, command.sender) == ("/tuki lasku 358 & muu", ("C0TUKI",), replace(AINO, name="aino"))
    assert (pressed.text, pressed.recipients) == ("(pressed Laskutus)", (THREAD,))
    assert pressed.references == ("C0TUKI:1796140806.000100", THREAD)
    assert (form.text, form.recipients) == ("aihe: Lasku 358\nkiire: Kyllä", ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U1> ja <#C1|tuki>", "@U1 ja #tuki"),
        ("<https://a.example|sivu> <https://b.example>", "sivu (https://a.example) https://b.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<!here> <!subteam^S1|@tiimi> <!date^1^{date}|eilen>", "@here @tiimi eilen"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &amp;lt;", "1 < 2 && 3 > 2 &lt;"),
        ("<", "<"),
        ("<>", "<>"),
    ],
)
def test_slacks_marks_are_read_as_a_person_reads_them(written: str, read: str) -> None:
    assert plain(written) == read


# -- sending --


def test_a_reply_goes_into_the_thread_as_plain_words() -> None:
    call = slack.compose(REPLY, THERE)
    assert call.url == "https://slack.com/api/chat.postMessage"
    assert call.headers["Authorization"] == "Bearer xoxb-1"
    assert json.loads(call.body) == {
        "channel": "C0TUKI",
        "thread_ts": "1796140700.000100",
        "text": "Selvitämme &lt;heti&gt; &amp; palaamme.",
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


@pytest.mark.parametrize(
    ("account", "answered", "place"),
    [
        ("C0TUKI:1796140700.000100", "", ("C0TUKI", "1796140700.000100")),
        ("C0TUKI", "C0TUKI:1796140700.000100", ("C0TUKI", "1796140700.000100")),
        ("C0TUKI", "C0MUU:1796140700.000100", ("C0TUKI", None)),
        ("D0AINO", "D0AINO:1796140700.000100", ("D0AINO", None)),
        ("", "", ("UAINO", None)),
    ],
)
def test_a_reply_goes_where_the_message_came_from(account: str, answered: str, place: tuple[str, str | None]) -> None:
    content = json.loads(slack.compose(replace(REPLY, account=account, in_reply_to=answered), THERE).body)
    assert (content["channel"], content.get("thread_ts")) == place


def test_our_message_is_known_by_the_same_name_as_one_that_is_answered() -> None:
    assert slack.provider_id(b'{"ok":true,"channel":"C0TUKI","ts":"1796140700.000100"}') == THREAD


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (200, {"ok": True, "ts": "1.2"}, None),
        (200, {"ok": False, "error": "channel_not_found"}, FOR_EVER),
        (200, {"ok": False, "error": "is_archived"}, FOR_EVER),
        (200, {"ok": False, "error": "ratelimited"}, NOT_NOW),
        (200, {"ok": False, "error": "service_unavailable"}, NOT_NOW),
        (200, {"ok": False, "error": "token_revoked"}, NOT_NOW),
        (200, {"ok": False, "error": "internal_error"}, PERHAPS),
        (200, {"ok": False, "error": "fatal_error"}, PERHAPS),
        (200, b"<html>", PERHAPS),
        (429, {"ok": False, "error": "ratelimited"}, NOT_NOW),
        (429, b"", NOT_NOW),
        (503, b"", PERHAPS),
        (404, b"", FOR_EVER),
    ],
)
def test_a_refusal_tells_for_ever_from_for_now_from_perhaps(status: int, answer: Any, kind: type[Exception] | None) -> None:
    assert judge("slack")(status, answer) is kind


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("https://files.slack.com/files-pri/T1-F1/x.pdf", True),
        ("https://files.slack.com.evil.example/x", False),
        ("https://drive.example/x", False),
    ],
)
def test_our_token_goes_to_slack_and_nowhere_else(address: str, is_told: bool) -> None:
    call = channel("slack").media(Attachment("x", "", 0, "", content_id=address), THERE)
    assert (call.url, "Authorization" in call.headers) == (address, is_told)
