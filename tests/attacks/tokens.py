"""Tokens of the company's own sign-in, each wrong in the one way that its name says."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.channels.keys import KID, b64, jwk, private, token

ISSUER, AUDIENCE = "https://login.acme-help.example", "vuoro"
_PUBLIC = jwk(private())
SIGN_IN: dict[str, Any] = {"issuer": ISSUER, "audience": AUDIENCE, "keys": [{name: _PUBLIC[name] for name in ("kid", "n", "e")}]}
EVIL = "https://evil.example/keys"
STRANGER = private(number=1)


def _unsigned(claims: dict[str, Any], algorithm: str) -> str:
    head = {"typ": "JWT", "alg": algorithm, "kid": KID}
    return f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}."


BROKEN: dict[str, Callable[[dict[str, Any]], str]] = {
    "xxx": lambda claims: "xxx",
    "alg_none": lambda claims: _unsigned(claims, "none"),
    "alg_none_case": lambda claims: _unsigned(claims, "nOnE"),
    "nbf_future": lambda claims: token({**claims, "nbf": claims["nbf"] + 600}),
    "wrong_aud": lambda claims: token({**claims, "aud": "another"}),
    "wrong_iss": lambda claims: token({**claims, "iss": "https://login.evil.example"}),
    "embedded_jwk": lambda claims: token(claims, {"jwk": jwk(STRANGER, "evil"), "kid": "evil", "jku": EVIL}, STRANGER),
    "no_signature": lambda claims: token(claims).rpartition(".")[0] + ".",
}


def claims(now: datetime) -> dict[str, Any]:
    """What would be right of the agent."""
    at = int(now.timestamp())
    return {"iss": ISSUER, "aud": AUDIENCE, "sub": "5", "email": "agent@acme-help.example", "iat": at, "nbf": at, "exp": at + 3600}


def bearer(name: str | None, now: datetime) -> dict[str, str]:
    """The header for a broken token; none at all for None."""
    return {"authorization": f"Bearer {BROKEN[name](claims(now))}"} if name is not None else {}
