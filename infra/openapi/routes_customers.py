"""Customers as a whole: the card, the timeline, and leaving."""

from infra.openapi.told import Asked, Declared, Told

TAG = "Contacts"
ROUTES: Declared = {
    "GET /contacts/{number}/card": Told("CustomerCard", "View a customer's card", "Of the fifty newest tickets that the caller sees."),
    "GET /contacts/{number}/timeline": Told(
        "[TimelineEntry]", "View a customer's timeline", "Newest first, over all channels; each page covers ten tickets.", paged=True
    ),
    "DELETE /contacts/{number}": Told(summary="Delete a contact softly", faults=(409,)),
    "PUT /contacts/{number}/restore": Told(summary="Restore a deleted contact", faults=(409,)),
    "DELETE /contacts/{number}/hard_delete": Told(
        summary="Remove a contact for good",
        about="The card and every handle; its tickets keep what was written.",
        query=(Asked("force", "Without having been deleted softly.", example="true"),),
        faults=(409,),
    ),
}
