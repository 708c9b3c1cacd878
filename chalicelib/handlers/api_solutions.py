"""What the desk knows: categories, folders and articles, in each language, and finding them."""

from dataclasses import replace
from typing import Any

from chalice import Blueprint

from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.handlers import bodies_solutions as bodies
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import page_of, paged, with_link
from chalicelib.handlers.repeats import began_before
from chalicelib.handlers.shapes import solutions as shapes
from chalicelib.handlers.shapes.plain import Json
from chalicelib.knowledge import actions as knowledge
from chalicelib.knowledge.model import Category, Folder, Kept, words_in
from chalicelib.markup import page
from chalicelib.people.keys import Right

api = Blueprint(__name__)
LONGEST_TERM = 512
Fields = dict[str, Any]

# -- categories --


@endpoint(api, "GET", "/solutions/categories", needs=Right.READ)
def list_categories(call: Call) -> Answer:
    return paged(call, knowledge.categories(), shapes.category)


@endpoint(api, "POST", "/solutions/categories", needs=Right.CHANGE)
def add_category(call: Call) -> Answer:
    made = knowledge.add_category(_kept(call.body(bodies.NEW_CATEGORY), "visible_in_portals"), _writer(call))
    return created(shapes.category(made), call.url(f"/solutions/categories/{made.value.id}"))


@endpoint(api, "GET", "/solutions/categories/{number}", needs=Right.READ)
def view_category(call: Call) -> Answer:
    return Answer(shapes.category(knowledge.find_category(call.number)))


@endpoint(api, "PUT", "/solutions/categories/{number}", needs=Right.CHANGE)
def change_category(call: Call) -> Answer:
    fields = _kept(call.body(bodies.CATEGORY), "visible_in_portals")
    return Answer(shapes.category(knowledge.change_category(call.number, fields, _writer(call))))


@endpoint(api, "DELETE", "/solutions/categories/{number}", needs=Right.DELETE)
def remove_category(call: Call) -> Answer:
    knowledge.remove_category(call.number)
    return NOTHING


# -- folders --


@endpoint(api, "GET", "/solutions/categories/{number}/folders", needs=Right.READ)
def list_folders(call: Call) -> Answer:
    counts = knowledge.counts(call.number)
    return paged(call, knowledge.folders(call.number), lambda kept: shapes.folder(kept, counts.get(kept.value.id, 0)))


@endpoint(api, "GET", "/solutions/categories/{number}/folders/{language}", needs=Right.READ)
def list_translated_folders(call: Call) -> Answer:
    """Those that have words in this language."""
    language, counts = _stored(_language(call), call), knowledge.counts(call.number)
    found = [kept for kept in knowledge.folders(call.number) if not language or words_in(kept.value, language)]
    return paged(call, found, lambda kept: shapes.folder(kept, counts.get(kept.value.id, 0), language))


@endpoint(api, "POST", "/solutions/categories/{number}/folders", needs=Right.CHANGE)
def add_folder(call: Call) -> Answer:
    fields = {name: value for name, value in call.body(bodies.NEW_FOLDER).items() if name in ("name", "description", "visibility")}
    made = knowledge.add_folder(call.number, fields, _writer(call))
    return created(shapes.folder(made, 0), call.url(f"/solutions/folders/{made.value.id}"))


@endpoint(api, "GET", "/solutions/folders/{number}", needs=Right.READ)
def view_folder(call: Call) -> Answer:
    return Answer(_folder(knowledge.find_folder(call.number)))


@endpoint(api, "PUT", "/solutions/folders/{number}", needs=Right.CHANGE)
def change_folder(call: Call) -> Answer:
    given = call.body(bodies.FOLDER)
    fields = {name: value for name, value in given.items() if name in ("description", "visibility") or (name == "name" and value)}
    return Answer(_folder(knowledge.change_folder(call.number, fields, _writer(call))))


@endpoint(api, "DELETE", "/solutions/folders/{number}", needs=Right.DELETE)
def remove_folder(call: Call) -> Answer:
    knowledge.remove_folder(call.number)
    return NOTHING


# -- articles --


@endpoint(api, "GET", "/solutions/folders/{number}/subfolders", needs=Right.READ)
def list_subfolders(call: Call) -> Answer:
    """Folders stand in categories only, so there are none."""
    knowledge.find_folder(call.number)
    return Answer([])


