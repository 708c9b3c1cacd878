"""What is said on a ticket, and what its history tells."""

from chalicelib.handlers import bodies
from infra.openapi.told import Declared, Told

TAG = "Conversations"
ROUTES: Declared = {
    "GET /tickets/{number}/conversations": Told("[Conversation]", "List what was said after the opening, oldest first", paged=True),
    "POST /tickets/{number}/reply": Told(
        "Reply",
        "Reply to the requester",
        "The reply takes the channel of the ticket. With `seen_version`, `last_seen_conversation_id` or `If-Match` it is refused with 412"
        " if the customer or a colleague spoke since, and shows what they said. With `canned_response_id` and no `body` that response is"
        " sent, filled in from the ticket; with both the body is sent and the response noted. `from_email` may only be the ticket's own.",
        operation="reply_to_ticket",
        status=201,
        also={412: "Overtaken"},
        takes=("If-Match",),
        body=bodies.REPLY,
        example={"body": "<p>It is on its way.</p>", "cc_emails": ["bo@asiakas.example"]},
        faults=(409,),
    ),
    "POST /tickets/{number}/notes": Told(
        "Conversation",
        "Add a note",
        "Private unless told otherwise. `notify_emails` are agents who see the ticket: they are told by mail that there is a note, not what"
        " it says. `canned_response_id` as with a reply.",
        operation="add_note",
        status=201,
        body=bodies.NOTE,
        example={"body": "Asked the warehouse."},
        faults=(409,),
    ),
    "POST /tickets/{number}/fallback": Told(
        "Conversation",
        "Send a refused reply the way that was offered for it",
        body=bodies.FALLBACK,
        example={"conversation_id": 65537},
        faults=(409,),
    ),
    "GET /tickets/{number}/activities": Told("[Activity]", "List the history, one sentence an event", paged=True),
    "GET /tickets/{number}/why": Told("Why", "Explain every decision about a ticket", operation="explain_ticket"),
    "GET /tickets/{number}/receipt": Told("Receipt", "View the bill of every promise", operation="view_receipt"),
    "GET /tickets/{number}/cost": Told("Bill", "View what a ticket cost so far", operation="view_cost"),
}
