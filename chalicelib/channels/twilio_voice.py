"""Phone calls by Twilio: nobody picks up, so a ringing call is answered by a voice that takes a message; the answer goes by SMS.

A call that rang is one message ("Missed call"), its recording and its transcript are two more. All name the call, the caller
and our number alike, so they land on one ticket in whatever order they come. So does what the caller writes to that number, before
or after: a chat with a phone is one, spoken or written. The line is spoken in the language of the
hook's address: `/hooks/twilio_voice?language=fi`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from chalicelib.channels import twilio
from chalicelib.channels.batch import Found, Remark, gathered
from chalicelib.channels.message import Attachment, Automatic, Handle, HttpCall, Inbound, Manners, Outbound, Sending, WebAnswer, WebhookCall
from chalicelib.channels.registry import Parsed
from chalicelib.errors import Unreadable, VuoroError

NAME = "twilio_voice"
API_URL = twilio.API_URL
CHAT = True
KINDS = ("phone",)
MANNERS = Manners(longest=1600, receipts=False, proactive=False)
MEDIA_HOSTS = ("api.twilio.com",)
MISSED = ("no-answer", "busy", "failed", "canceled")
# Callers whose number was withheld, as Twilio writes them.
NAMELESS = ("anonymous", "restricted", "unknown", "unavailable", "+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253")
LONGEST_RECORDING = 180
# Twilio's voice for each language, what it says when it picks up, and when it has the message.
SPOKEN = {
    "fi": (
        "fi-FI",
        "Kiitos soitosta. Emme ehdi juuri nyt vastata. Jätä viesti äänimerkin jälkeen, niin palaamme asiaan.",
        "Kiitos, kuulemiin.",
    ),
    "sv": (
        "sv-SE",
        "Tack för ditt samtal. Vi kan inte svara just nu. Lämna ett meddelande efter tonen, så hör vi av oss.",
        "Tack, hej då.",
    ),
    "en": (
        "en-GB",
        "Thank you for calling. We cannot answer just now. Please leave a message after the tone, and we will get back to you.",
        "Thank you, goodbye.",
    ),
}
# Twilio writes down English only.
TRANSCRIBED = ("en",)
Parameters = Mapping[str, str]
Tell = Callable[[Inbound, Parameters], Inbound]
is_genuine = twilio.is_genuine
provider_id = twilio.provider_id
media = twilio.media


def answer(call: WebhookCall) -> WebAnswer:
    """TwiML: to a ringing call a polite line and the offer to record, after a recording a goodbye, to a report nothing."""
    try:
        given = twilio.parameters(call)
    except Unreadable:
        return twilio.SILENCE
    voice, welcome, goodbye = SPOKEN.get(call.query.get("language", ""), SPOKEN["en"])
    if _is_ringing(given):
        return _spoken(voice, welcome, _record(call, given))
    if _is_still_on(given) and given.get("RecordingUrl", ""):
        return _spoken(voice, goodbye, "<Hangup/>")
    return twilio.SILENCE


def parse(call: WebhookCall) -> Parsed:
    return gathered(_read(twilio.parameters(call), call))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """An SMS to the caller from the number that was called."""
    return twilio.compose("Twilio SMS", outbound, sending, MANNERS)


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return twilio.refusal("Twilio SMS", status, answer)


def _is_ringing(given: Parameters) -> bool:
    """Whether Twilio asks what to do with a call, as against reporting on one."""
    asks = given.get("CallStatus", "") == "ringing" and not given.get("CallbackSource", "")
    return asks and given.get("Direction", "inbound") == "inbound"


def _is_still_on(given: Parameters) -> bool:
    return given.get("CallStatus", "") in ("in-progress", "ringing") and not given.get("CallbackSource", "")


def _spoken(voice: str, words: str, rest: str) -> WebAnswer:
    body = f'<?xml version="1.0" encoding="UTF-8"?><Response><Say language="{voice}">{escape(words, quote=False)}</Say>{rest}</Response>'
    return WebAnswer(body, content_type=twilio.XML)


def _record(call: WebhookCall, given: Parameters) -> str:
    """The callbacks come to this same address; the recording's own does not know the caller, so its address does."""
    told = _with(call.url, {"from": given.get("From", ""), "to": given.get("To", "")})
    after = _with(call.url, {"recording": "follows"})
    transcribe = call.query.get("language", "") in TRANSCRIBED
    also = f' transcribe="true" transcribeCallback="{escape(call.url)}"' if transcribe else ""
    return (
        f'<Record maxLength="{LONGEST_RECORDING}" timeout="10" playBeep="true" action="{escape(after)}"'
        f' recordingStatusCallback="{escape(told)}"{also}/>'
    )


