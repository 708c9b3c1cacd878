"""Phone calls by Twilio: what the caller hears, and what of one call lands on its ticket."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import pytest

from chalicelib.channels import twilio_voice
from chalicelib.channels.message import Attachment, Automatic, Handle, Inbound, Outbound, Sending, WebhookCall
from chalicelib.errors import ProviderRefused
from chalicelib.storage.seen import chat_key
from chalicelib.tickets.arrival import fingerprint_of
from tests.channels.reading import SAMPLES, one, sample
from tests.channels.signing import NOW

CALL = "CA3580000000000000000000000000001"
AINO = Handle("phone", "+358401234567")
BACK = {"from": "+358401234567", "to": "+358942450000"}


def heard(file: str, language: str = "fi") -> ElementTree.Element:
    query = {"language": language} if language else {}
    url = "https://d.example/hooks/twilio_voice" + (f"?{urlencode(query)}" if query else "")
    answer = twilio_voice.answer(WebhookCall((SAMPLES / "twilio_voice" / file).read_bytes(), {}, NOW, url, query))
    assert answer.content_type.startswith("text/xml")
    return ElementTree.fromstring(answer.body)


def test_a_missed_call_is_a_message_of_the_caller() -> None:
    assert one(sample("twilio_voice", "text.form")) == Inbound(
        channel="twilio_voice",
        external_id=CALL,
        sender=AINO,
        received_at=NOW,
        subject="Call from +358401234567",
        text="Missed call",
        full_text="Missed call",
        recipients=("+358942450000",),
    )


def test_a_call_that_rang_and_its_report_are_the_same_message() -> None:
    rang, reported = one(sample("twilio_voice", "text.form")), one(sample("twilio_voice", "busy.form"))
    assert fingerprint_of(rang) == fingerprint_of(reported)
    assert reported.sent_at == datetime(2026, 12, 1, 13, 49, tzinfo=UTC)


def test_all_parts_of_a_call_belong_to_one_conversation() -> None:
    files = [("text.form", {}), ("batch.form", {}), ("recording.form", BACK), ("transcript.form", {}), ("no_transcript.form", {})]
    parts = [one(sample("twilio_voice", file, query)) for file, query in files]
    assert len({chat_key(part.channel, part.recipients[0], part.sender.value) for part in parts}) == 1
    assert all(part.external_id.startswith(CALL) for part in parts)
    assert all(CALL in part.references for part in parts[1:])


def test_a_recording_that_is_told_twice_is_one_message() -> None:
    action, callback = one(sample("twilio_voice", "batch.form")), one(sample("twilio_voice", "recording.form", BACK))
    assert fingerprint_of(action) == fingerprint_of(callback)
    address = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE3581.mp3"
    assert action.attachments == callback.attachments == (Attachment("RE3581.mp3", "audio/mpeg", 0, "", content_id=address),)
    assert (action.external_id, action.text) == (f"{CALL}:RE3581", "(voice message of 34 s)")


def test_a_recording_that_is_not_to_be_had_yet_is_only_told_of() -> None:
    left = one(sample("twilio_voice", "batch.form", {"recording": "follows"}))
    assert (left.text, left.automatic, left.attachments) == ("(left a voice message of 34 s)", Automatic.EVENT, ())
    brought = one(sample("twilio_voice", "recording.form", {**BACK, "recording": "follows"}))
    assert len(brought.attachments) == 1


def test_a_recording_without_its_caller_is_left_out_by_name() -> None:
    parsed = sample("twilio_voice", "recording_of_nobody.form")
    assert (parsed.messages, parsed.ignored) == ((), ("body.From: a recording without its caller; it also comes with one",))


def test_a_transcript_is_what_the_caller_said() -> None:
    message = one(sample("twilio_voice", "transcript.form"))
    assert message.text == "(transcript of the voice message) Hello, my invoice 358 is wrong"
    assert (message.automatic, message.references) == (Automatic.NO, (f"{CALL}:RE3581", CALL))
    assert one(sample("twilio_voice", "no_transcript.form")).automatic is Automatic.EVENT


def test_a_withheld_number_is_nobody_we_know() -> None:
    assert one(sample("twilio_voice", "withheld.form")).sender == Handle("twilio_voice", CALL, "withheld number")


@pytest.mark.parametrize(
    ("file", "named"),
    [("ended.form", "body: call completed"), ("ours.form", "body: a call of ours, no-answer"), ("unknown.form", "body: call levitating")],
)
def test_reports_that_say_nothing_new_are_left_out_by_name(file: str, named: str) -> None:
    parsed = sample("twilio_voice", file)
    assert (parsed.messages, parsed.ignored) == ((), (named,))


@pytest.mark.parametrize(
    ("language", "spoken", "first"),
    [("fi", "fi-FI", "Kiitos"), ("sv", "sv-SE", "Tack"), ("en", "en-GB", "Thank"), ("", "en-GB", "Thank"), ("xx", "en-GB", "Thank")],
)
def test_a_ringing_call_hears_a_polite_line_in_the_desks_language(language: str, spoken: str, first: str) -> None:
    say, record = heard("text.form", language)
    assert (say.tag, say.attrib["language"], (say.text or "").split()[0], record.tag) == ("Say", spoken, first, "Record")
    assert ("transcribe" in record.attrib) == (language == "en")


def test_the_recording_comes_back_here_and_names_its_caller() -> None:
    record = heard("text.form")[1]
    assert record.attrib["action"] == "https://d.example/hooks/twilio_voice?language=fi&recording=follows"
    told = urlsplit(record.attrib["recordingStatusCallback"])
    assert told.path == "/hooks/twilio_voice"
    assert parse_qs(told.query) == {"language": ["fi"], "from": ["+358401234567"], "to": ["+358942450000"]}


def test_after_the_recording_the_call_ends_with_thanks() -> None:
    assert [part.tag for part in heard("batch.form")] == ["Say", "Hangup"]


@pytest.mark.parametrize("file", ["busy.form", "recording.form", "transcript.form", "ended.form", "ours.form", "unknown.form"])
def test_a_report_is_answered_with_nothing(file: str) -> None:
    assert list(heard(file)) == []


def test_a_caller_cannot_write_our_answer() -> None:
    evil = urlencode({"CallSid": "CA1", "CallStatus": "ringing", "From": '"/><Dial>+900</Dial>', "To": "<"}).encode()
    answer = twilio_voice.answer(WebhookCall(evil, {}, NOW, 'https://d.example/hooks/twilio_voice?x="><Dial/>', {}))
    assert [part.tag for part in ElementTree.fromstring(answer.body)] == ["Say", "Record"]


def test_the_answer_to_a_call_goes_by_sms() -> None:
    reply = Outbound("twilio_voice", "+358942450000", AINO, "7-4", "Soitimme takaisin.")
    call = twilio_voice.compose(reply, Sending("https://api.twilio.com", {"account_sid": "AC1", "auth_token": "t"}))
    assert parse_qs(call.body.decode()) == {"To": ["+358401234567"], "From": ["+358942450000"], "Body": ["Soitimme takaisin."]}
    with pytest.raises(ProviderRefused):
        twilio_voice.compose(Outbound("twilio_voice", "+1", Handle("twilio_voice", CALL), "7-4", "Hei"), Sending("https://x.example"))
