"""Customers as a whole."""

from infra.openapi.kinds import COUNT, FLAG, ID, INSTANT, INTEGER, NUMBER, TEXT, Kind, choice, many, null, ref, said, thing

SHAPES: dict[str, Kind] = {
    "CustomerCard": thing(
        "A customer at one glance.",
        contact=ref("Contact"),
        open_tickets=many(ref("Ticket")),
        open_count=COUNT,
        over_count=said(COUNT, "Resolved and closed ones among the fifty newest."),
        more_tickets=said(FLAG, "There are older tickets that were not counted."),
        promises=many(thing("A clock that runs.", ticket_id=ID, kind=TEXT, due_by=INSTANT)),
        channels=many(TEXT),
        last_contact_at=null(INSTANT),
        satisfaction=thing(
            "How the customer rated us, oldest first.",
            answers=many(thing("One rating.", ticket_id=ID, resolution=COUNT, rating=INTEGER)),
            average=said(null(NUMBER), "Of five."),
            trend=null(choice("rising", "falling", "level")),
        ),
    ),
    "Erasure": thing(
        "How far the erasure of a person is.",
        id=ID,
        status=choice("running", "completed"),
        contact_ids=many(ID),
        stands_as=said(ID, "The `requester_id` that their tickets have from then on."),
        tickets=said(COUNT, "Of theirs and of others on which they wrote; while it runs those of this round."),
        requested_by=TEXT,
        created_at=INSTANT,
        completed_at=null(INSTANT),
    ),
    "TimelineEntry": thing(
        "Something said or done.",
        ticket_id=ID,
        conversation_id=null(ID),
        at=INSTANT,
        channel=TEXT,
        kind=said(TEXT, "`message`, `reply`, `note`, `rating`, or the name of an event."),
        incoming=null(FLAG),
        private=FLAG,
        text=TEXT,
    ),
}
