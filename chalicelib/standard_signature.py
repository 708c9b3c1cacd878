"""Signatures of Standard Webhooks 1.0 (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, for calls that come in and go out."""

import base64
import binascii
import hashlib
import hmac

ID, TIME, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64


def signature(key: bytes, name: str, time: str, body: bytes) -> str:
    """One signature as the header has it; several stand side by side with blanks between them."""
    content = b"%s.%s.%s" % (name.encode("utf-8", "replace"), time.encode(), body)
    return "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()


def key_of(secret: str) -> bytes:
    """The bytes behind a secret as the standard writes it, 24 to 64 of them; none for anything else."""
    try:
        found = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if SHORTEST <= len(found) <= LONGEST else b""


def secret_of(key: bytes) -> str:
    """A key as the standard writes it."""
    return PREFIX + base64.b64encode(key).decode()
