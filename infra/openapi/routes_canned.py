"""Texts that are sent often, filled in from a ticket."""

from chalicelib.handlers import bodies_canned as bodies
from infra.openapi.told import Asked, Declared, Told, number

TAG = "Canned responses"
KEPT = "What everybody uses is kept by those with the right `staff`; what is one's own, by oneself."
EXAMPLE = {"title": "On its way", "content_html": "<p>Hei {{ticket.requester.firstname}}!</p>", "folder_id": 1}
ROUTES: Declared = {
    "GET /canned_response_folders": Told("[CannedFolder]", "List the folders", operation="list_canned_folders", paged=True),
    "POST /canned_response_folders": Told(
        "CannedFolder", "Make a folder", KEPT, operation="create_canned_folder", status=201, body=bodies.NEW_FOLDER,
        example={"name": "Deliveries"},
    ),
    "GET /canned_response_folders/{number}": Told("CannedFolderWithTitles", "View a folder", operation="view_canned_folder"),
    "PUT /canned_response_folders/{number}": Told(
        "CannedFolder", "Rename a folder", KEPT, operation="rename_canned_folder", body=bodies.FOLDER, example={"name": "Parcels"}
    ),
    "DELETE /canned_response_folders/{number}": Told(
        summary="Delete an empty folder", about=KEPT, operation="delete_canned_folder", faults=(409,)
    ),
    "GET /canned_response_folders/{number}/responses": Told(
        "[CannedResponse]", "List the responses of a folder", operation="list_canned_responses", paged=True
    ),
    "POST /canned_responses": Told(
        "CannedResponse", "Make a canned response", KEPT, operation="create_canned_response", status=201, body=bodies.NEW_RESPONSE,
        example=EXAMPLE, faults=(409,),
    ),
    "GET /canned_responses/{number}": Told("CannedResponse", "View a canned response", operation="view_canned_response"),
    "PUT /canned_responses/{number}": Told(
        "CannedResponse", "Change a canned response", KEPT, operation="change_canned_response", body=bodies.RESPONSE,
        example={"title": "Sent"},
    ),
    "DELETE /canned_responses/{number}": Told(summary="Delete a canned response", about=KEPT, operation="delete_canned_response"),
    "GET /canned_responses/{number}/preview": Told(
        "CannedPreview",
        "Fill a canned response in from a ticket",
        "In the ticket's language if there is a translation; nothing is sent.",
        operation="preview_canned_response",
        query=(number("ticket_id", "The ticket; needed.", 1), Asked("language", "Another language than the ticket's.", example="sv")),
    ),
    "GET /canned_responses/{number}/translations": Told(
        "[CannedTranslation]", "List the translations of a canned response", operation="list_canned_translations"
    ),
    "PUT /canned_responses/{number}/translations/{language}": Told(
        "CannedTranslation", "Put a translation", KEPT, operation="put_canned_translation", body=bodies.TRANSLATION,
        example={"content_html": "<p>Hej {{ticket.requester.firstname}}!</p>"},
    ),
    "DELETE /canned_responses/{number}/translations/{language}": Told(
        summary="Delete a translation", about=KEPT, operation="delete_canned_translation"
    ),
}  # fmt: skip
