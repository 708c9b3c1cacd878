"""The mailbox page: what the desk sent, as its recipients would see it, for people and for programs."""

import json
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from infra.local.faults import Faults
from infra.local.outbox import Outbox, Outgoing, readable
from infra.local.pages import page
from infra.local.provider_stub import text_of
from infra.local.shop import Shop
from infra.local.web import Answer, Asked, LoopbackServer, as_json
from infra.local.whatsapp_stub import messages
from infra.local.window import Window


class Mailbox:
    """Serves the outbox and, beside it, the ticket window and the shop; `mail_faults` are those of the SES door."""

    def __init__(self, port: int, outbox: Outbox, mail_faults: Faults, window: Window, shop: Shop) -> None:
        self._outbox, self._faults, self._window, self._shop = outbox, mail_faults, window, shop
        self._server = LoopbackServer(port, self._answer)

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def _answer(self, asked: Asked) -> Answer:
        if not asked.is_for_here:
            return as_json({"message": "ask for 127.0.0.1 or localhost"}, 421)
        root, _, rest = asked.path.lstrip("/").partition("/")
        routes: dict[str, Callable[[str, Asked], Answer]] = {
            "": self._list,
            "mail": self._one,
            "raw": self._raw,
            "html": self._html,
            "api": self._api,
            "tickets": self._window.answer,
            "shop": self._shop.answer,
        }
        return routes.get(root, _nothing)(rest, asked)

    def _api(self, rest: str, asked: Asked) -> Answer:
        to = asked.query.get("to", "")
        if rest == "mails":
            return as_json(mails(self._outbox, to))
        if rest == "messages":
            return as_json(messages(self._outbox, to))
        if rest == "faults" and asked.method == "POST":
            return as_json({"waiting": self._faults.order(asked.json())})
        return _nothing(rest, asked)

    def _list(self, rest: str, asked: Asked) -> Answer:
        to = asked.query.get("to", "")
        entries = self._outbox.newest(to=to)
        rows = "".join(f"<li>{self._row(entry)}</li>" for entry in entries[:200])
        title = f"Sent to {escape(to)}" if to else "Everything sent"
        people = "" if to else f"<h2>Recipients</h2><ul>{''.join(_person(each, count) for each, count in _recipients(entries))}</ul>"
        field = f'<input name="to" type="search" placeholder="address or number" aria-label="recipient" value="{escape(to)}">'
        search = f"<form>{field}<button>Show</button></form>"
        empty = "<p>Nothing yet. What the desk sends appears here.</p>"
        return page(title, f"{search}{f'<ul>{rows}</ul>{people}' if entries else empty}")

    def _row(self, entry: Outgoing) -> str:
        found = self._outbox.find(entry.id)
        raw = found[1] if found else b""
        head = f"<small>{escape(entry.at[:19].replace('T', ' '))} UTC · {entry.channel} · to {escape(', '.join(entry.to))}</small><br>"
        if entry.channel == "whatsapp":
            body = json.loads(raw)
            return f"<div>{head}{escape(str(body.get('text', {}).get('body') or body.get('type', '')))}</div>"
        if entry.channel != "email":
            return f"<div>{head}{escape(text_of(json.loads(raw)))}</div>"
        return f'<a href="/mail/{quote(entry.id)}">{head}<b>{escape(readable(entry, raw)["subject"]) or "(no subject)"}</b></a>'

    def _one(self, ident: str, asked: Asked) -> Answer:
        found = self._outbox.find(ident)
        if found is None or found[0].channel != "email":
            return _nothing(ident, asked)
        mail = readable(*found)
        headers = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in mail["headers"].items())
        frame = f'<h2>As the recipient sees it</h2><iframe sandbox title="HTML part" src="/html/{quote(ident)}"></iframe>'
        shown = frame if mail["html"] else ""
        plain = f"<h2>Plain part</h2><pre>{escape(mail['text'])}</pre>"
        rest = f'<h2>Headers</h2><dl>{headers}</dl><p><a href="/raw/{quote(ident)}">The mail as it left</a></p>'
        return page(escape(mail["subject"]) or "(no subject)", f"<p>To {escape(', '.join(mail['to']))}</p>{shown}{plain}{rest}")

    def _raw(self, ident: str, asked: Asked) -> Answer:
        found = self._outbox.find(ident)
        return Answer(200, found[1], "text/plain; charset=utf-8") if found else _nothing(ident, asked)

    def _html(self, ident: str, asked: Asked) -> Answer:
        found = self._outbox.find(ident)
        if found is None:
            return _nothing(ident, asked)
        policy = {"Content-Security-Policy": "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"}
        return Answer(200, readable(*found)["html"].encode(), "text/html; charset=utf-8", policy)


def mails(outbox: Outbox, to: str) -> list[dict[str, Any]]:
    found = (outbox.find(entry.id) for entry in outbox.newest(to=to, channel="email"))
    return [readable(*each) for each in found if each]


def _recipients(entries: list[Outgoing]) -> list[tuple[str, int]]:
    everyone = [address for entry in entries for address in entry.to]
    return [(address, everyone.count(address)) for address in sorted(set(everyone))]


def _person(address: str, count: int) -> str:
    return f'<li><a href="/?{urlencode({"to": address})}">{escape(address)} <small>{count}</small></a></li>'


def _nothing(rest: str, asked: Asked) -> Answer:
    return as_json({"message": "not found"}, 404)
