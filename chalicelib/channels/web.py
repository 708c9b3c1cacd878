"""Chat and form of a shop's own pages: who writes proves with a pass of ours that this visit is theirs, the desk's answers are fetched.

A visitor is `v:` and a random name, or `u:` and the user id that the shop's server vouched for (HMAC-SHA256 under the inbox
secret). A chat belongs to the visitor; a form is mail of the address it names, which is unproven until its owner confirms it.
"""

import base64
import binascii
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.channels.batch import Found, Remark, gathered, objects
from chalicelib.channels.carrying import carried, verdict
from chalicelib.channels.email.addresses import identity
from chalicelib.channels.envelope import Shape, words
from chalicelib.channels.message import Handle, HttpCall, Inbound, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import leniently, load, stand_in, text
from chalicelib.channels.proof import header, same, signed
from chalicelib.channels.registry import Parsed
from chalicelib.errors import Unreadable, VuoroError
from chalicelib.values import dataclass

NAME = "web"
# Nothing is called: what is composed waits in the visit's row until the page asks for it.
API_URL = "https://nowhere.invalid"
FETCHED = True
CHAT = True
KINDS = ()
MANNERS = Manners(longest=4_000, proactive=False)
SECRET = "inbox_secret"  # noqa: S105  # the name of the secret, not the secret
EVENT = words("type", "id", "text", "email", "name", "subject", "page")
BODY: Shape = {**words("visitor", "account", "name", "language"), "events": (EVENT,)}
USER = "u:"
PASS_HOLDS = timedelta(days=30)
LONGEST_TEXT, LONGEST_LINE = 4_000, 200
PASS = re.compile(r"Bearer ([A-Za-z0-9_-]{4,900})\.([0-9a-f]{64})")
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,190}\.[^\s@<>,;:\"()\[\]\\.]{2,63}")


@dataclass(frozen=True, slots=True)
class Pass:
    """Who visits which of the shop's sites (its origin), until when (UTC)."""

    visitor: str
    account: str
    expires: datetime


def stamped(given: Pass, secret: str) -> str:
    """The pass as the page holds it."""
    claims = json.dumps({"v": given.visitor, "a": given.account, "e": int(given.expires.timestamp())}).encode()
    body = base64.urlsafe_b64encode(claims).decode().rstrip("=")
    return f"{body}.{_mac(body, secret)}"


def held(call: WebhookCall, secrets: Mapping[str, str]) -> Pass | None:
    """The pass that a call carries, None for one that is not ours or has expired."""
    found, secret = PASS.fullmatch(header(call.headers, "authorization")), secrets.get(SECRET, "")
    if found is None or not secret or not same(found[2], _mac(found[1], secret)):
        return None
    claims = _claims(found[1])
    expires = datetime.fromtimestamp(claims["e"], UTC)
    return Pass(claims["v"], claims["a"], expires) if call.at < expires else None


def vouched(user: str, proof: str, secret: str) -> bool:
    """Whether the shop's server vouches for this user: hex HMAC-SHA256(user id, inbox secret)."""
    return bool(secret and user) and same(proof, signed(secret, user.encode("utf-8", "replace")).hex())


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """The pass is ours, has not expired, and is that of the visitor and the site which the body names; the words are not signed."""
    given, told = held(call, secrets), leniently(call.body)
    return given is not None and (given.visitor, given.account) == (told.get("visitor"), told.get("account"))


def parse(call: WebhookCall) -> Parsed:
    """Every event of a visit: messages of the chat, and forms."""
    told = load(call.body)
    if "events" not in told:
        raise Unreadable("body: no events")
    if not text(told.get("visitor")):
        raise Unreadable("body.visitor: nobody")
    return gathered(_event(where, event, told, call.at) for where, event in objects(told["events"], "events"))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """A line of the visit, as the page will read it."""
    said = {"id": outbound.tag, "name": outbound.sender_name, "text": carried("The web chat", outbound, MANNERS)}
    return HttpCall("PUT", f"{sending.url.rstrip('/')}/visits/{outbound.to.value}", {}, json.dumps(said, ensure_ascii=False).encode())


def provider_id(answer: bytes) -> str:
    return text(leniently(answer).get("id"))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return verdict("The web chat", status, text(leniently(answer).get("error")))


def _mac(body: str, secret: str) -> str:
    return hmac.digest(secret.encode("utf-8", "replace"), f"visit:{body}".encode(), "sha256").hex()


def _claims(body: str) -> dict[str, Any]:
    """Ours, since the mac was."""
    try:
        claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError) as fault:
        raise AssertionError("we stamped what we cannot read") from fault
    return claims


def _event(where: str, event: dict[str, Any] | Remark, told: dict[str, Any], at: datetime) -> Found:
    if isinstance(event, Remark):
        return event
    kind, words = text(event.get("type")), text(event.get("text")).strip()
    if kind == "form":
        return _form(where, event, told, at)
    if kind == "message" and not words:
        return Remark(f"{where}.text: empty", is_fault=True)
    visitor, name = text(told.get("visitor")), _line(told.get("name"))
    return Inbound(
        channel=NAME,
        external_id=_id(event, visitor, words),
        sender=Handle(NAME, visitor, name or _nameless(visitor)),
        aliases=(Handle("email", address, name),) if (address := _vouched_address(visitor)) else (),
        received_at=at,
        subject=_line(event.get("page")),
        text=words or f"({kind or 'an event without a type'}: without a text)",
        full_text=words,
        recipients=_recipients(told),
        language=_line(told.get("language")),
    )


def _form(where: str, event: dict[str, Any], told: dict[str, Any], at: datetime) -> Found:
    visitor, words, address = text(told.get("visitor")), text(event.get("text")).strip(), _address(text(event.get("email")))
    if not address:
        return Remark(f"{where}.email: no mail address", is_fault=True)
    if not words:
        return Remark(f"{where}.text: empty", is_fault=True)
    return Inbound(
        channel=NAME,
        external_id=_id(event, visitor, words),
        sender=Handle("email", address, _line(event.get("name")) or _line(told.get("name"))),
        received_at=at,
        subject=_line(event.get("subject")),
        text=words,
        full_text=words,
        recipients=_recipients(told),
        language=_line(told.get("language")),
        unproven="" if address == _vouched_address(visitor) else f"{visitor} {address}",
    )


def _nameless(visitor: str) -> str:
    """What to call a visitor who gave no name: an agent cannot read 32 digits, and tells two visitors apart by four."""
    return visitor.removeprefix(USER) if visitor.startswith(USER) else f"visitor {visitor[-4:]}"


def _vouched_address(visitor: str) -> str:
    """The mail address by which the shop knows its user, if it is one."""
    return _address(visitor.removeprefix(USER)) if visitor.startswith(USER) else ""


def _address(written: str) -> str:
    """A mail address in its one form, empty for what is none: letters that only imitate others make nobody's."""
    address = identity(written)
    return address if ADDRESS.fullmatch(address) else ""


def _id(event: dict[str, Any], visitor: str, words: str) -> str:
    """A page names its own events; another visitor's cannot be meant."""
    own = _line(event.get("id"))
    return f"{visitor}:{own}" if own else stand_in(visitor, words)


def _recipients(told: dict[str, Any]) -> tuple[str, ...]:
    account = text(told.get("account"))
    return (account,) if account else ()


def _line(value: object) -> str:
    return " ".join(text(value).split())[:LONGEST_LINE]
