"""Events as the feed, the webhooks and the export tell them."""

from chalicelib.tickets.events import KINDS
from infra.openapi.kinds import ANYTHING, COUNT, ID, INSTANT, TEXT, Kind, like, many, mapping, null, said, thing

EVENT: Kind = thing(
    "One event of a ticket.",
    id=said(ID, "The same as in the ticket's activities."),
    ticket_id=ID,
    seq=said(ID, "The commit's number within the ticket: 1, 2, 3 … without a gap."),
    position=said(COUNT, "Which one of the commit's events, from 0."),
    count=said(ID, "How many events the commit has."),
    type={"type": "string", "enum": sorted(KINDS)},
    at=INSTANT,
    actor=thing(
        "Who did it.",
        type=said(like(TEXT, "agent"), "`agent`, `contact`, `administrator`, `system` or `provider`."),
        id=null(ID),
        name=null(TEXT),
    ),
    conversation_id=null(said(ID, "The conversation that somebody's words became.")),
    data=mapping(ANYTHING, "The event's own fields; null in place of what names a person where the reader may not know."),
    created_at=INSTANT,
    updated_at=INSTANT,
)
SHAPES: dict[str, Kind] = {
    "Event": EVENT,
    "ActivitiesOfADay": thing(
        "What happened on one day (UTC).",
        activities_data=many(
            thing(
                "One commit.",
                performed_at=said(like(TEXT, "01-12-2026 08:00:00 +0000"), "Day, month, year, time and offset."),
                ticket_id=ID,
                performer_type=said(like(TEXT, "user"), "`user` for agents and customers, `system` for the desk."),
                performer_id=null(ID),
                activity=mapping(ANYTHING, "What changed, by field."),
            )
        ),
    ),
}
