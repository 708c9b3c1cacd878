"""Everything that happens to tickets, in one order: to be followed from any place on."""

from chalicelib.tickets.events import KINDS
from infra.openapi.kinds import TEXT
from infra.openapi.told import Asked, Declared, Told, number, some_of

TAG = "Events"
_PER_PAGE = {"type": "integer", "minimum": 1, "maximum": 100, "default": 100}
ROUTES: Declared = {
    "GET /events": Told(
        "[Event]",
        "Follow the event feed",
        "Every event five seconds after its commit, each ticket's in the order of `seq`. `X-Cursor` is where to go on; `Link` is there"
        " while there is more at once, also behind an empty page.",
        operation="list_events",
        faults=(404,),
        query=(
            Asked("after", "Nothing for the beginning, `now`, an instant, or the cursor of an earlier answer.", TEXT, "now"),
            Asked("limit", "How many events at most.", _PER_PAGE),
            some_of("types", "Only these.", *sorted(KINDS)),
            number("ticket_id", "Only those of this ticket."),
        ),
        headers=("X-Cursor", "Link"),
    ),
    "GET /export/ticket_activities": Told(
        "ActivitiesOfADay",
        "Export what happened on a day",
        "One row a commit, for callers who see every ticket; a day of more than 10,000 changes is refused: follow the events instead.",
        query=(Asked("created_at", "The day (UTC).", {"type": "string", "format": "date"}, "2026-12-01", required=True),),
    ),
}
