"""Files too large for a form: announced here, sent to the bucket, and named by id in a reply, note or ticket."""

from datetime import timedelta

from chalice import Blueprint

from chalicelib.channels.email.params import file_name
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.attachments import LARGEST
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.schema import Schema, number, text
from chalicelib.handlers.shapes.plain import instant
from chalicelib.ids import number_of
from chalicelib.outside import files as outside_files
from chalicelib.people.keys import Right
from chalicelib.storage import uploads
from chalicelib.storage.uploads import Upload

api = Blueprint(__name__)
UPLOAD: Schema = {"name": text(255, required=True), "size": number(required=True), "content_type": text(100)}


@endpoint(api, "POST", "/uploads", needs=Right.NOTE)
def announce_upload(call: Call) -> Answer:
    """Say which file will come; the answer tells where to PUT its bytes within the hour."""
    given = call.body(UPLOAD)
    if not 0 < given["size"] <= LARGEST:
        raise InvalidInput(FieldFault("size", f"It should be from 1 to {LARGEST} bytes"))
    order = call.order().id
    kind = given.get("content_type") or outside_files.UNKNOWN
    upload = Upload(number_of(f"upload:{order}"), f"uploads/{order}", file_name(given["name"]) or "file", kind, given["size"], call.who.id)
    uploads.announce(upload, call.context.now)
    link = outside_files.upload_link("files", upload.key, kind, upload.size)
    expires = call.context.now + timedelta(seconds=outside_files.OPEN_SECONDS)
    told = {"id": upload.id, "name": upload.name, "content_type": kind, "size": upload.size, "method": "PUT", "upload_url": link}
    headers = {"Content-Type": kind, "Content-Length": str(upload.size)}
    return Answer({**told, "headers": headers, "expires_at": instant(expires)}, 201, {"Location": link})
