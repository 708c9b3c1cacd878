"""A stand-in for the APIs of all chat providers: takes what a channel sends, remembers it, and answers as that provider does.

WhatsApp has the bare address, as ever; every other channel calls `/<channel>/…` (VUORO_PROVIDERS_URL). Files that were put to
`/media/<name>` are given back there.
"""

import base64
import email
import json
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.channels.registry import CHANNELS
from infra.local.faults import Fault, Faults
from infra.local.outbox import Outbox
from infra.local.web import Answer, Asked, as_json
from infra.local.whatsapp_stub import BUSINESS, WhatsAppStub, messages, post_signed

Body = Mapping[str, Any]
FORM = "application/x-www-form-urlencoded"
# Whose files are had by another way than Meta's, which names the address of a file by its id.
NAMED_OTHERWISE = frozenset(CHANNELS) - {"whatsapp", "messenger", "instagram", "comments"}
TOKEN_PATHS = ("oauth2/v2.0/token",)


class ProviderStub(WhatsAppStub):
    """`/api/messages?channel=&to=` tells what was sent; `/api/faults {"channel": …}` orders faults, without a channel for WhatsApp."""

    def __init__(
        self, port: int, *, outbox: Outbox, senders: dict[str, dict[str, str]], hooks: dict[str, dict[str, str]], webhooks: str,
        say: Callable[[str], None],
    ) -> None:  # fmt: skip
        """`webhooks` is the address of our public doors, which reports of WhatsApp and Messenger are posted to; none if empty."""
        token, secret = senders.get("whatsapp", {}).get("access_token", ""), hooks.get("whatsapp", {}).get("app_secret", "")
        super().__init__(port, outbox=outbox, access_token=token, app_secret=secret, webhook=f"{webhooks}/whatsapp", say=say)
        self._senders, self._hooks, self._webhooks = senders, hooks, webhooks
        self._files: dict[str, tuple[str, bytes]] = {}
        self._ordered = {name: Faults() for name in CHANNELS}

    def _answer(self, asked: Asked) -> Answer:
        first, _, rest = asked.path.lstrip("/").partition("/")
        if first == "media":
            return self._file(rest, asked)
        if asked.method == "GET" and first not in NAMED_OTHERWISE and (name := asked.path.rpartition("/")[2]) in self._files:
            return as_json({"url": f"http://{asked.headers['host']}/media/{name}", "mime_type": self._files[name][0], "id": name})
        if asked.path == "/api/messages" and (name := asked.query.get("channel", "whatsapp")) != "whatsapp":
            return as_json(calls(self._outbox, name, asked.query.get("to", "")))
        if asked.path == "/api/faults" and asked.method == "POST" and (name := asked.json().get("channel", "whatsapp")) != "whatsapp":
            return as_json({"waiting": self._ordered[name].order(asked.json())})
        return self._called(first, rest, asked) if first in CHANNELS and first != "whatsapp" else super()._answer(asked)

    def _file(self, name: str, asked: Asked) -> Answer:
        if asked.method == "PUT":
            self._files[name] = (asked.headers.get("content-type", "application/octet-stream"), asked.body)
            return as_json({})
        kind, content = self._files.get(name, ("", b""))
        return Answer(200, content, kind) if name in self._files else as_json({"message": "not found"}, 404)

    def _kept(self, path: str, asked: Asked) -> Answer:
        """A file that was put to /media/<id>, as providers give it: Telegram names its path first, LINE has it as a message's content."""
        if path.endswith("/getFile"):
            ident = asked.query.get("file_id", "")
            known = {"ok": True, "result": {"file_id": ident, "file_path": ident}}
            return as_json(
                known if ident in self._files else {"ok": False, "description": "no such file"}, 200 if ident in self._files else 404
            )
        return self._file(path.removesuffix("/content").rpartition("/")[2], asked)

    def _called(self, name: str, path: str, asked: Asked) -> Answer:
        if path.endswith(TOKEN_PATHS):
            return as_json({"access_token": self._senders[name].get("access_token", "a-passing-token"), "expires_in": 3600})
        if not self._knows(name, path, asked):
            return _refused(name, Fault(401))
        if fault := self._ordered[name].next():
            return _refused(name, fault)
        if asked.method == "GET":
            return self._kept(path, asked)
        body = read(asked)
        to, ident = recipient(name, path, body), f"{name}-{secrets.token_hex(12)}"
        kept = {"path": path, "body": body}
        self._outbox.add(channel=name, ident=ident, sender=path.split("/", 1)[0], to=[to], raw=json.dumps(kept).encode())
        self._say(f"{name:<9} -> {to}: {text_of(kept)[:80]}")
        if name == "messenger" and self._webhooks:
            report = delivered(path.split("/", 1)[0], to, ident)
            self._errands.add(lambda: post_signed(f"{self._webhooks}/{name}", report, self._hooks[name]["app_secret"]))
        return as_json(taken(name, ident, body))

    def _knows(self, name: str, path: str, asked: Asked) -> bool:
        """Whether one of our credentials for this provider is where providers want it: a header, basic or not, or the path."""
        given = " ".join((*asked.headers.values(), path, _plain(asked.headers.get("authorization", ""))))
        words = [word for key, word in self._senders.get(name, {}).items() if not key.endswith(("_sid", "_id"))]
        return any(word and word in given for word in words)


