"""Canned responses and their folders: no key beyond those that clients know, because some construct objects from them."""

from chalicelib.canned.model import Folder, Response, Variant
from chalicelib.canned.placeholders import Filled
from chalicelib.channels.email.html import to_text
from chalicelib.handlers.shapes.plain import Json, between
from chalicelib.markup import clean


def folder(one: Folder, count: int) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "personal": bool(one.owner),
        "responses_count": count,
        **between(one.created_at, one.updated_at),
    }


def response(one: Response) -> Json:
    """Cleaned again on the way out: the rules of today hold for what was stored under older ones."""
    html = clean(one.html)
    return {
        "id": one.id,
        "title": one.title,
        "folder_id": one.folder,
        "content": to_text(html),
        "content_html": html,
        "visibility": int(one.visibility),
        "group_ids": list(one.groups),
        "attachments": [],
        **between(one.created_at, one.updated_at),
    }


def translation(of: Response, one: Variant) -> Json:
    html = clean(one.html)
    return {
        "canned_response_id": of.id,
        "language": one.language,
        "title": one.title or of.title,
        "content": to_text(html),
        "content_html": html,
        **between(of.created_at, of.updated_at),
    }


def preview(of: Response, one: Variant, ticket: int, filled: Filled) -> Json:
    """Cleaned after it was filled in: a value may have become the address of a link."""
    html = clean(filled.html)
    return {
        "canned_response_id": of.id,
        "ticket_id": ticket,
        "language": one.language,
        "title": one.title or of.title,
        "content": to_text(html),
        "content_html": html,
        "empty": list(filled.empty),
        **between(of.created_at, of.updated_at),
    }
