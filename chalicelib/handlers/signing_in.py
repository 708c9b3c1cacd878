"""A caller with a token of the company's own sign-in; its keys are in desk.yaml or at the one address that desk.yaml names."""

from datetime import datetime

from chalicelib.channels.tokens import Token
from chalicelib.desk.model import Desk, SignIn
from chalicelib.errors import BadCredentials
from chalicelib.outside import keysets
from chalicelib.people import sign_in as rules
from chalicelib.people.keys import Principal


def principal(token: str, desk: Desk, now: datetime) -> Principal:
    """Raises BadCredentials alike for whatever is wrong with it, and Unavailable."""
    told = rules.hopeful(token, desk.sign_in, now)
    who = rules.principal_of(told, desk) if told and _is_signed(told, desk.sign_in, now) else None
    if who is None:
        raise BadCredentials
    return who


def _is_signed(token: Token, sign_in: SignIn, now: datetime) -> bool:
    if not sign_in.keys_url:
        return rules.signed_by(token, rules.pinned(sign_in))
    known = rules.published(keysets.published(sign_in.keys_url, now))
    # A key may be new; the set is fetched again for an unknown name only, and at most once in five minutes.
    if token.chosen(known) is None and keysets.renew(sign_in.keys_url, now):
        known = rules.published(keysets.published(sign_in.keys_url, now))
    return rules.signed_by(token, known)