@endpoint(api, "GET", "/solutions/folders/{number}/articles", needs=Right.READ)
def list_articles(call: Call) -> Answer:
    return _articles(call, "")


@endpoint(api, "GET", "/solutions/folders/{number}/articles/{language}", needs=Right.READ)
def list_translated_articles(call: Call) -> Answer:
    return _articles(call, _stored(_language(call), call))


def _articles(call: Call, language: str) -> Answer:
    number, size = page_of(call)
    found = knowledge.articles(call.number, (number - 1) * size, size, language)
    return with_link(call, [shapes.article(kept) for kept in found[:size]], more=len(found) > size)


@endpoint(api, "POST", "/solutions/folders/{number}/articles", needs=Right.CHANGE)
def add_article(call: Call) -> Answer:
    fields = _fields(call.body(bodies.NEW_ARTICLE), call)
    fields.pop("folder", None)
    made = knowledge.add_article(call.number, {"agent": call.who.number, **fields}, _writer(call))
    return created(shapes.article(made), call.url(f"/solutions/articles/{made.value.id}"))


@endpoint(api, "GET", "/solutions/articles/{number}", needs=Right.READ)
def view_article(call: Call) -> Answer:
    return Answer(shapes.article(knowledge.find_article(call.number)))


@endpoint(api, "PUT", "/solutions/articles/{number}", needs=Right.CHANGE)
def change_article(call: Call) -> Answer:
    fields = _fields(call.body(bodies.ARTICLE), call)
    return Answer(shapes.article(knowledge.change_article(call.number, fields, _writer(call))))


@endpoint(api, "DELETE", "/solutions/articles/{number}", needs=Right.DELETE)
def remove_article(call: Call) -> Answer:
    """In all its languages; the versions stay."""
    knowledge.remove_article(call.number, _writer(call))
    return NOTHING


@endpoint(api, "GET", "/solutions/articles/{number}/versions", needs=Right.READ)
def list_article_versions(call: Call) -> Answer:
    language = call.query.get("language", "")
    return paged(call, knowledge.versions(call.number, "" if language == call.context.desk.language else language), shapes.version)


@endpoint(api, "GET", "/search/solutions", needs=Right.READ)
def search_solutions(call: Call) -> Answer:
    term = call.query.get("term", "")
    if not term.strip() or len(term) > LONGEST_TERM:
        raise InvalidInput(FieldFault("term", f"It should be 1 to {LONGEST_TERM} characters long"))
    return Answer([shapes.article(kept) for kept in knowledge.find(term, _languages(call))])


# -- in another language --


@endpoint(api, "GET", "/solutions/categories/{number}/{language}", needs=Right.READ)
def view_translated_category(call: Call) -> Answer:
    kept, language = knowledge.find_category(call.number), _stored(_language(call), call)
    _refuse_untranslated(kept.value, language)
    return Answer(shapes.category(kept, language))


@endpoint(api, "POST", "/solutions/categories/{number}/{language}", needs=Right.CHANGE)
def translate_category(call: Call) -> Answer:
    language, fields = _other_language(call), call.body(bodies.NEW_TRANSLATED_SHELF)
    made = knowledge.translate_category(call.number, language, fields, _writer(call))
    return created(shapes.category(made, language), call.url(f"/solutions/categories/{call.number}/{language}"))


@endpoint(api, "PUT", "/solutions/categories/{number}/{language}", needs=Right.CHANGE)
def change_translated_category(call: Call) -> Answer:
    language, fields = _stored(_language(call), call), _kept(call.body(bodies.TRANSLATED_SHELF))
    if not language:
        return Answer(shapes.category(knowledge.change_category(call.number, fields, _writer(call))))
    _refuse_untranslated(knowledge.find_category(call.number).value, language)
    return Answer(shapes.category(knowledge.translate_category(call.number, language, fields, _writer(call)), language))


@endpoint(api, "GET", "/solutions/folders/{number}/{language}", needs=Right.READ)
def view_translated_folder(call: Call) -> Answer:
    kept, language = knowledge.find_folder(call.number), _stored(_language(call), call)
    _refuse_untranslated(kept.value, language)
    return Answer(_folder(kept, language))


