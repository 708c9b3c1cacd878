"""What all channels of Twilio share: the signature, the parameters of a call, the Messages API and its errors."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from chalicelib.channels.batch import line
from chalicelib.channels.carrying import carried, is_at, verdict
from chalicelib.channels.message import Attachment, Enclosure, Handle, HttpCall, Manners, Outbound, Sending, WebAnswer, WebhookCall
from chalicelib.channels.payload import leniently, load, text
from chalicelib.channels.phones import e164
from chalicelib.channels.proof import header, same, signed
from chalicelib.errors import ProviderRefused, Unreadable, VuoroError

API_URL = "https://api.twilio.com"
MEDIA_HOSTS = ("api.twilio.com", ".twiliocdn.com")
SIGNATURE = "x-twilio-signature"
SETTINGS = "x-twilio-webhooks-signature-settings"
SHARED_KEY = re.compile(r"key=(webhooks_sharedkey_[A-Za-z0-9_]{1,64}),\s*algorithm=HMAC_SHA256")
DIGEST = re.compile(r"[?&]bodySHA256=([0-9a-fA-F]{64})(?:&|$)")
MOST_PARAMETERS = 400
PORTS = {"https": 443, "http": 80}
WHATSAPP = "whatsapp:"
XML = "text/xml; charset=utf-8"
SILENCE = WebAnswer('<?xml version="1.0" encoding="UTF-8"?><Response/>', content_type=XML)


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """X-Twilio-Signature: base64 HMAC of our URL and what was posted to it, under the auth token or a shared key.

    https://www.twilio.com/docs/usage/webhooks/webhooks-security: SHA-1 under the auth token, unless the settings header
    names a shared key and SHA-256. The signed text is the URL with every parameter's name and value behind it, sorted; of a
    body that is no form it is the URL alone, which then holds the body's digest.
    """
    secret, algorithm = _key(call, secrets)
    rest = _rest(call)
    if not secret or rest is None:
        return False
    given = header(call.headers, SIGNATURE)
    signatures = (signed(secret, (url + rest).encode("utf-8", "replace"), algorithm) for url in _urls(call.url))
    return any(same(given, base64.b64encode(signature).decode()) for signature in signatures)


def _key(call: WebhookCall, secrets: Mapping[str, str]) -> tuple[str, str]:
    settings = header(call.headers, SETTINGS)
    if not settings:
        return secrets.get("auth_token", ""), "sha1"
    named = SHARED_KEY.fullmatch(settings.strip())
    return (secrets.get(named[1], ""), "sha256") if named else ("", "sha256")


def _rest(call: WebhookCall) -> str | None:
    """What the signature covers behind the URL; None if the body is not the one that the URL vouches for."""
    if digest := DIGEST.search(call.url):
        return "" if hmac.compare_digest(hashlib.sha256(call.body).hexdigest(), digest[1].lower()) else None
    try:
        pairs = _form(call.body)
    except ValueError:
        return None
    # JSON read as a form would be one odd parameter: Twilio signs none like that.
    if _is_json(call.body):
        return None
    return "".join(name + value for name, value in sorted(set(pairs)))


def _urls(url: str) -> Iterator[str]:
    """Twilio is not at one with itself on whether the port belongs to the URL: as given, without it, and with it."""
    try:
        parts = urlsplit(url)
        port, host = parts.port or PORTS.get(parts.scheme, 443), parts.hostname or ""
    except ValueError:
        return
    yield url
    yield from (parts._replace(netloc=netloc).geturl() for netloc in (host, f"{host}:{port}"))


def _form(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS)


def _is_json(body: bytes) -> bool:
    return body.lstrip().startswith(b"{")


def parameters(call: WebhookCall) -> dict[str, str]:
    """What was posted, as a form or as JSON; raises Unreadable if it is nothing of Twilio's."""
    try:
        plain = load(call.body) if _is_json(call.body) else dict(_form(call.body))
    except ValueError as error:
        raise Unreadable(f"body: no form ({error})") from error
    given = {name: text(value).replace("\x00", "") for name, value in plain.items()}
    if not given.keys() & {"MessageSid", "SmsSid", "SmsMessageSid", "CallSid"}:
        raise Unreadable("body: names neither a message nor a call")
    return given


