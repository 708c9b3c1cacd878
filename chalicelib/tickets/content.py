"""Words beside their digest: a commit's hash can outlive what a person wrote."""

import hashlib
import hmac

from chalicelib.tickets.events import Content
from chalicelib.values import dataclass

INLINE = 24_000


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was written, salted, and the HMAC that the event carries."""

    content: Content
    digest: str


def seal(text: str, html: str, salt: str) -> Sealed:
    """`salt` is 128 random bits in hex, made where the words come in."""
    words = f"{text}\x1f{html}".encode()
    return Sealed(Content(salt, text, html), hmac.new(salt.encode(), words, hashlib.sha256).hexdigest()[:32])


def is_genuine(content: Content, digest: str) -> bool:
    return hmac.compare_digest(seal(content.text, content.html, content.salt).digest, digest)
