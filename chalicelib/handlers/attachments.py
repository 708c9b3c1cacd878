"""The files of a body: those that came with it, and those that were uploaded before and are named by id."""

from collections.abc import Iterator
from typing import Any

from chalicelib.channels.message import Attachment
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.http import Call
from chalicelib.ids import digest
from chalicelib.outside import files as outside_files
from chalicelib.storage import uploads
from chalicelib.storage.uploads import Upload
from chalicelib.tickets.events import File

# Base64 makes a third more of it, and SES takes mails of 40 MB.
LARGEST = 20 * 2**20


def files_of(given: dict[str, Any], call: Call) -> tuple[File, ...]:
    """All files that a body brings or names, kept where the ticket will find them. Raises InvalidInput."""
    brought, named = given.pop("attachments", ()) or (), _named(given.pop("attachment_ids", ()), call)
    size = sum(file.size for file in (*brought, *named))
    if size > LARGEST:
        raise InvalidInput(FieldFault("attachments", f"All files together should be at most {LARGEST} bytes, not {size}"))
    return (*_kept(brought, call), *_taken(named, call))


def _named(numbers: tuple[int, ...], call: Call) -> list[Upload]:
    if not numbers:
        return []
    known = uploads.announced(numbers, call.context.now)
    missing = [number for number in numbers if number not in known or known[number].by != call.who.id]
    if missing:
        raise InvalidInput(_unknown(missing))
    return [known[number] for number in numbers]


def _kept(brought: tuple[Attachment, ...], call: Call) -> Iterator[File]:
    """The same keys when the same request comes again."""
    order = call.order().id
    for position, file in enumerate(brought):
        key = f"attachments/{digest(order, str(position), file.sha256)}"
        outside_files.put("files", key, file.content, outside_files.UNKNOWN)
        yield File(file.name, file.type, file.size, file.sha256, key)


def _taken(named: list[Upload], call: Call) -> Iterator[File]:
    """Out of the place whose objects are swept away after a day."""
    for upload in named:
        key = f"attachments/{digest(call.order().id, upload.key)}"
        if not outside_files.copy("files", upload.key, key):
            raise InvalidInput(_unknown([upload.id]))
        yield File(upload.name, upload.type, upload.size, "", key)


def _unknown(numbers: list[int]) -> FieldFault:
    return FieldFault("attachment_ids", f"There is no uploaded file of yours: {', '.join(map(str, numbers))}")
