"""What agents do beside answering: who is on a ticket's page, notes corrected, summaries."""

from chalicelib.handlers import bodies_working as bodies
from infra.openapi.told import Declared, Told

TAG = "Work"
OWN = "One's own, or with the right `staff` a colleague's; replies and messages stay as they were sent."
ROUTES: Declared = {
    "GET /tickets/{number}/presence": Told("[Present]", "List who is on a ticket's page", operation="list_present"),
    "PUT /tickets/{number}/presence": Told(
        "[Present]",
        "Say that you are on a ticket's page",
        "To be repeated every 10 seconds or so; the answer lists everybody who is there.",
        operation="sign_present",
        body=bodies.PRESENCE,
        example={"state": "typing"},
    ),
    "PUT /conversations/{number}": Told(
        "Conversation",
        "Correct a note",
        OWN,
        operation="correct_note",
        body=bodies.CORRECTION,
        example={"body": "Asked the warehouse."},
        faults=(409,),
    ),
    "DELETE /conversations/{number}": Told(
        summary="Delete a note", about=f"It can be brought back. {OWN}", operation="delete_note", faults=(409,)
    ),
    "PUT /conversations/{number}/restore": Told("Conversation", "Bring a note back", OWN, operation="restore_note", faults=(409,)),
    "GET /conversations/{number}/full": Told(
        "FullConversation", "View a message with everything that was quoted in it", operation="view_full_conversation"
    ),
    "GET /tickets/{number}/summary": Told("Summary", "View the summary of a ticket", operation="view_summary"),
    "PUT /tickets/{number}/summary": Told(
        "Summary", "Write the summary of a ticket", operation="write_summary", body=bodies.SUMMARY, example={"body": "The parcel is lost."}
    ),
    "DELETE /tickets/{number}/summary": Told(summary="Delete the summary of a ticket", operation="delete_summary"),
}
