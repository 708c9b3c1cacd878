"""Makers of ids and of unforgeable tokens; whoever holds a token proves it, a bare id proves nothing."""

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.channels.message import Handle

TICKET_TOKEN = re.compile(r"t(\d{1,15})\.([a-z2-7]{20})", re.IGNORECASE)
CONVERSATIONS_PER_TICKET = 65_536


def command_id() -> str:
    """A random id for a command that nobody may send twice by accident (API calls without Idempotency-Key)."""
    return secrets.token_hex(8)


def part_id() -> str:
    """A random id of six bytes for a cost that travels in a message."""
    return secrets.token_hex(6)


def number_of(text: str, bits: int = 53) -> int:
    """A stable positive integer below 2**bits, safe as a JSON number in JavaScript."""
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big") % ((1 << bits) - 1) + 1


def contact_id(first_handle: Handle) -> int:
    return number_of(f"contact:{first_handle.kind}:{first_handle.value}")


def account_id(address: str) -> int:
    """The id of an address of ours, in lists of mail addresses and on tickets."""
    return number_of(f"account:{address.casefold()}")


def company_id(name: str) -> int:
    return number_of(f"company:{name.casefold()}")


def conversation_id(ticket: int, seq: int) -> int:
    return ticket * CONVERSATIONS_PER_TICKET + seq


def ticket_and_seq(conversation: int) -> tuple[int, int]:
    return divmod(conversation, CONVERSATIONS_PER_TICKET)


def digest(*parts: str) -> str:
    """A short collision-free name for the given parts (128 bits, hex)."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def key_hash(api_key: str) -> str:
    """How an API key is stored; keys are 256 random bits, so one plain hash is enough."""
    return hashlib.sha256(api_key.encode()).hexdigest()


def new_api_key() -> str:
    return secrets.token_urlsafe(32)


def repeatable_api_key(seed: str, keys: Mapping[str, str]) -> str:
    """An API key that a repetition of its making makes again, so that it need not be kept; only who has our secret can work it out."""
    return _b64(hmac.new(keys["current"].encode(), f"api-key:{seed}".encode(), hashlib.sha256).digest())


def webhook_secret(number: int, salt: str, key: str) -> bytes:
    """What signs a webhook's calls: worked out from the desk's key whenever it is needed, and kept nowhere."""
    return hmac.new(key.encode(), f"webhook:{number}:{salt}".encode(), hashlib.sha256).digest()


def key_mark(key: str) -> str:
    """By what a key of ours is known again; it tells nothing of the key."""
    return hmac.new(key.encode(), b"mark", hashlib.sha256).hexdigest()[:12]


def ticket_token(number: int, keys: Mapping[str, str]) -> str:
    """The reply token `t<n>.<100 bits of HMAC>`: a valid mail local part in one letter case."""
    return f"t{number}.{_mac(f'ticket:{number}', keys['current'])}"


def ticket_of(token: str, keys: Mapping[str, str]) -> int | None:
    """The ticket a token names, or None if it is not one of ours under any key still in `keys`."""
    match = TICKET_TOKEN.fullmatch(token)
    if not match:
        return None
    number, mac = int(match[1]), match[2].lower()
    genuine = any(hmac.compare_digest(mac, _mac(f"ticket:{number}", key)) for key in keys.values())
    return number if genuine else None


def seal(claims: Mapping[str, Any], expires: datetime, keys: Mapping[str, str]) -> str:
    """A URL-safe token that carries `claims` until `expires` (UTC), signed with the current key."""
    body = _b64(json.dumps({**claims, "exp": int(expires.timestamp())}, separators=(",", ":"), sort_keys=True).encode())
    return f"{body}.{_mac(f'seal:{body}', keys['current'])}"


def unseal(token: str, now: datetime, keys: Mapping[str, str]) -> dict[str, Any] | None:
    """The claims of a genuine token that has not expired, else None."""
    body, _, mac = token.partition(".")
    if not any(hmac.compare_digest(mac.encode(), _mac(f"seal:{body}", key).encode()) for key in keys.values()):
        return None
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims if datetime.fromtimestamp(claims["exp"], UTC) > now else None


def signed_place(purpose: str, text: str, keys: Mapping[str, str]) -> str:
    """A URL-safe token for a place in a list; it holds for this purpose only, and without end."""
    body = _b64(text.encode())
    return f"{body}.{_mac(f'place:{purpose}:{body}', keys['current'])}"


def genuine_place(purpose: str, token: str, keys: Mapping[str, str]) -> str | None:
    """The place in a token that we made for this purpose, else None."""
    body, _, mac = token.partition(".")
    if not any(hmac.compare_digest(mac.encode(), _mac(f"place:{purpose}:{body}", key).encode()) for key in keys.values()):
        return None
    return base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()


def _mac(text: str, key: str) -> str:
    raw = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()[:13]
    return base64.b32encode(raw).decode().lower().rstrip("=")[:20]


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
