"""Tickets that belong together: merging, splitting, links."""

from chalicelib.handlers import bodies_joining as bodies
from infra.openapi.told import Declared, Told

TAG = "Tickets together"
ROUTES: Declared = {
    "PUT /tickets/merge": Told(
        summary="Merge tickets into one",
        about="The secondary tickets keep their number and history, point to the primary one and are closed without a survey or a mail;"
        " what customers write to them lands on the primary. A repetition finishes what was begun. Both spellings of"
        " `convert_recipients_to_cc` are taken.",
        body=bodies.MERGER,
        example={
            "primary_id": 1,
            "ticket_ids": [2, 3],
            "note_in_primary": {"body": "All about the same parcel.", "private": True},
            "convert_recepients_to_cc": True,
        },
        faults=(409,),
    ),
    "GET /tickets/{number}/associated_tickets": Told(
        "[Ticket]", "List the parent, children, tracker and related tickets", paged=True, operation="list_associated_tickets"
    ),
    "PUT /tickets/{number}/link": Told(
        "Ticket",
        "Make a ticket the child of another, or related to a tracker",
        "A ticket has one parent and one tracker at most; the new one takes the place of the old.",
        body=bodies.LINK,
        example={"parent_id": 1},
        faults=(409,),
    ),
    "PUT /tickets/{number}/unlink": Told(
        "Ticket",
        "Take a ticket off its parent and tracker",
        "Or, with `ticket_id`, off that one only.",
        body=bodies.UNLINK,
        example={},
        faults=(409,),
    ),
    "GET /tickets/{number}/watchers": Told("Watchers", "List who watches a ticket", operation="list_watchers"),
    "POST /tickets/{number}/watch": Told(
        summary="Watch a ticket",
        about="The caller, or with the right `change` the agent `user_id`, who has to see the ticket. Who watches gets a mail when the"
        " customer writes and when the status changes, never for own acts.",
        body=bodies.WATCHER,
        example={},
    ),
    "PUT /tickets/{number}/unwatch": Told(summary="Watch a ticket no longer", body=bodies.WATCHER, example={}),
    "POST /tickets/{number}/split": Told(
        "Ticket",
        "Make a ticket of its own out of messages",
        "The messages stay in the history, marked with `moved_to_ticket_id`; the new ticket quotes them and began when the first of them"
        " came. With one message this takes off what was attached to the wrong ticket.",
        status=201,
        body=bodies.SPLITTER,
        example={"conversation_ids": [65539], "subject": "The other parcel"},
        faults=(409,),
    ),
    "POST /tickets/{number}/unsplit": Told(
        "Ticket",
        "Undo a split",
        "The ticket is merged into the one that it was split off, which is the answer; what was said on it since stays with it.",
        body=bodies.UNMERGER,
        example={"reason": "The same parcel after all"},
        faults=(409,),
    ),
    "POST /tickets/{number}/unmerge": Told(
        "Ticket",
        "Undo the merge of a ticket",
        "It stands for itself again in the status that it had; what came to the primary ticket meanwhile stays there.",
        body=bodies.UNMERGER,
        example={"reason": "Two different parcels"},
        faults=(409,),
    ),
}
