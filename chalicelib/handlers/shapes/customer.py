"""A customer's card and timeline."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean

from chalicelib.contacts.card import Card, Entry
from chalicelib.desk.model import Desk
from chalicelib.handlers.shapes.plain import Json, instant, instant_or_null
from chalicelib.handlers.shapes.ticket import ticket
from chalicelib.ids import conversation_id
from chalicelib.storage.erasures import Erasure
from chalicelib.surveys.scores import RATINGS

# So many of the newest ratings make up the trend, half against half.
TREND = 6


def card(one: Card, desk: Desk) -> Json:
    scores = [score.score for score in one.scores]
    return {
        "open_tickets": [ticket(state, desk) for state in one.open],
        "open_count": len(one.open),
        "over_count": one.over,
        "more_tickets": one.more,
        "promises": [{"ticket_id": due.ticket, "kind": due.kind, "due_by": instant(due.due)} for due in one.promises],
        "channels": list(one.channels),
        "last_contact_at": instant_or_null(one.last_contact),
        "satisfaction": {
            "answers": [
                {"ticket_id": score.ticket, "resolution": score.resolution, "rating": RATINGS[score.score]} for score in one.scores
            ],
            "average": round(fmean(scores), 2) if scores else None,
            "trend": trend(scores),
        },
    }


def trend(scores: Sequence[int]) -> str | None:
    """`rising`, `falling` or `level`: the newer half of the last ratings against the older; nothing to say of fewer than two."""
    newest = scores[-TREND:]
    if len(newest) < 2:
        return None
    middle = len(newest) // 2
    (before, after), *_ = pairwise((fmean(newest[:middle]), fmean(newest[middle:])))
    return "level" if before == after else "rising" if after > before else "falling"


def entry(one: Entry) -> Json:
    return {
        "ticket_id": one.ticket,
        "conversation_id": conversation_id(one.ticket, one.seq) if one.said else None,
        "at": instant(one.at),
        "channel": one.channel,
        "kind": one.kind,
        "incoming": one.said.incoming if one.said else None,
        "private": one.said.private if one.said else False,
        "text": one.text,
    }


def erasure(one: Erasure) -> Json:
    """How far the erasure of a person is; `stands_as` is the contact that their tickets have from then on."""
    return {
        "id": one.id,
        "status": "completed" if one.finished else "running",
        "contact_ids": list(one.contacts),
        "stands_as": one.stands,
        "tickets": one.done,
        "requested_by": one.by,
        "created_at": instant(one.at),
        "completed_at": instant_or_null(one.finished),
    }
