"""A call that rings, asked about by the exchange: beside the API, since the answer needs tickets, and proven before anything is read."""

import json

from chalice import Blueprint, Response

from chalicelib.calls import actions as calls
from chalicelib.channels import envelope
from chalicelib.channels.message import WebhookCall
from chalicelib.channels.phone import NAME
from chalicelib.channels.registry import channel
from chalicelib.handlers.edge import PLAIN, context, or_later
from chalicelib.handlers.raw import body_of, packing_of
from chalicelib.outside import secrets
from chalicelib.settings import settings

exchange = Blueprint(__name__)
LARGEST = 20_000


@exchange.route("/calls/ringing", methods=["POST"], content_types=["application/json"])
@or_later
def answer_call() -> Response:
    request, work = exchange.current_request, context()
    if packed := packing_of(request):
        return Response(f"Content-Encoding {packed} is not read here", status_code=415, headers=dict(PLAIN))
    headers = {str(key).lower(): str(value) for key, value in request.headers.items()}
    call = WebhookCall(body_of(request), headers, work.now, f"{settings().public_url}/calls/ringing")
    if len(call.body) > LARGEST or not _is_genuine(call):
        return Response("no", status_code=401, headers=dict(PLAIN))
    if objection := envelope.objection(channel(NAME), call):
        return Response(objection.body, status_code=objection.status, headers={**PLAIN, "Content-Type": objection.content_type})
    told = calls.take(call, work)
    return Response(json.dumps(told, ensure_ascii=False), headers={**PLAIN, "Content-Type": "application/json; charset=utf-8"})


def _is_genuine(call: WebhookCall) -> bool:
    """Under the exchange's secret or one before it; a secret that was just changed is read once more."""

    def holds() -> bool:
        return channel(NAME).is_genuine(call, secrets.keys().get("hooks", {}).get(NAME, {}))

    return holds() or (secrets.renew(call.at) and holds())
