"""The bodies of canned responses and their folders."""

from chalicelib.handlers.schema import Schema, flag, lines, number, numbers, one_of, text, unused

TITLE, CONTENT = 255, 32_000

FOLDER: Schema = {"name": text(TITLE, required=True)}
NEW_FOLDER: Schema = {**FOLDER, "personal": flag()}
_RESPONSE: Schema = {
    "visibility": one_of(0, 1, 2),
    "group_ids": numbers(),
    "content": lines(CONTENT),
    "attachments": unused(),
}
NEW_RESPONSE: Schema = {
    **_RESPONSE,
    "title": text(TITLE, required=True),
    "content_html": lines(CONTENT, required=True),
    "folder_id": number(required=True),
}
RESPONSE: Schema = {**_RESPONSE, "title": text(TITLE), "content_html": lines(CONTENT), "folder_id": number()}
TRANSLATION: Schema = {"title": text(TITLE), "content_html": lines(CONTENT, required=True)}