def number(call_parameters: Mapping[str, str], name: str, default: int = 0) -> int:
    """A small whole number, `default` for anything else."""
    given = call_parameters.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else default


def sender(given: str, name: str, account: str) -> Handle | None:
    """Who an address of Twilio's is: a WhatsApp or phone number, a SIP or client name, or a sender without a number."""
    if given.startswith(WHATSAPP):
        bare = given.removeprefix(WHATSAPP).strip()
        return Handle("whatsapp", e164(bare).removeprefix("+") or bare, name) if bare else None
    if e164(given) and given.startswith("+"):
        return Handle("phone", given, name)
    return Handle(account, given, name) if given else None


def answer(call: WebhookCall) -> WebAnswer:
    """Twilio says back whatever it is answered: say nothing."""
    return SILENCE


def compose(provider: str, outbound: Outbound, sending: Sending, manners: Manners) -> HttpCall:
    """A message through the Messages API; the status callback, if there is one, is told the tag."""
    return _posted(outbound, sending, {"Body": carried(provider, outbound, manners)})


def enclose(outbound: Outbound, file: Enclosure, sending: Sending) -> HttpCall:
    """Twilio fetches the file itself."""
    return _posted(outbound, sending, {"MediaUrl": file.url})


def _posted(outbound: Outbound, sending: Sending, content: dict[str, str]) -> HttpCall:
    content = {**content, "To": _address(outbound.to)}
    prefix = WHATSAPP if outbound.to.kind == "whatsapp" else ""
    content |= {"MessagingServiceSid": outbound.account} if outbound.account.startswith("MG") else {"From": prefix + outbound.account}
    if callback := sending.secrets.get("status_callback", ""):
        content["StatusCallback"] = f"{callback}{'&' if '?' in callback else '?'}tag={quote(outbound.tag, safe='')}"
    url = f"{_account(sending)}/Messages.json"
    return HttpCall("POST", url, {**_login(sending), "Content-Type": "application/x-www-form-urlencoded"}, _encoded(content))


def provider_id(answer: bytes) -> str:
    return text(leniently(answer).get("sid"))


def refusal(provider: str, status: int, answer: bytes) -> VuoroError | None:
    told = leniently(answer)
    return verdict(provider, status, line(text(told.get("code")), text(told.get("message")), by=" "))


def media(file: Attachment, sending: Sending) -> HttpCall:
    """Media and recordings are read with our login, which goes to Twilio's API and nowhere else."""
    ours = is_at(file.content_id, (API_URL.removeprefix("https://"),)) or file.content_id.startswith(f"{sending.url.rstrip('/')}/")
    return HttpCall("GET", file.content_id, _login(sending) if ours else {}, b"")


def _address(to: Handle) -> str:
    if to.kind == "whatsapp":
        return f"{WHATSAPP}{e164(to.value) or to.value}"
    if to.kind == "phone" and e164(to.value):
        return e164(to.value)
    raise ProviderRefused(f"Twilio cannot write to {to.kind} {to.value!r}: no phone number")


def _account(sending: Sending) -> str:
    return f"{sending.url.rstrip('/')}/2010-04-01/Accounts/{quote(sending.secrets.get('account_sid', ''), safe='')}"


def _login(sending: Sending) -> dict[str, str]:
    """An API key if there is one, else the account itself."""
    user = sending.secrets.get("api_key", "") or sending.secrets.get("account_sid", "")
    word = sending.secrets.get("access_token", "") or sending.secrets.get("auth_token", "")
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{word}".encode()).decode()}


def _encoded(content: Mapping[str, str]) -> bytes:
    return urlencode({name: value.encode("utf-8", "replace") for name, value in content.items()}).encode()
