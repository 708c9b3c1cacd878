"""Jobs over many tickets, and what one would do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chalicelib.desk.model import Desk
from chalicelib.handlers.shapes.plain import Json, between
from chalicelib.ids import company_id
from chalicelib.storage.jobs import Item, Job
from chalicelib.tickets.bulk.plan import Difference, Outcome, Preview

NAMES = {"custom": "custom_fields", "company": "company_id", "group": "group_id", "agent": "responder_id"}


def job(one: Job, items: Sequence[Item], worked: datetime) -> Json:
    counts = Counter(item.outcome for item in items)
    waiting = counts[Outcome.WAITING.value]
    return {
        "id": one.id,
        "kind": one.kind,
        "status": "completed" if not waiting else "queued" if waiting == len(items) else "in_progress",
        "total": len(items),
        **{outcome.value: counts[outcome.value] for outcome in Outcome},
        "created_by": one.name,
        "undo_of": one.undoes or None,
        "tickets": [{"id": item.ticket, "outcome": item.outcome, "reason": item.because or None} for item in items],
        **between(one.at, worked),
    }


def dry_run(found: Iterable[Preview], missing: Iterable[int], desk: Desk) -> Json:
    """Every ticket with what would change and who would be written to; nothing is done."""
    rows = [_preview(one, desk) for one in found]
    rows += [{**_preview(Preview(number, ""), desk), "subject": None, "refused": f"There is no ticket {number}"} for number in missing]
    return {
        "dry_run": True,
        "more": False,
        "total": len(rows),
        "changing": sum(1 for row in rows if row["changes"] or row["messages"]),
        "refused": sum(1 for row in rows if row["refused"]),
        "messages": sum(len(row["messages"]) for row in rows),
        "tickets": rows,
    }


def _preview(one: Preview, desk: Desk) -> Json:
    return {
        "id": one.ticket,
        "subject": one.subject,
        "changes": [_difference(change, desk) for change in one.changes],
        "messages": [{"kind": mail.kind, "to": mail.to} for mail in one.messages],
        "refused": one.refused or None,
        "kept": [NAMES.get(name, name) for name in one.kept],
    }


def _difference(change: Difference, desk: Desk) -> Json:
    before, after = (_told(change.field, value, desk) for value in (change.before, change.after))
    return {"field": NAMES.get(change.field, change.field), "before": before, "after": after}


def _told(field: str, value: Any, desk: Desk) -> Any:
    match field:
        case "group":
            group = desk.group(value) if value else None
            return group.id if group else None
        case "company":
            return company_id(value) if value else None
        case "agent":
            return value or None
        case "tags":
            return list(value)
    return value
