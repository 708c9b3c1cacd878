"""A stand-in for the WhatsApp Cloud API: takes messages, remembers them, and calls our webhook back with signed statuses."""

import hashlib
import hmac
import json
import re
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from infra.local.errands import Attended, Errands
from infra.local.faults import Fault, Faults
from infra.local.outbox import Outbox
from infra.local.web import Answer, Asked, LoopbackServer, as_json

MESSAGES = re.compile(r"(?:/v[\d.]+)?/(?P<number>[^/]+)/messages")
BUSINESS = "102290129340398"


class WhatsAppStub(Attended):
    """POST /{phone_number_id}/messages as Meta has it; GET /api/messages?to= and POST /api/faults for tests."""

    def __init__(self, port: int, *, outbox: Outbox, access_token: str, app_secret: str, webhook: str, say: Callable[[str], None]) -> None:
        self._outbox, self._token, self._secret, self._webhook, self._say = outbox, access_token, app_secret, webhook, say
        self._faults = Faults()
        self._errands = Errands("whatsapp-statuses", (urllib.error.URLError, OSError))
        self._server = LoopbackServer(port, self._answer)

    def _answer(self, asked: Asked) -> Answer:
        if asked.path == "/api/messages":
            return as_json(messages(self._outbox, asked.query.get("to", "")))
        if asked.path == "/api/faults" and asked.method == "POST":
            return as_json({"waiting": self._faults.order(asked.json())})
        call = MESSAGES.fullmatch(asked.path)
        if call is None or asked.method != "POST":
            return _refusal(404, 100, "Unsupported request")
        return self._take(call["number"], asked)

    def _take(self, number: str, asked: Asked) -> Answer:
        if not hmac.compare_digest(asked.headers.get("authorization", "").encode(), f"Bearer {self._token}".encode()):
            return _refusal(401, 190, "Invalid OAuth access token - Cannot parse access token")
        if fault := self._faults.next():
            return _ordered(fault)
        body = asked.json()
        if body.get("messaging_product") != "whatsapp" or not (body.get("to") or body.get("recipient")):
            return _refusal(400, 100, "Invalid parameter")
        return self._accept(number, body)

    def _accept(self, number: str, body: dict[str, Any]) -> Answer:
        ident, to = f"wamid.{secrets.token_hex(20).upper()}", str(body.get("to") or body["recipient"]).lstrip("+")
        self._outbox.add(channel="whatsapp", ident=ident, sender=number, to=[to], raw=json.dumps(body).encode())
        self._say(f"whatsapp  {number} -> {to}: {_text(body)[:80]}")
        for status in ("sent", "delivered"):
            report = status_report(ident=ident, to=to, number=number, status=status, echo=body.get("biz_opaque_callback_data", ""))
            self._errands.add(lambda report=report: post_signed(self._webhook, report, self._secret))  # type: ignore[misc]  # as in ses_door
        return as_json({"messaging_product": "whatsapp", "contacts": [{"input": to, "wa_id": to}], "messages": [{"id": ident}]})


def messages(outbox: Outbox, to: str) -> list[dict[str, Any]]:
    """The recorded calls to one number (all without), newest first: id, to, from, at, text and the body as sent."""
    found = [outbox.find(entry.id) for entry in outbox.newest(to=to, channel="whatsapp")]
    rows = [(entry, json.loads(raw)) for entry, raw in filter(None, found)]
    return [{"id": e.id, "to": e.to[0], "from": e.sender, "at": e.at, "text": _text(body), "body": body} for e, body in rows]


def status_report(*, ident: str, to: str, number: str, status: str, echo: str) -> dict[str, Any]:
    """A webhook body with one status of a message of ours."""
    row: dict[str, Any] = {"id": ident, "status": status, "timestamp": str(int(time.time())), "recipient_id": to}
    if echo:
        row["biz_opaque_callback_data"] = echo
    return envelope(number, {"statuses": [row]})


def text_message(*, sender: str, name: str, text: str, number: str) -> dict[str, Any]:
    """A webhook body with one text that a customer wrote."""
    ident = f"wamid.{secrets.token_hex(20).upper()}"
    row = {"from": sender, "id": ident, "timestamp": str(int(time.time())), "type": "text", "text": {"body": text}}
    return envelope(number, {"contacts": [{"profile": {"name": name}, "wa_id": sender}], "messages": [row]})


def envelope(number: str, value: dict[str, Any]) -> dict[str, Any]:
    meta = {"display_phone_number": "358405550100", "phone_number_id": number}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": meta, **value}}
    return {"object": "whatsapp_business_account", "entry": [{"id": BUSINESS, "changes": [change]}]}


def post_signed(url: str, body: dict[str, Any], secret: str) -> None:
    """POST as Meta does, signed over the raw bytes; raises URLError or OSError unless the answer is 2xx."""
    raw = json.dumps(body).encode()
    mac = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={mac}", "User-Agent": "facebookexternalua"}
    with urllib.request.urlopen(urllib.request.Request(url, raw, headers), timeout=10):
        pass


def _text(body: dict[str, Any]) -> str:
    return str(body.get("text", {}).get("body") or body.get("template", {}).get("name") or body.get("type", ""))


def _ordered(fault: Fault) -> Answer:
    return _refusal(fault.status, fault.error_code or (131000 if fault.status >= 500 else 100), "Ordered fault")


def _refusal(status: int, code: int, text: str) -> Answer:
    details = {"messaging_product": "whatsapp", "details": text}
    error = {"message": f"(#{code}) {text}", "type": "OAuthException", "code": code, "error_data": details, "fbtrace_id": "local"}
    return as_json({"error": error}, status)
