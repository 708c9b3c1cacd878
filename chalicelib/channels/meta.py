"""What all channels of Meta share: the challenge that proves our address, the signature, and the errors of the Graph API."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import quote

from chalicelib.channels.message import Sending, WebAnswer, WebhookCall
from chalicelib.channels.payload import leniently, mapping, text
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain, VuoroError

API_URL = "https://graph.facebook.com/v23.0"
SIGNATURE = "x-hub-signature-256"
CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,256}")
# Busy, throttled or in maintenance; 0 and 190 are a token that the operator has to renew, no fault of the message.
PASSING = frozenset({"0", "1", "2", "4", "17", "32", "190", "341", "368", "613"})


def greeting(call: WebhookCall, secrets: Mapping[str, str]) -> WebAnswer | None:
    """Meta's GET: its word is echoed only for our token, and only if it is a plain word."""
    expected = secrets.get("verify_token", "")
    given = str(call.query.get("hub.verify_token", "")).encode("utf-8", "replace")
    if call.method != "GET" or not expected or not hmac.compare_digest(given, expected.encode()):
        return None
    word = str(call.query.get("hub.challenge", ""))
    return WebAnswer(word) if call.query.get("hub.mode") == "subscribe" and CHALLENGE.fullmatch(word) else None


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """X-Hub-Signature-256: `sha256=` and the hex HMAC-SHA256 of the raw body under the app secret."""
    secret = secrets.get("app_secret", "")
    expected = "sha256=" + hmac.new(secret.encode(), call.body, hashlib.sha256).hexdigest()
    given = str(call.headers.get(SIGNATURE, ""))
    return bool(secret) and hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def bearer(sending: Sending, account: str = "") -> dict[str, str]:
    """Our token; `access_token_<account>` stands before the one for all accounts."""
    token = sending.secrets.get(f"access_token_{account}") or sending.secrets.get("access_token", "")
    return {"Authorization": f"Bearer {token}"}


def edge(sending: Sending, node: str, name: str) -> str:
    """The address of an edge of a node of the Graph API."""
    return f"{sending.url.rstrip('/')}/{quote(node, safe='')}/{name}"


def refusal(name: str, status: int, answer: bytes, passing: frozenset[str] = PASSING) -> VuoroError | None:
    """The error of the Graph API's answer under the channel's `name`; None if it took the message."""
    if 200 <= status < 300:
        return None
    error = mapping(leniently(answer).get("error"))
    reason = f"{name} answered {status}: {error_line(error) or 'no reason given'}"
    if status in (401, 429) or text(error.get("code")) in passing:
        return Unavailable(reason, retry_after=60)
    if status >= 500:
        # Without Meta's own error it was a gateway that spoke, and the message may have gone through.
        return Unavailable(reason) if error else Uncertain(reason)
    return ProviderRefused(reason)


def error_line(error: object) -> str:
    """A provider's error in one line: code, title, details."""
    told = mapping(error)
    title = text(told.get("message")) or text(told.get("title"))
    details = text(mapping(told.get("error_data")).get("details")) or text(told.get("details"))
    return ": ".join(part for part in (f"{text(told.get('code'))} {title}".strip(), details) if part)
