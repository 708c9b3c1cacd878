"""How each provider signs what it sends us, written apart from the code under test."""

import hashlib
import hmac
from collections.abc import Callable


def whatsapp(body: bytes, secret: str) -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.digest(secret.encode(), body, hashlib.sha256).hex()}


SIGNERS: dict[str, Callable[[bytes, str], dict[str, str]]] = {"whatsapp": whatsapp}
