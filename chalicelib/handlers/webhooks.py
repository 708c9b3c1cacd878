"""The public doors of webhook channels: prove the sender over the exact bytes, make the body durable, answer."""

from typing import Any
from urllib.parse import urlencode

from chalice import Blueprint, Response

from chalicelib import clock
from chalicelib.channels import envelope
from chalicelib.channels.message import WebAnswer, WebhookCall
from chalicelib.channels.registry import CHANNELS, Channel, channel
from chalicelib.handlers.edge import or_later
from chalicelib.handlers.raw import body_of, packing_of
from chalicelib.intake import actions as intake
from chalicelib.outside import keysets, secrets
from chalicelib.settings import settings

hooks = Blueprint(__name__)
TYPES = ["application/json", "application/x-www-form-urlencoded", "text/plain"]


@hooks.route("/hooks/{name}", methods=["GET"])
@or_later
def answer_challenge(name: str) -> Response:
    if name not in CHANNELS:
        return _no(404)
    way, call = channel(name), _call(name)
    greeting = way.greeting(call, _secrets(way, call))
    return _said(greeting) if greeting else _no(403 if way.greets else 404)


@hooks.route("/hooks/{name}", methods=["POST"], content_types=TYPES)
@or_later
def take_webhook(name: str) -> Response:
    """What the channel answers once the call is safe; 503 when it could not be kept, so that it comes again; 401 for strangers."""
    if name not in CHANNELS:
        return _no(404)
    if packed := packing_of(hooks.current_request):
        return _said(WebAnswer(f"Content-Encoding {packed} is not read here", 415))
    way, call = channel(name), _call(name)
    if greeting := way.greeting(call, _secrets(way, call)):
        return _said(greeting)
    if not _is_genuine(way, call):
        return _no(401)
    if way.body and (objection := envelope.objection(way, call)):
        return _said(objection)
    intake.keep(way, call)
    return _said(way.answer(call))


@hooks.route("/health", methods=["GET"])
def health() -> Response:
    return Response({"status": "ok"}, headers={"Cache-Control": "no-store"})


def _call(name: str) -> WebhookCall:
    """The call as the provider made it: its address is the one we gave out, whatever stands between us and the provider."""
    request = hooks.current_request
    given = request.query_params
    pairs = [(key, value) for key in given for value in given.getlist(key)] if given else []
    return WebhookCall(
        body_of(request) if request.method == "POST" else b"",
        {str(key).lower(): str(value) for key, value in request.headers.items()},
        clock.now(),
        f"{settings().public_url}/hooks/{name}" + (f"?{urlencode(pairs)}" if pairs else ""),
        dict(pairs),
        str(request.method),
    )


def _is_genuine(way: Channel, call: WebhookCall) -> bool:
    """A secret or key set that was just changed is read once more before a sender is refused."""
    if way.is_genuine(call, _secrets(way, call)):
        return True
    renewed = secrets.renew(call.at) | (bool(way.key_set_url) and keysets.renew(way.key_set_url, call.at))
    return renewed and way.is_genuine(call, _secrets(way, call))


def _secrets(way: Channel, call: WebhookCall) -> dict[str, Any]:
    found: dict[str, Any] = secrets.keys().get("hooks", {}).get(way.name, {})
    if way.key_set_url and found and "jwks" not in found:
        return found | {"jwks": keysets.published(way.key_set_url, call.at)}
    return found


def _said(answer: WebAnswer) -> Response:
    headers: dict[str, str | list[str]] = {"Content-Type": answer.content_type, "X-Content-Type-Options": "nosniff", **answer.headers}
    return Response(answer.body, status_code=answer.status, headers=headers)


def _no(status: int) -> Response:
    return _said(WebAnswer("no", status))
