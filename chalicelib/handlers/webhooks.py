"""The public doors of webhook channels: prove the sender over the exact bytes, make the body durable, answer."""

from collections.abc import Mapping

from chalice import Blueprint, Response

from chalicelib import clock
from chalicelib.channels.registry import CHANNELS, channel
from chalicelib.handlers.edge import or_later
from chalicelib.handlers.raw import body_of
from chalicelib.intake import actions as intake
from chalicelib.outside import secrets

hooks = Blueprint(__name__)
PLAIN: dict[str, str | list[str]] = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff"}
TYPES = ["application/json", "application/x-www-form-urlencoded", "text/plain"]


@hooks.route("/hooks/{name}", methods=["GET"])
@or_later
def answer_challenge(name: str) -> Response:
    given = dict(hooks.current_request.query_params or {})
    word = channel(name).challenge(given, _secrets(name).get("verify_token", "")) if name in CHANNELS else None
    return Response(word, headers=PLAIN) if word is not None else Response("no", status_code=404, headers=PLAIN)


@hooks.route("/hooks/{name}", methods=["POST"], content_types=TYPES)
@or_later
def take_webhook(name: str) -> Response:
    """200 once the body is safe; 503 when it could not be kept, so that the provider sends it again; 401 for strangers."""
    request, now = hooks.current_request, clock.now()
    body = body_of(request)
    if name not in CHANNELS or not _is_genuine(name, body, request.headers):
        return Response("no", status_code=404 if name not in CHANNELS else 401, headers=PLAIN)
    intake.keep(name, body, now)
    return Response("ok", headers=PLAIN)


@hooks.route("/health", methods=["GET"])
def health() -> Response:
    return Response({"status": "ok"}, headers={"Cache-Control": "no-store"})


def _is_genuine(name: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """A secret that was just changed is read once more before a sender is refused."""
    if channel(name).is_genuine(body, headers, _secrets(name).get("app_secret", "")):
        return True
    return secrets.renew(clock.now()) and channel(name).is_genuine(body, headers, _secrets(name).get("app_secret", ""))


def _secrets(name: str) -> dict[str, str]:
    found: dict[str, str] = secrets.keys().get("hooks", {}).get(name, {})
    return found
