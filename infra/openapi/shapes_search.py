"""What searches answer, and saved queries."""

from infra.openapi.kinds import COUNT, FLAG, ID, TEXT, Kind, like, many, more, null, ref, said, thing
from infra.openapi.shapes_people import SUGGESTION, TIMES
from infra.openapi.shapes_tickets import HTML, SUMMARY, TICKET

_TOTAL = said(COUNT, "How many there are; exact up to 300.")
_FOUND_TICKET = more(TICKET, "A ticket with its description.", description=HTML, description_text=SUMMARY)
SHAPES: dict[str, Kind] = {
    "FoundTickets": thing("A page of tickets.", results=many(_FOUND_TICKET), total=_TOTAL),
    "FoundContacts": thing("A page of contacts.", results=many(ref("Contact")), total=_TOTAL),
    "FoundCompanies": thing("A page of companies.", results=many(ref("Company")), total=_TOTAL),
    "ContactSuggestion": SUGGESTION,
    "View": thing(
        "A saved query.",
        id=ID,
        name=like(TEXT, "Urgent and unassigned"),
        query=like(TEXT, "agent_id:null AND priority:4"),
        personal=said(FLAG, "Only whoever saved it sees it."),
        preset=said(FLAG, "Every desk has it."),
        agent_id=null(said(ID, "Who saved it.")),
        cost=null(
            thing(
                "What a page of 30 reads.",
                lists=many(many(like(TEXT, "status=2"))),
                looked_up=many(like(TEXT, "due_by")),
                rru=said({"type": "number"}, "Read units, at most."),
                said=TEXT,
            )
        ),
        **TIMES,
    ),
}
