"""Tickets: list, view, open, change, delete, restore; the line that they wait in."""

from chalicelib.handlers import bodies
from chalicelib.readings.wish import FILTERS, ORDERS
from infra.openapi.told import Asked, Declared, Told, instant, number, one_of, some_of

TAG = "Tickets"
ROUTES: Declared = {
    "GET /tickets": Told(
        "[Ticket]",
        "List tickets",
        "All but deleted and spam, the newest number first, unless asked otherwise; nothing is hidden for its age.",
        paged=True,
        query=(
            one_of("filter", "A ready-made choice.", *FILTERS),
            number("requester_id", "Tickets of this contact."),
            Asked("email", "Tickets of the contact with this address."),
            Asked("unique_external_id", "Tickets of the contact that is known elsewhere by this id."),
            number("company_id", "Tickets of this company."),
            number("product_id", "Tickets about this product, together with one of the others or `updated_since`."),
            number("agent_id", "Open tickets of this agent."),
            number("group_id", "Open tickets of this group."),
            instant("updated_since", "What changed at this second or later; a change is listed once it is 5 seconds old."),
            one_of("order_by", "`due_by` and `status` only together with `agent_id`, `group_id` or `filter=new_and_my_open`.", *ORDERS),
            one_of("order_type", "Downward unless told otherwise.", "asc", "desc"),
            some_of("include", "What to embed.", "stats", "requester", "description", "company"),
        ),
    ),
    "GET /tickets/{number}": Told(
        "WholeTicket",
        "View a ticket",
        query=(some_of("include", "What to embed.", "conversations", "requester", "company", "stats"),),
        takes=("If-None-Match",),
        headers=("ETag",),
    ),
    "POST /tickets": Told(
        "WholeTicket",
        "Open a ticket",
        "The requester is named by `requester_id`, `email`, `phone` (with `name`), `unique_external_id` or `twitter_id`, and made if new.",
        status=201,
        body=bodies.NEW_TICKET,
        example={
            "email": "aino@asiakas.example",
            "name": "Aino",
            "subject": "Parcel",
            "description": "Where is it?",
            "priority": 2,
            "tags": ["vip"],
        },
    ),
    "PUT /tickets/{number}": Told(
        "WholeTicket",
        "Change a ticket",
        "Only the fields that are given; `tags` are all replaced, `custom_fields` merged. `requester_id` or `email` hand the ticket "
        "to another person, to whom the next answer goes by mail; handing it back restores how they were answered. "
        "`due_by` and `fr_due_by` set by hand stand until null withdraws them.",
        operation="update_ticket",
        body=bodies.CHANGED_TICKET,
        example={"status": 3, "priority": 3},
        faults=(409,),
        takes=("If-Match",),
        headers=("ETag",),
    ),
    "DELETE /tickets/{number}": Told(
        summary="Delete a ticket", about="Softly: `filter=deleted` shows it, and it can be restored.", faults=(409,)
    ),
    "PUT /tickets/{number}/restore": Told(summary="Restore a deleted ticket", faults=(409,)),
    "POST /line/next": Told(
        "Ticket",
        "Take the next ticket from the line",
        "The most urgent waiting ticket of the agent's groups that the agent can take, with a lease; 204 when nothing waits.",
        operation="take_next_ticket",
        also={204: ""},
    ),
}
