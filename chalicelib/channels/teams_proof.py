"""The proof of a call by the Bot Framework: a JSON Web Token of Microsoft's, for our bot, for this service, in these minutes.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication, "Authenticate requests from
the Bot Connector service to your bot". The token covers no body; what ties the two together is the address of the service.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.channels import tokens
from chalicelib.channels.message import WebhookCall
from chalicelib.channels.payload import elements, leniently, mapping, text
from chalicelib.channels.proof import header, same

ISSUER = "https://api.botframework.com"
LEEWAY = timedelta(minutes=5)


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    scheme, _, token = header(call.headers, "authorization").partition(" ")
    app, activity = secrets.get("app_id", ""), leniently(call.body)
    if scheme != "Bearer" or not app:
        return False
    claims = proven(token, secrets.get("jwks", ""), text(activity.get("channelId")))
    if claims is None or not tokens.is_now(claims, call.at, LEEWAY):
        return False
    is_ours = same(text(claims.get("iss")), ISSUER) and same(text(claims.get("aud")), app)
    return is_ours and same(text(claims.get("serviceurl")), text(activity.get("serviceUrl")))


def proven(token: str, jwks: str, channel: str) -> dict[str, Any] | None:
    """The claims of a token that a published key signed, if that key is endorsed for the channel; None for any other."""
    told = tokens.read(token)
    published = (mapping(key) for key in elements(leniently(jwks.encode("utf-8", "replace")).get("keys"))[: tokens.MOST_KEYS])
    return told.claims if told and told.is_signed(published, lambda key: _is_endorsed(key, channel)) else None


def _is_endorsed(key: Mapping[str, Any], channel: str) -> bool:
    """For the channel that the activity says it is of."""
    return bool(channel) and channel in [text(one) for one in elements(key.get("endorsements"))]