def calls(outbox: Outbox, channel: str, to: str) -> list[dict[str, Any]]:
    """What a channel sent to one person (all without), newest first: id, to, at, text, the path and the body as sent."""
    if channel == "whatsapp":
        return messages(outbox, to)
    found = [outbox.find(entry.id) for entry in outbox.newest(to=to, channel=channel)]
    rows = [(entry, json.loads(raw)) for entry, raw in filter(None, found)]
    return [{"id": one.id, "to": one.to[0], "at": one.at, "text": text_of(kept), **kept} for one, kept in rows]


def read(asked: Asked) -> dict[str, Any]:
    if FORM in asked.headers.get("content-type", ""):
        return dict(parse_qsl(asked.body.decode(), keep_blank_values=True))
    if asked.headers.get("content-type", "").startswith("multipart/form-data"):
        whole = email.message_from_bytes(b"Content-Type: " + asked.headers["content-type"].encode() + b"\r\n\r\n" + asked.body)
        parts = [part for part in whole.walk() if not part.is_multipart()]
        return {str(part.get_param("name", header="content-disposition")): part.get_filename() or part.get_payload() for part in parts}
    body = asked.json()
    if not isinstance(body, dict):
        raise ValueError("the body is JSON but no object")
    return body


def recipient(name: str, path: str, body: Body) -> str:
    """To whom a call goes, under whatever name that provider has it."""
    to = body.get("recipient") or body.get("to") or {}
    if isinstance(to, dict):
        to = to.get("id") or to.get("comment_id") or to.get("value") or ""
    others = (body.get(key) for key in ("chat_id", "To", "receiver", "channel"))
    return str(to or next(filter(None, others), "") or path.split("/")[0])


def text_of(kept: Body) -> str:
    """The words of a call."""
    body = kept.get("body", {})
    message = body.get("message")
    if isinstance(message, dict):
        return str(message.get("text", ""))
    if isinstance(body.get("messages"), list):
        return " ".join(str(one.get("text", "")) for one in body["messages"])
    return str(message or body.get("text") or body.get("Body") or "")


def taken(name: str, ident: str, body: Body) -> dict[str, Any]:
    """What each provider answers when it took a message."""
    to = recipient(name, "", body)
    answers: dict[str, dict[str, Any]] = {
        "telegram": {"ok": True, "result": {"message_id": int(time.time() * 1000) % 10**9, "chat": {"id": to}}},
        "slack": {"ok": True, "channel": to, "ts": f"{time.time():.6f}"},
        "line": {"sentMessages": [{"id": ident}]},
        "viber": {"status": 0, "status_message": "ok", "message_token": ident},
        "messenger": {"recipient_id": to, "message_id": ident},
        "instagram": {"recipient_id": to, "message_id": ident},
    }
    return answers.get(name, {"sid": ident, "status": "queued", "id": ident})


def delivered(page: str, person: str, ident: str) -> dict[str, Any]:
    """Messenger's word that a message reached a person."""
    now = int(time.time() * 1000)
    receipt = {"sender": {"id": person}, "recipient": {"id": page}, "timestamp": now, "delivery": {"mids": [ident], "watermark": now}}
    return {"object": "page", "entry": [{"id": page or BUSINESS, "time": now, "messaging": [receipt]}]}


def _refused(name: str, fault: Fault) -> Answer:
    """A fault as an error of the Graph API, which says what the others read too: the status, and words."""
    error = {"message": f"{name}: ordered fault", "code": fault.error_code or fault.status, "type": "local"}
    return as_json({"error": error, "code": fault.error_code, "message": "ordered fault", "description": "ordered fault"}, fault.status)


def _plain(authorization: str) -> str:
    kind, _, word = authorization.partition(" ")
    try:
        return base64.b64decode(word).decode() if kind == "Basic" else ""
    except ValueError:
        return ""
