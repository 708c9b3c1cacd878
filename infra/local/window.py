"""The ticket window: a page for each ticket, read through the API alone, for people who try the desk without a frontend."""

import base64
import json
import urllib.error
import urllib.request
from html import escape
from typing import Any

from infra.local.pages import page, table
from infra.local.web import Answer, Asked

Json = dict[str, Any]
TOPICS = ("threading", "suggestions", "routing", "assignment", "promises", "escalation", "survey")
UNSEEN = ("look.set", "delivery.claimed")


class Window:
    """Serves /tickets and /tickets/<number>; `key` is the API key it reads with, empty until the desk has one."""

    def __init__(self, api_url: str) -> None:
        self._url = f"{api_url}/api/v2"
        self.key = ""

    def answer(self, rest: str, asked: Asked) -> Answer:
        try:
            return self._ticket(int(rest)) if rest.isdigit() else self._list()
        except (urllib.error.URLError, OSError) as fault:
            return page("The API did not answer", f"<p>{escape(str(fault))}</p>", 502)

    def _list(self) -> Answer:
        rows = "".join(_line(row) for row in self._get("/tickets?per_page=100"))
        return page("Tickets", f"<ul>{rows}</ul>" if rows else "<p>No ticket yet. Send a mail.</p>")

    def _ticket(self, number: int) -> Answer:
        try:
            ticket = self._get(f"/tickets/{number}?include=requester")
        except urllib.error.HTTPError as refusal:
            if refusal.code != 404:
                raise
            return page(f"There is no ticket {number}", "", refusal.code)
        parts = [
            _head(ticket),
            _said(ticket, self._get(f"/tickets/{number}/conversations?per_page=100")),
            _happened(self._get(f"/tickets/{number}/activities?per_page=100")),
            _why(self._get(f"/tickets/{number}/why")),
            _receipt(self._get(f"/tickets/{number}/receipt")),
            _bill(self._get(f"/tickets/{number}/cost")),
        ]
        return page(f"#{number} {escape(ticket['subject'])}", "".join(parts))

    def _get(self, path: str) -> Any:
        login = base64.b64encode(f"{self.key}:X".encode()).decode()
        request = urllib.request.Request(self._url + path, headers={"Authorization": f"Basic {login}"})
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)


def _line(row: Json) -> str:
    about = f"{row['status_name']} · {row['priority_name']} · {row['channel']} · {_minute(row['created_at'])}"
    return f'<li><a href="/tickets/{row["id"]}"><small>{escape(about)}</small><br><b>#{row["id"]} {escape(row["subject"])}</b></a></li>'


def _head(ticket: Json) -> str:
    requester = ticket.get("requester") or {}
    shown = {
        "Customer": f"{requester.get('name')} · {requester.get('email') or requester.get('phone') or requester.get('mobile') or ''}",
        "Status": f"{ticket['status_name']}, priority {ticket['priority_name']}, {ticket['language']}",
        "First answer by": _minute(ticket["fr_due_by"]) + (" (missed)" if ticket["fr_escalated"] else ""),
        "Solved by": _minute(ticket["due_by"]) + (" (missed)" if ticket["is_escalated"] else ""),
        "Waits because": ticket["waiting"] or "",
    }
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in shown.items() if value)
    return f"<dl>{rows}</dl>"


def _said(ticket: Json, conversations: list[Json]) -> str:
    first = f"<small>{_second(ticket['created_at'])} · the customer</small><pre>{escape(ticket['description_text'])}</pre>"
    return "<h2>What was said</h2>" + first + "".join(_message(row) for row in conversations)


def _message(row: Json) -> str:
    who = "the customer" if row["incoming"] else "a note of the desk" if row["private"] else "the desk"
    return f"<small>{_second(row['created_at'])} · {who}</small><pre>{escape(row['body_text'])}</pre>"


def _happened(activities: list[Json]) -> str:
    rows = [[_second(row["created_at"]), row["text"]] for row in activities if row["event"] not in UNSEEN]
    return "<h2>What happened</h2>" + table(["at", "what"], rows)


def _why(why: Json) -> str:
    rows = [
        [topic, f"{reason['what']}: {reason['because']}", "; ".join(f"{one['name']}: {one['because']}" for one in reason["rejected"])]
        for topic in TOPICS
        for reason in why.get(topic, ())
    ]
    return "<h2>Why</h2>" + table(["", "decided", "not taken"], rows)


def _receipt(receipt: Json) -> str:
    about = f"<p>Policy {escape(str(receipt['policy']))}, calendar {escape(str(receipt['calendar']))}</p>" if receipt["policy"] else ""
    return f'<h2 id="receipt">Receipt</h2>{about}' + "".join(_clock(clock) for clock in receipt["clocks"])


def _clock(clock: Json) -> str:
    rows = [[_second(line["start"]), _second(line["end"]), line["why"], _seconds(line["seconds"])] for line in clock["lines"]]
    total = ["", "", f"{clock['state']}, {_seconds(clock['used'])} of {_seconds(clock['target'])} used", _seconds(clock["used"])]
    title = f"<h3>{clock['kind'].replace('_', ' ').capitalize()}</h3>"
    return title + table(["from", "to", "why", "counted"], rows, frozenset({3}), total=total)


def _bill(bill: Json) -> str:
    rows = [row for section in bill["work"] for row in _section(section)]
    about = f"<p>At the list prices of {escape(bill['prices']['region'])}, {escape(bill['prices']['date'])}, in {bill['currency']}.</p>"
    heads, total = ["work", "what", "quantity", "of", "price", "amount"], ["in all", "", "", "", "", bill["total"]]
    return f'<h2 id="bill">Bill</h2>{about}' + table(heads, rows, frozenset({2, 4, 5}), total=total)


def _section(section: Json) -> list[list[str]]:
    lines = [["", line["what"], _plain(line["quantity"]), line["unit"], _plain(line["price"]), line["amount"]] for line in section["lines"]]
    lines[0][0] = f"{section['kind']} × {section['times']}"
    return lines


def _plain(number: str | float) -> str:
    """Without an exponent and without zeros at the end."""
    text = number if isinstance(number, str) else f"{number:.9f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _second(at: str) -> str:
    return at.replace("T", " ").removesuffix("Z")


def _minute(at: str | None) -> str:
    return _second(at)[:16] + " UTC" if at else ""


def _seconds(seconds: int) -> str:
    """12 s, 7 min, 3 h 05 min."""
    if seconds < 60:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min" + (f" {rest} s" if rest else "")
    return f"{minutes // 60} h {minutes % 60:02} min"
