"""Files too large for a form."""

from chalicelib.handlers.api_uploads import UPLOAD
from infra.openapi.told import Declared, Told

TAG = "Tickets"
ROUTES: Declared = {
    "POST /uploads": Told(
        "Upload",
        "Announce a file",
        "PUT the bytes to `upload_url` within the hour, then name the `id` in `attachment_ids` of a reply, note or ticket.",
        status=201,
        body=UPLOAD,
        example={"name": "invoice.pdf", "size": 123456, "content_type": "application/pdf"},
    ),
}
