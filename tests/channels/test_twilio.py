"""Twilio's own promises beyond the contract that all channels share: the signature, and messages by SMS and WhatsApp."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import twilio, twilio_messages, twilio_sms, twilio_whatsapp
from chalicelib.channels.message import Attachment, Automatic, Delivery, Handle, Inbound, Outbound, Sending, StatusReport, WebhookCall
from chalicelib.channels.registry import channel
from chalicelib.errors import ProviderRefused
from tests.channels.reading import FOR_EVER, NOT_NOW, PERHAPS, judge, one, sample
from tests.channels.signing import NOW

URL = "https://desk.example/hooks/twilio_sms?language=fi"
SECRETS = {"auth_token": "the token", "webhooks_sharedkey_1": "the shared key"}
PAIRS = [("Body", "Hei & moi"), ("From", "+358401234567"), ("MessageSid", "SM1")]


def mac(url: str, pairs: list[tuple[str, str]], secret: str = "the token", algorithm: str = "sha1") -> str:
    text = url + "".join(name + value for name, value in pairs)
    return base64.b64encode(hmac.digest(secret.encode(), text.encode(), algorithm)).decode()


def called(signature: str, pairs: Any = PAIRS, url: str = URL, **headers: str) -> WebhookCall:
    body = pairs if isinstance(pairs, bytes) else urlencode(pairs).encode()
    return WebhookCall(body, {"x-twilio-signature": signature, **headers}, NOW, url)


def genuine(call: WebhookCall, **more: str) -> bool:
    return twilio.is_genuine(call, {**SECRETS, **more})


@pytest.mark.parametrize("order", [PAIRS, PAIRS[::-1], [*PAIRS, PAIRS[0]]])
def test_order_and_repetition_of_parameters_do_not_matter(order: list[tuple[str, str]]) -> None:
    assert genuine(called(mac(URL, PAIRS), order))


def test_different_values_of_one_parameter_are_sorted() -> None:
    digits = [("Digits", "5678"), ("Digits", "1234"), ("MessageSid", "SM1")]
    assert genuine(called(mac(URL, sorted(digits)), digits))
    assert not genuine(called(mac(URL, digits), digits))


@pytest.mark.parametrize(
    ("signed", "seen", "is_ours"),
    [
        ("https://desk.example/h", "https://desk.example:443/h", True),
        ("https://desk.example:443/h", "https://desk.example/h", True),
        ("https://desk.example:8443/h", "https://desk.example:8443/h", True),
        ("https://desk.example/h", "https://desk.example:8443/h", True),
        ("http://desk.example:80/h", "http://desk.example/h", True),
        ("https://desk.example:8443/h", "https://desk.example/h", False),
        ("https://desk.example/h", "https://other.example/h", False),
        ("https://desk.example/h?a=1", "https://desk.example/h", False),
        ("https://desk.example/h", "https://desk.example/h/", False),
        ("https://desk.example/h", "http://desk.example/h", False),
    ],
)
def test_the_url_counts_with_and_without_its_port(signed: str, seen: str, is_ours: bool) -> None:
    assert genuine(called(mac(signed, PAIRS), url=seen)) is is_ours


def json_call(body: bytes, digest_of: bytes | None) -> WebhookCall:
    url = URL + (f"&bodySHA256={hashlib.sha256(digest_of).hexdigest()}" if digest_of is not None else "")
    return called(mac(url, []), body, url)


def test_json_is_vouched_for_by_its_digest_in_the_url() -> None:
    body = b'{"MessageSid": "SM1"}'
    assert genuine(json_call(body, body))
    assert not genuine(json_call(body + b" ", body))
    assert not genuine(json_call(body, None))


def test_json_is_not_believed_as_the_one_parameter_of_a_form() -> None:
    body = b'{"MessageSid": "SM1"}'
    assert not genuine(called(mac(URL, [(body.decode(), "")]), body))


def test_a_signed_address_alone_carries_no_body() -> None:
    assert not genuine(called(mac(URL, []), PAIRS))
    assert genuine(called(mac(URL, []), b""))


SETTINGS = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"


@pytest.mark.parametrize(
    ("settings", "signature", "is_ours"),
    [
        (SETTINGS, mac(URL, PAIRS, "the shared key", "sha256"), True),
        (SETTINGS.replace(",", ", "), mac(URL, PAIRS, "the shared key", "sha256"), True),
        (SETTINGS, mac(URL, PAIRS, "the shared key", "sha1"), False),
        (SETTINGS, mac(URL, PAIRS, "the token", "sha256"), False),
        (SETTINGS, mac(URL, PAIRS), False),
        ("key=webhooks_sharedkey_2,algorithm=HMAC_SHA256", mac(URL, PAIRS, "", "sha256"), False),
        ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA1", mac(URL, PAIRS, "the shared key", "sha1"), False),
        ("key=account_sid,algorithm=HMAC_SHA256", mac(URL, PAIRS, "AC1", "sha256"), False),
        ("nonsense", mac(URL, PAIRS), False),
    ],
)
def test_a_shared_key_is_used_as_its_header_says_and_nothing_else_is_a_key(settings: str, signature: str, is_ours: bool) -> None:
    call = called(signature, **{"x-twilio-webhooks-signature-settings": settings})
    assert genuine(call, account_sid="AC1") is is_ours


names = st.text(min_size=1, max_size=8)


@given(pairs=st.lists(st.tuples(names, st.text(max_size=8)), max_size=5))
def test_any_form_as_signed_is_genuine_and_one_parameter_more_is_not(pairs: list[tuple[str, str]]) -> None:
    # Characters that no UTF-8 has cannot be posted.
    pairs = [(name.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode()) for name, value in pairs]
    signature = mac(URL, sorted(set(pairs)))
    assert genuine(called(signature, pairs))
    assert not genuine(called(signature, [*pairs, ("one", "more")]))


# -- messages --


def test_an_sms_becomes_one_whole_inbound() -> None:
    assert one(sample("twilio_sms", "text.form")) == Inbound(
        channel="twilio_sms",
        external_id="SM35800000000000000000000000000001",
        sender=Handle("phone", "+358401234567"),
        received_at=NOW,
        text="Hei! Laskussa on väärä summa – voitteko tarkistaa?",
        full_text="Hei! Laskussa on väärä summa – voitteko tarkistaa?",
        recipients=("+358942450000",),
    )


def test_a_whatsapp_is_the_same_person_as_on_metas_own_channel_and_on_the_phone() -> None:
    message = one(sample("twilio_whatsapp", "text.form"))
    assert message.sender == Handle("whatsapp", "358401234567", "Aino Virtanen")
    assert message.aliases == (Handle("phone", "+358401234567", "Aino Virtanen"),)
    assert (message.recipients, message.references) == (("+358942450000",), ("SM35800000000000000000000000000000",))


def test_all_media_of_a_message_are_kept() -> None:
    base = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/"
    assert one(sample("twilio_sms", "batch.form")).attachments == (
        Attachment("media-1.jpg", "image/jpeg", 0, "", content_id=f"{base}ME1"),
        Attachment("media-2.pdf", "application/pdf", 0, "", content_id=f"{base}ME2"),
        Attachment("media-3", "x/odd", 0, "", content_id=f"{base}ME3"),
    )


def test_a_report_is_found_by_the_tag_in_our_own_address() -> None:
    told = sample("twilio_sms", "delivered.form", {"tag": "7-4"})
    sid = "SM35800000000000000000000000000003"
    assert told.statuses == (StatusReport("twilio_sms", Delivery.DELIVERED, NOW, sid, "7-4", "+358401234567"),)
    failed = sample("twilio_whatsapp", "failed.form").statuses[0]
    assert (failed.status, failed.reason, failed.recipient) == (Delivery.FAILED, "63016 Outside the window", "+358401234567")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"Body": "Hei"}, "Hei"),
        ({"Body": "", "NumMedia": "1"}, "(a picture or file)"),
        ({"NumMedia": "3"}, "(pictures or files)"),
        ({"ButtonText": "Kyllä", "ButtonPayload": "yes"}, "Kyllä"),
        ({"Latitude": "60.17", "Longitude": "24.94"}, "Location: 60.17, 24.94"),
        ({"MessageType": "hologram"}, "(hologram: Twilio passed on no text)"),
        ({}, "(a message: Twilio passed on no text)"),
        ({"NumMedia": "²"}, "(a message: Twilio passed on no text)"),
    ],
)
def test_every_kind_reads_as_one_text(given: dict[str, str], said: str) -> None:
    assert twilio_messages.text_of(given) == said


def test_a_stop_is_an_event_for_twilio_has_answered_it() -> None:
    message = one(sample("twilio_sms", "stop.form"))
    assert (message.text, message.automatic) == ("STOP", Automatic.EVENT)


@pytest.mark.parametrize(
    ("given", "handle"),
    [
        ("+358401234567", Handle("phone", "+358401234567")),
        ("whatsapp:+358401234567", Handle("whatsapp", "358401234567")),
        ("whatsapp:FI.13579", Handle("whatsapp", "FI.13579")),
        ("17163", Handle("twilio_sms", "17163")),
        ("358401234567", Handle("twilio_sms", "358401234567")),
        ("POSTI", Handle("twilio_sms", "POSTI")),
        ("+12", Handle("twilio_sms", "+12")),
        ("whatsapp:", None),
        ("", None),
    ],
)
def test_only_a_whole_number_is_a_phone(given: str, handle: Handle | None) -> None:
    assert twilio.sender(given, "", "twilio_sms") == handle


def test_what_is_missing_is_a_fault_and_the_rest_is_kept() -> None:
    parsed = sample("twilio_sms", "partly_broken.form")
    assert parsed.faults == ("body.MediaUrl0: missing",)
    assert [(message.text, len(message.attachments), message.faults) for message in parsed.messages] == [
        ("Olen yhä tässä", 1, ("body.MediaUrl0: missing",))
    ]


# -- sending --

THERE = Sending("https://api.twilio.com", {"account_sid": "AC1", "auth_token": "t"})
REPLY = Outbound("twilio_sms", "+358942450000", Handle("phone", "+358401234567"), "7-4", "Selvitämme & palaamme.")


def sent(outbound: Outbound, there: Sending = THERE) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(twilio_sms.compose(outbound, there).body.decode()).items()}


def test_a_reply_becomes_one_call() -> None:
    call = twilio_sms.compose(REPLY, THERE)
    assert (call.method, call.url) == ("POST", "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json")
    assert call.headers["Authorization"] == "Basic " + base64.b64encode(b"AC1:t").decode()
    assert sent(REPLY) == {"To": "+358401234567", "From": "+358942450000", "Body": "Selvitämme & palaamme."}


def test_a_key_of_the_api_is_preferred_to_the_account_itself() -> None:
    call = twilio_sms.compose(REPLY, Sending(THERE.url, {**THERE.secrets, "api_key": "SK1", "access_token": "s"}))
    assert call.headers["Authorization"] == "Basic " + base64.b64encode(b"SK1:s").decode()


@pytest.mark.parametrize(
    ("account", "to", "expected"),
    [
        ("MG1", Handle("phone", "+358401234567"), {"To": "+358401234567", "MessagingServiceSid": "MG1"}),
        ("+358942450000", Handle("whatsapp", "358401234567"), {"To": "whatsapp:+358401234567", "From": "whatsapp:+358942450000"}),
        ("+358942450000", Handle("whatsapp", "FI.13579"), {"To": "whatsapp:FI.13579", "From": "whatsapp:+358942450000"}),
    ],
)
def test_addresses_are_written_as_twilio_wants_them(account: str, to: Handle, expected: dict[str, str]) -> None:
    assert sent(replace(REPLY, account=account, to=to)) == {"Body": REPLY.text, **expected}


@pytest.mark.parametrize("address", ["https://d.example/hooks/twilio_sms", "https://d.example/hooks/twilio_sms?language=fi"])
def test_the_status_callback_is_told_the_tag(address: str) -> None:
    there = Sending(THERE.url, {**THERE.secrets, "status_callback": address})
    assert sent(REPLY, there)["StatusCallback"] == address + ("&" if "?" in address else "?") + "tag=7-4"


@pytest.mark.parametrize("to", [Handle("twilio_sms", "POSTI"), Handle("phone", "0401234567"), Handle("email", "a@b.example")])
def test_who_has_no_number_is_refused(to: Handle) -> None:
    with pytest.raises(ProviderRefused):
        twilio_sms.compose(replace(REPLY, to=to), THERE)


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (201, {"sid": "SM1", "status": "queued"}, None),
        (400, {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}, FOR_EVER),
        (400, {"code": 21211, "message": "Invalid To", "status": 400}, FOR_EVER),
        (401, {"code": 20003, "message": "Authenticate", "status": 401}, NOT_NOW),
        (429, {"code": 20429, "message": "Too Many Requests", "status": 429}, NOT_NOW),
        (503, {"code": 20503, "message": "Service unavailable", "status": 503}, NOT_NOW),
        (500, b"", PERHAPS),
        (502, b"<html>", PERHAPS),
    ],
)
def test_a_refusal_tells_for_ever_from_for_now_from_perhaps(status: int, answer: Any, kind: type[Exception] | None) -> None:
    assert judge("twilio_sms")(status, answer) is kind
    assert judge("twilio_whatsapp")(status, answer) is kind


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1.mp3", True),
        ("https://api.twilio.com.evil.example/RE1", False),
        ("https://api.twilio.com@evil.example/RE1", False),
        ("https://evil.example/https://api.twilio.com/", False),
        ("http://api.twilio.com/RE1", False),
        ("https://mms.twiliocdn.com/x", False),
    ],
)
def test_our_login_goes_to_the_api_and_nowhere_else(address: str, is_told: bool) -> None:
    call = channel("twilio_sms").media(Attachment("x", "", 0, "", content_id=address), THERE)
    assert (call.url, "Authorization" in call.headers) == (address, is_told)


def test_only_whatsapp_has_a_window() -> None:
    assert twilio_sms.MANNERS.window is None
    assert twilio_whatsapp.MANNERS.window == timedelta(hours=24)