@endpoint(api, "POST", "/solutions/folders/{number}/{language}", needs=Right.CHANGE)
def translate_folder(call: Call) -> Answer:
    language, fields = _other_language(call), call.body(bodies.NEW_TRANSLATED_SHELF)
    made = knowledge.translate_folder(call.number, language, fields, _writer(call))
    return created(_folder(made, language), call.url(f"/solutions/folders/{call.number}/{language}"))


@endpoint(api, "PUT", "/solutions/folders/{number}/{language}", needs=Right.CHANGE)
def change_translated_folder(call: Call) -> Answer:
    language, fields = _stored(_language(call), call), _kept(call.body(bodies.TRANSLATED_SHELF))
    if not language:
        return Answer(_folder(knowledge.change_folder(call.number, fields, _writer(call))))
    _refuse_untranslated(knowledge.find_folder(call.number).value, language)
    return Answer(_folder(knowledge.translate_folder(call.number, language, fields, _writer(call)), language))


@endpoint(api, "GET", "/solutions/articles/{number}/{language}", needs=Right.READ)
def view_translated_article(call: Call) -> Answer:
    return Answer(shapes.article(knowledge.find_article(call.number, _stored(_language(call), call))))


@endpoint(api, "POST", "/solutions/articles/{number}/{language}", needs=Right.CHANGE)
def translate_article(call: Call) -> Answer:
    language = _other_language(call)
    fields = {"agent": call.who.number, **_fields(call.body(bodies.NEW_TRANSLATION), call)}
    writer = replace(_writer(call), again=began_before(call, call.number))
    made = knowledge.translate_article(call.number, language, fields, writer)
    return created(shapes.article(made), call.url(f"/solutions/articles/{call.number}/{language}"))


@endpoint(api, "PUT", "/solutions/articles/{number}/{language}", needs=Right.CHANGE)
def change_translated_article(call: Call) -> Answer:
    fields = _fields(call.body(bodies.TRANSLATION), call)
    language = _stored(_language(call), call)
    return Answer(shapes.article(knowledge.change_article(call.number, fields, _writer(call), language)))


# -- from bodies to fields --


def _writer(call: Call) -> knowledge.Writer:
    return knowledge.Writer(call.who.actor, call.context.now, _languages(call), call.key())


def _languages(call: Call) -> tuple[str, ...]:
    """The desk's own first."""
    desk = call.context.desk
    return (desk.language, *(language for language in desk.languages if language != desk.language))


def _language(call: Call) -> str:
    """The language in the path. Raises NotFound for one that the desk has not."""
    asked = call.path["language"].lower()
    if asked not in _languages(call):
        raise NotFound(f"This desk has no language {asked}")
    return asked


def _stored(language: str, call: Call) -> str:
    return "" if language == call.context.desk.language else language


def _other_language(call: Call) -> str:
    language = _stored(_language(call), call)
    if not language:
        raise InvalidInput(FieldFault("language", "It should be another language than the desk's own"))
    return language


def _refuse_untranslated(one: Category | Folder, language: str) -> None:
    if language and words_in(one, language) is None:
        raise NotFound(f"There are no words in {language} for {one.name}")


def _kept(given: Fields, *but: str) -> Fields:
    """Without what is not kept, and without an empty name."""
    return {name: value for name, value in given.items() if name not in but and (value or name != "name")}


PLAIN = {"type": "type", "status": "status", "tags": "tags", "seo_data": "seo", "folder_id": "folder"}


def _fields(given: Fields, call: Call) -> Fields:
    """The fields of an article; its text is cleaned here. Raises InvalidInput."""
    fields = {field: given[name] for name, field in PLAIN.items() if name in given and (given[name] or name != "folder_id")}
    if given.get("title"):
        fields["title"] = given["title"]
    if "description" in given:
        fields["html"] = page(given["description"])
    if given.get("agent_id"):
        if call.context.desk.agent(given["agent_id"]) is None:
            raise InvalidInput(FieldFault("agent_id", f"There is no agent {given['agent_id']}"))
        fields["agent"] = given["agent_id"]
    return fields


def _folder(kept: Kept[Folder], language: str = "") -> Json:
    return shapes.folder(kept, knowledge.counts(kept.value.category).get(kept.value.id, 0), language)
