"""Who calls: by an API key, which every client sends in its own way, or by a token of the company's own sign-in."""

import base64
import binascii
from datetime import datetime

from chalicelib.desk.model import Desk
from chalicelib.errors import BadCredentials
from chalicelib.people import actions as people
from chalicelib.people.keys import Principal

LONGEST = 1_000


def authenticate(header: str, desk: Desk, now: datetime) -> Principal:
    """Who calls. Raises BadCredentials, and Unavailable where the keys of the sign-in cannot be had."""
    scheme, _, token = header.strip().partition(" ")
    # Our own keys have no dot in them.
    if scheme.lower() == "bearer" and token.count(".") == 2:
        return _signed_in(token.strip(), desk, now)
    api_key = key_in(header)
    if not api_key:
        raise BadCredentials
    return people.principal(api_key, desk, now)


def _signed_in(token: str, desk: Desk, now: datetime) -> Principal:
    if not desk.sign_in.issuer:
        raise BadCredentials
    # Whoever sends an API key is not kept waiting for what only tokens need.
    from chalicelib.handlers.signing_in import principal

    return principal(token, desk, now)


def key_in(header: str) -> str:
    """The API key in an Authorization header: `Basic` with any password, the same without the word, or `Bearer`."""
    scheme, _, rest = header.strip()[:LONGEST].partition(" ")
    match scheme.lower():
        case "bearer":
            return rest.strip()
        case "basic":
            return _user_of(rest.strip())
        case _:
            return _user_of(scheme)


def _user_of(encoded: str) -> str:
    try:
        decoded = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return decoded.partition(":")[0]
