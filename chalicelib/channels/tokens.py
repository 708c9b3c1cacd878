"""JSON Web Tokens of others (RFC 7519, RFC 7515): read, and believed if a key of a published set signed them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.payload import leniently, text
from chalicelib.channels.rsa import public_key, unpadded, verify
from chalicelib.values import dataclass

# A token that names "none" or a shared-key algorithm names nothing here.
ALGORITHMS = {"RS256": "sha256", "RS384": "sha384", "RS512": "sha512"}
LONGEST_TOKEN = 16_384
MOST_KEYS = 50

Key = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says; nothing of it is true before `is_signed`."""

    head: Mapping[str, Any]
    claims: dict[str, Any]
    message: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        return text(self.head.get("alg"))

    @property
    def key(self) -> str:
        """The name of the key that signed it."""
        return text(self.head.get("kid"))

    def is_signed(self, keys: Iterable[Key], may_sign: Callable[[Key], bool]) -> bool:
        """Whether the key that it names, of these alone, signed it; keys that the token brings itself are nobody's."""
        chosen = self.chosen(keys)
        if chosen is None or not _is_for(chosen, self.algorithm) or not may_sign(chosen):
            return False
        key = public_key(text(chosen.get("n")), text(chosen.get("e")))
        return key is not None and verify(key, self.signature, self.message, ALGORITHMS[self.algorithm])

    def chosen(self, keys: Iterable[Key]) -> Key | None:
        return next((key for key in keys if self.key and text(key.get("kid")) == self.key), None)


def read(token: str) -> Token | None:
    """The token, if it is one of a kind that can be checked here."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    head, body, signature = (unpadded(part) for part in parts)
    if not (head and body and signature):
        return None
    told = leniently(head)
    # A header that says what else must be understood (RFC 7515, 4.1.11) asks for something that we do not do.
    if text(told.get("alg")) not in ALGORITHMS or "crit" in told:
        return None
    return Token(told, leniently(body), f"{parts[0]}.{parts[1]}".encode(), signature)


def is_now(claims: Mapping[str, Any], at: datetime, leeway: timedelta) -> bool:
    """Not before `nbf` and before `exp`, each with some leeway for clocks that differ."""
    begins, ends = claims.get("nbf"), claims.get("exp")
    if not is_time(ends) or not (begins is None or is_time(begins)):
        return False
    now, spare = at.timestamp(), leeway.total_seconds()
    return (begins is None or float(begins) - spare <= now) and now < float(ends or 0) + spare


def is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12


def _is_for(key: Key, algorithm: str) -> bool:
    """An RSA key for signatures, with this algorithm if it is tied to one."""
    use, tied = text(key.get("use")) or "sig", text(key.get("alg")) or algorithm
    return text(key.get("kty")) == "RSA" and use == "sig" and tied == algorithm
