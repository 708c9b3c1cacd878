"""Mail that answers no message."""

from chalicelib.handlers import bodies_joining as bodies
from infra.openapi.told import Declared, Told

TAG = "Conversations"
ROUTES: Declared = {
    "POST /tickets/{number}/forward": Told(
        "Conversation",
        "Forward a ticket to third parties",
        "By mail; what they answer comes back to the ticket as a private message and not as the customer's words. The customer's last"
        " message is quoted unless `include_quoted_text` is false.",
        operation="forward_ticket",
        status=201,
        body=bodies.FORWARD,
        example={"body": "Where is this parcel?", "to_emails": ["service@carrier.example"], "include_original_attachments": True},
        faults=(409,),
    ),
    "POST /tickets/outbound_email": Told(
        "WholeTicket",
        "Begin a ticket with a mail of ours",
        "It is the caller's and pending unless told otherwise; the customer's answer comes to it.",
        operation="begin_ticket_by_mail",
        status=201,
        body=bodies.OUTBOUND,
        example={"email": "aino@asiakas.example", "name": "Aino", "subject": "Your parcel", "description": "<p>It arrived.</p>"},
    ),
}
