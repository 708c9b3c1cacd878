"""An RSA key of our own for the tests, and tokens signed with it as Microsoft signs them."""

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

APP = "00000000-1111-2222-3333-444444444444"
KID = "key-of-the-tests"
HASHES: dict[str, type[hashes.HashAlgorithm]] = {"RS256": hashes.SHA256, "RS384": hashes.SHA384, "RS512": hashes.SHA512}


@cache
def private(size: int = 2048, number: int = 0) -> rsa.RSAPrivateKey:
    """The same key for the same arguments."""
    return rsa.generate_private_key(65537, size)


def numbers(key: rsa.RSAPrivateKey) -> tuple[int, int]:
    public = key.public_key().public_numbers()
    return public.n, public.e


def sign(key: rsa.RSAPrivateKey, message: bytes, algorithm: str = "RS256") -> bytes:
    return key.sign(message, padding.PKCS1v15(), HASHES[algorithm]())


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def whole(number: int) -> str:
    return b64(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def jwk(key: rsa.RSAPrivateKey, kid: str = KID, **more: Any) -> dict[str, Any]:
    n, e = numbers(key)
    return {"kty": "RSA", "use": "sig", "kid": kid, "n": whole(n), "e": whole(e), "endorsements": ["msteams", "webchat"], **more}


def jwks(*keys: dict[str, Any]) -> str:
    return json.dumps({"keys": list(keys or (jwk(private()),))})


def token(claims: Mapping[str, Any], head: Mapping[str, Any] | None = None, key: rsa.RSAPrivateKey | None = None) -> str:
    """A JSON Web Token; what `head` says its algorithm is, it is signed with, if that is one of RSA's."""
    head = {"typ": "JWT", "alg": "RS256", "kid": KID} | dict(head or {})
    signed = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(dict(claims)).encode())}"
    algorithm = str(head["alg"])
    return f"{signed}.{b64(sign(key or private(), signed.encode(), algorithm if algorithm in HASHES else 'RS256'))}"
