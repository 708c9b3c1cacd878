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
        summary="Erase a person",
        about=(
            "The card and every handle go at once. Soon after go what they wrote and every trace of them on tickets; the tickets stay, "
            "with their numbers, times, ratings and costs. `Location` leads to how far that is. For callers who see every ticket."
        ),
        query=(Asked("force", "Without having been deleted softly.", example="true"),),
        faults=(409,),
    ),
    "GET /erasures": Told("[Erasure]", "List erasures", "Who was erased is not in them, only the ids that led to them.", paged=True),
    "GET /erasures/{number}": Told("Erasure", "View an erasure"),
    "POST /erasures/{number}/resume": Told("Erasure", "Go on with an erasure", "What is done stays done.", status=202),
}
