"""The bodies of what the desk knows: categories, folders, articles."""

from collections.abc import Mapping
from typing import Any

from chalicelib.handlers.bodies import NAME, TAG
from chalicelib.handlers.schema import Field, NotAllowedError, NotOfTypeError, Schema, lines, number, one_of, text, texts, unused
from chalicelib.knowledge.model import PERMANENT, VISIBILITIES, WORKAROUND, Standing

DESCRIPTION = 600_000
MOST_SEO, LONGEST_SEO = 10, 1_000


def seo() -> Field:
    """What search engines are told: short text, or a list of words."""

    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise NotOfTypeError("It should be an object")
        if len(value) > MOST_SEO or any(len(str(item)) > LONGEST_SEO for item in value.values()):
            raise NotAllowedError(f"It should have at most {MOST_SEO} names, each with at most {LONGEST_SEO} characters")
        if not all(isinstance(item, str | list) for item in value.values()):
            raise NotOfTypeError("Its values should be strings or arrays")
        return {str(name): item if isinstance(item, str) else [str(word) for word in item] for name, item in value.items()}

    return Field(check, False, {}, {"type": "object", "maxProperties": MOST_SEO})


CATEGORY: Schema = {"name": text(NAME), "description": lines(8_000), "visible_in_portals": unused()}
NEW_CATEGORY: Schema = {**CATEGORY, "name": text(NAME, required=True)}
FOLDER: Schema = {
    "name": text(NAME),
    "description": lines(8_000),
    "visibility": one_of(*VISIBILITIES),
    **{name: unused() for name in ("company_ids", "contact_segment_ids", "company_segment_ids", "parent_folder_id", "article_order")},
}
NEW_FOLDER: Schema = {**FOLDER, "name": text(NAME, required=True)}
ARTICLE: Schema = {
    "title": text(NAME),
    "description": lines(DESCRIPTION),
    "type": one_of(PERMANENT, WORKAROUND),
    "status": one_of(*(standing.value for standing in Standing)),
    "agent_id": number(),
    "folder_id": number(),
    "tags": texts(TAG),
    "seo_data": seo(),
    "attachments": unused(),
}
NEW_ARTICLE: Schema = {
    **{name: field for name, field in ARTICLE.items() if name != "folder_id"},
    "title": text(NAME, required=True),
    "description": lines(DESCRIPTION, required=True),
    "folder_id": number(),
}
TRANSLATED_SHELF: Schema = {"name": text(NAME), "description": lines(8_000)}
NEW_TRANSLATED_SHELF: Schema = {"name": text(NAME, required=True), "description": lines(8_000)}
TRANSLATION: Schema = {name: field for name, field in ARTICLE.items() if name not in ("folder_id", "type")}
NEW_TRANSLATION: Schema = {name: field for name, field in NEW_ARTICLE.items() if name not in ("folder_id", "type")}
