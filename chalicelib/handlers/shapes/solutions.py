"""Categories, folders and articles."""

from chalicelib.channels.email.html import to_text
from chalicelib.handlers.shapes.plain import Json, between, instant
from chalicelib.knowledge.model import Article, Category, Folder, Kept
from chalicelib.markup import clean_page


def category(kept: Kept[Category], language: str = "") -> Json:
    """In `language` if there are words in it; the desk's own otherwise."""
    one = kept.value
    words = dict(one.others).get(language)
    return {
        "id": one.id,
        "name": words.name if words else one.name,
        "description": (words.description if words else one.description) or None,
        "visible_in_portals": [],
        **between(kept.created_at, kept.updated_at),
    }


def folder(kept: Kept[Folder], articles: int, language: str = "") -> Json:
    one = kept.value
    words = dict(one.others).get(language)
    return {
        "id": one.id,
        "name": words.name if words else one.name,
        "description": (words.description if words else one.description) or None,
        "category_id": one.category,
        "visibility": one.visibility,
        "articles_count": articles,
        **between(kept.created_at, kept.updated_at),
    }


def article(kept: Kept[Article]) -> Json:
    """Cleaned again on the way out: the rules of today hold for what was stored under older ones."""
    one = kept.value
    html = clean_page(one.html)
    return {
        "id": one.id,
        "title": one.title,
        "description": html,
        "description_text": to_text(html),
        "type": one.type,
        "status": one.status,
        "agent_id": one.agent or None,
        "category_id": one.category,
        "folder_id": one.folder,
        "hits": 0,
        "thumbs_up": 0,
        "thumbs_down": 0,
        "feedback_count": 0,
        "seo_data": dict(one.seo),
        "tags": list(one.tags),
        "attachments": [],
        **between(kept.created_at, kept.updated_at),
    }


def version(kept: Kept[Article]) -> Json:
    return {"version": kept.version, "by": kept.by, "at": instant(kept.updated_at), "removed": kept.value.removed, **article(kept)}