def _with(url: str, more: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *more.items()]
    return parts._replace(query=urlencode(query)).geturl()


def _read(given: Parameters, call: WebhookCall) -> Iterator[Found]:
    if given.get("Direction", "inbound") not in ("inbound", ""):
        yield Remark(f"body: a call of ours, {given.get('CallStatus', '') or 'without a status'}")
    elif not given.get("CallSid", ""):
        yield Remark("body.CallSid: missing", is_fault=True)
    else:
        yield _part(given, call)


def _part(given: Parameters, call: WebhookCall) -> Found:
    status = given.get("CallStatus", "")
    if given.get("TranscriptionSid", "") or given.get("TranscriptionStatus", ""):
        return _told(given, call, _transcript)
    if given.get("RecordingUrl", "") and given.get("RecordingStatus", "completed") == "completed":
        follows = call.query.get("recording", "") == "follows" and not given.get("RecordingStatus", "")
        return _told(given, call, _left if follows else _recording)
    if _is_ringing(given) or status in MISSED:
        return _told(given, call, lambda message, given: replace(message, references=()))
    named = f"recording {given['RecordingStatus']}" if given.get("RecordingStatus", "") else f"call {status or 'without a status'}"
    return Remark(f"body: {named}")


def _told(given: Parameters, call: WebhookCall, tell: Tell) -> Found:
    """The message that every part of a call starts from."""
    caller = _caller(given, call.query)
    if caller is None:
        return Remark("body.From: a recording without its caller; it also comes with one")
    ours = given.get("To", "") or given.get("Called", "") or call.query.get("to", "")
    message = Inbound(
        channel=NAME,
        external_id=given["CallSid"],
        sender=caller,
        received_at=call.at,
        subject=f"Call from {caller.name or caller.value}",
        text="Missed call",
        full_text="Missed call",
        recipients=(ours,) if ours else (),
        references=(given["CallSid"],),
        sent_at=_when(given.get("Timestamp", "")),
    )
    return tell(message, given)


def _caller(given: Parameters, query: Mapping[str, str]) -> Handle | None:
    number = given.get("From", "") or given.get("Caller", "") or query.get("from", "")
    if number.lower() in NAMELESS:
        return Handle(NAME, given["CallSid"], "withheld number")
    return twilio.sender(number, given.get("CallerName", ""), NAME)


def _left(message: Inbound, given: Parameters) -> Inbound:
    """The caller has hung up and the recording is not to be had yet; its own callback brings it."""
    said = f"(left a voice message of {twilio.number(given, 'RecordingDuration')} s)"
    because = "Twilio: the recording follows"
    own = f"{message.external_id}:{_name(given)}:left"
    return replace(message, external_id=own, text=said, full_text=said, automatic=Automatic.EVENT, automatic_because=because)


def _name(given: Parameters) -> str:
    return given.get("RecordingSid", "") or given["RecordingUrl"].rpartition("/")[2]


def _recording(message: Inbound, given: Parameters) -> Inbound:
    url = given["RecordingUrl"]
    own = _name(given)
    length = twilio.number(given, "RecordingDuration")
    file = Attachment(f"{own}.mp3", "audio/mpeg", 0, "", content_id=url if url.endswith(".mp3") else f"{url}.mp3")
    said = f"(voice message of {length} s)" if length else "(voice message)"
    return replace(message, external_id=f"{message.external_id}:{own}", text=said, full_text=said, attachments=(file,))


def _transcript(message: Inbound, given: Parameters) -> Inbound:
    heard = given.get("TranscriptionText", "").strip()
    own = given.get("TranscriptionSid", "") or "transcript"
    said = f"(transcript of the voice message) {heard}" if heard else "(the voice message could not be written down)"
    references = tuple(dict.fromkeys(filter(None, (f"{message.external_id}:{given.get('RecordingSid', '')}", message.external_id))))
    return replace(
        message,
        external_id=f"{message.external_id}:{own}",
        references=references,
        text=said,
        full_text=said,
        automatic=Automatic.NO if heard else Automatic.EVENT,
        automatic_because="" if heard else "Twilio could not write down the voice message",
    )


def _when(stamp: str) -> datetime | None:
    """A time as RFC 2822 writes it, with its zone."""
    try:
        return datetime.strptime(stamp, "%a, %d %b %Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
