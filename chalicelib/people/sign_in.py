"""Who a token of the company's own sign-in stands for: one issuer, one audience, one algorithm, keys that the configuration names.

What is checked follows RFC 7519 and RFC 8725 (JSON Web Token best current practices).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.email.addresses import identity
from chalicelib.channels.payload import elements, leniently, mapping, text
from chalicelib.channels.tokens import MOST_KEYS, Key, Token, is_now, is_time, read
from chalicelib.desk.model import Desk, SignIn
from chalicelib.people import keys
from chalicelib.people.keys import Principal

LEEWAY = timedelta(seconds=60)
LONGEST_LIFE = timedelta(hours=1)
# A token that was made for something else, such as a logout, names another type (RFC 8725, 3.11).
TYPES = ("jwt", "at+jwt")


def hopeful(token: str, sign_in: SignIn, now: datetime) -> Token | None:
    """The token, if all but its signature is right; nothing is fetched for one that would be refused anyway."""
    told = read(token)
    if told is None or told.algorithm != sign_in.algorithm or not _is_of_a_type(told):
        return None
    is_ours = text(told.claims.get("iss")) == sign_in.issuer and sign_in.audience in _audiences(told.claims)
    return told if is_ours and _is_young(told.claims, now) and is_now(told.claims, now, LEEWAY) else None


def published(key_set: str) -> list[Key]:
    """The keys of a JSON Web Key Set (RFC 7517, 5)."""
    return [mapping(key) for key in elements(leniently(key_set.encode("utf-8", "replace")).get("keys"))[:MOST_KEYS]]


def pinned(sign_in: SignIn) -> list[Key]:
    """The keys that the configuration itself holds."""
    return [{"kty": "RSA", "use": "sig", "kid": key.kid, "n": key.n, "e": key.e} for key in sign_in.keys]


def signed_by(token: Token, known: Iterable[Key]) -> bool:
    return token.is_signed(known, lambda key: True)


def principal_of(token: Token, desk: Desk) -> Principal | None:
    """The agent with the mail address that the token vouches for, with all rights of their role; None for anybody else."""
    address = identity(text(token.claims.get("email")))
    is_vouched = token.claims.get("email_verified", True) is True
    agent = desk.agent_by_email(address) if address and is_vouched else None
    who = keys.principal_of(keys.Key(agent.id), "", desk) if agent else None
    return replace(who, id=f"agent:{who.number}") if who else None


def _is_of_a_type(token: Token) -> bool:
    return "typ" not in token.head or text(token.head["typ"]).lower() in TYPES


def _audiences(claims: Mapping[str, Any]) -> list[str]:
    """`aud` is one name or a list of them (RFC 7519, 4.1.3); an empty name is nobody's."""
    told = claims.get("aud")
    return [name for name in ([told] if isinstance(told, str) else elements(told)) if isinstance(name, str) and name]


def _is_young(claims: Mapping[str, Any], now: datetime) -> bool:
    """Issued by now, to hold for an hour at most."""
    issued, ends = claims.get("iat"), claims.get("exp")
    if not is_time(issued) or not is_time(ends):
        return False
    begun, ended = float(issued or 0), float(ends or 0)
    return begun <= now.timestamp() + LEEWAY.total_seconds() and 0 < ended - begun <= LONGEST_LIFE.total_seconds()
