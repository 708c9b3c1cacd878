"""What all channels of Meta share: the challenge that proves our address, the signature, and the errors of the Graph API."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from chalicelib.channels.carrying import PATIENCE, verdict
from chalicelib.channels.message import Enclosure, Outbound, Sending, WebAnswer, WebhookCall
from chalicelib.channels.payload import leniently, mapping, text
from chalicelib.channels.proof import header, same, signed
from chalicelib.errors import ProviderRefused, Unavailable, VuoroError

API_URL = "https://graph.facebook.com/v23.0"
WINDOW, AGENT_WINDOW = timedelta(hours=24), timedelta(days=7)
SIGNATURE = "x-hub-signature-256"
CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,256}")
# Busy, throttled or in maintenance; 0 and 190 are a token that the operator has to renew, no fault of the message.
PASSING = frozenset({"0", "1", "2", "4", "17", "32", "190", "341", "368", "613"})


def greeting(call: WebhookCall, secrets: Mapping[str, str]) -> WebAnswer | None:
    """Meta's GET: its word is echoed only for our token, and only if it is a plain word."""
    if call.method != "GET" or not same(call.query.get("hub.verify_token", ""), secrets.get("verify_token", "")):
        return None
    word = str(call.query.get("hub.challenge", ""))
    return WebAnswer(word) if call.query.get("hub.mode") == "subscribe" and CHALLENGE.fullmatch(word) else None


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """X-Hub-Signature-256: `sha256=` and the hex HMAC-SHA256 of the raw body under the app secret."""
    secret = secrets.get("app_secret", "")
    return bool(secret) and same(header(call.headers, SIGNATURE), f"sha256={signed(secret, call.body).hex()}")


def bearer(sending: Sending, account: str = "") -> dict[str, str]:
    """Our token; `access_token_<account>` stands before the one for all accounts."""
    token = sending.secrets.get(f"access_token_{account}") or sending.secrets.get("access_token", "")
    return {"Authorization": f"Bearer {token}"}


def edge(sending: Sending, node: str, name: str) -> str:
    """The address of an edge of a node of the Graph API."""
    return f"{sending.url.rstrip('/')}/{quote(node, safe='')}/{name}"


def attachment(file: Enclosure) -> dict[str, Any]:
    """A file as Messenger and Instagram take it: Meta fetches it from its address."""
    kind = file.main_type if file.main_type in ("image", "audio", "video") else "file"
    return {"type": kind, "payload": {"url": file.url, "is_reusable": False}}


def written(outbound: Outbound) -> dict[str, str]:
    """How a message is marked: a person's answer after the 24 hours goes for seven days, under the tag for that.

    https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags: HUMAN_AGENT is for no automatic message,
    and the app needs the "Human Agent" feature for it.
    """
    return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if outbound.late else {"messaging_type": "RESPONSE"}


def refusal(name: str, status: int, answer: bytes, passing: frozenset[str] = PASSING) -> VuoroError | None:
    """The error of the Graph API's answer under the channel's `name`; None if it took the message."""
    error = mapping(leniently(answer).get("error"))
    # Without Meta's own error it was a gateway that spoke, and the message may have gone through.
    found = verdict(name, status, error_line(error))
    if isinstance(found, ProviderRefused) and text(error.get("code")) in passing:
        return Unavailable(found.message, retry_after=PATIENCE)
    return found


def error_line(error: object) -> str:
    """A provider's error in one line: code, title, details."""
    told = mapping(error)
    title = text(told.get("message")) or text(told.get("title"))
    details = text(mapping(told.get("error_data")).get("details")) or text(told.get("details"))
    return ": ".join(part for part in (f"{text(told.get('code'))} {title}".strip(), details) if part)
