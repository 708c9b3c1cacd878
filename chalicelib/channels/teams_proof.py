"""The proof of a call by the Bot Framework: a JSON Web Token of Microsoft's, for our bot, for this service, in these minutes.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication, "Authenticate requests from
the Bot Connector service to your bot". The token covers no body; what ties the two together is the address of the service.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.message import WebhookCall
from chalicelib.channels.payload import elements, leniently, mapping, text
from chalicelib.channels.proof import header, same
from chalicelib.channels.rsa import public_key, unpadded, verify

ISSUER = "https://api.botframework.com"
# Only what Microsoft signs with; a token that names "none" or a shared-key algorithm names nothing here.
ALGORITHMS = {"RS256": "sha256", "RS384": "sha384", "RS512": "sha512"}
LEEWAY = timedelta(minutes=5)
LONGEST_TOKEN = 16_384
MOST_KEYS = 50


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    scheme, _, token = header(call.headers, "authorization").partition(" ")
    app, activity = secrets.get("app_id", ""), leniently(call.body)
    if scheme != "Bearer" or not app or len(token) > LONGEST_TOKEN or not token.isascii():
        return False
    claims = proven(token, secrets.get("jwks", ""), text(activity.get("channelId")))
    if claims is None or not _is_now(claims, call.at):
        return False
    is_ours = same(text(claims.get("iss")), ISSUER) and same(text(claims.get("aud")), app)
    return is_ours and same(text(claims.get("serviceurl")), text(activity.get("serviceUrl")))


def proven(token: str, jwks: str, channel: str) -> dict[str, Any] | None:
    """The claims of a token that a published key signed, if that key is endorsed for the channel; None for any other."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    head, body, signature = (unpadded(part) for part in parts)
    if not (head and body and signature):
        return None
    told = leniently(head)
    algorithm = ALGORITHMS.get(text(told.get("alg")), "")
    # A header that says what else must be understood (RFC 7515, 4.1.11) asks for something that we do not do.
    if not algorithm or "crit" in told or not _is_signed(told, (jwks, channel), f"{parts[0]}.{parts[1]}".encode(), (signature, algorithm)):
        return None
    return leniently(body)


def _is_signed(told: Mapping[str, Any], keys: tuple[str, str], message: bytes, signed: tuple[bytes, str]) -> bool:
    (jwks, channel), (signature, algorithm), name = keys, signed, text(told.get("kid"))
    published = (mapping(key) for key in elements(leniently(jwks.encode("utf-8", "replace")).get("keys"))[:MOST_KEYS])
    chosen = next((key for key in published if name and text(key.get("kid")) == name), None)
    if chosen is None or not _may_sign(chosen, text(told["alg"]), channel):
        return False
    key = public_key(text(chosen.get("n")), text(chosen.get("e")))
    return key is not None and verify(key, signature, message, algorithm)


def _may_sign(key: Mapping[str, Any], algorithm: str, channel: str) -> bool:
    """For signatures, with this algorithm if it is tied to one, and endorsed for the channel that the activity says it is of."""
    use, tied = text(key.get("use")) or "sig", text(key.get("alg")) or algorithm
    endorsed = [text(one) for one in elements(key.get("endorsements"))]
    return text(key.get("kty")) == "RSA" and use == "sig" and tied == algorithm and bool(channel) and channel in endorsed


def _is_now(claims: Mapping[str, Any], at: datetime) -> bool:
    """Not before `nbf` and before `exp`, each with five minutes for clocks that differ."""
    begins, ends = claims.get("nbf"), claims.get("exp")
    if not _is_time(ends) or not (begins is None or _is_time(begins)):
        return False
    now, leeway = at.timestamp(), LEEWAY.total_seconds()
    return (begins is None or float(begins) - leeway <= now) and now < float(ends or 0) + leeway


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12
