"""A suspended mail as the API tells it: who wrote, why it waits and until when; its text is the beginning only."""

from chalicelib.handlers.shapes.plain import Json, instant
from chalicelib.storage.people import Listed
from chalicelib.storage.suspended import KEPT


def suspended(row: Listed) -> Json:
    data = row.data
    return {
        "id": row.id,
        "cause": data["cause"],
        "because": data["because"],
        "from_email": data["sender"] or None,
        "from_name": data["name"] or None,
        "to_emails": data["recipients"],
        "subject": data["subject"],
        "text": data["text"],
        "warnings": data["warnings"],
        "ticket_id": int(data["ticket"]) or None,
        "released": data["state"] != "waiting",
        "created_at": instant(row.created_at),
        "expires_at": instant(row.created_at + KEPT),
    }
