"""Canned responses: folders, responses, their translations, and a preview filled in from a ticket."""

import re
from dataclasses import replace
from typing import Any

from chalice import Blueprint

from chalicelib.canned import actions as canned
from chalicelib.canned.model import Folder, Response, Variant, Visibility
from chalicelib.canned.placeholders import NAMES, unknown
from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.handlers import bodies_canned as bodies
from chalicelib.handlers.canned_words import filled_in
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import canned as shapes
from chalicelib.handlers.ticket_lists import number_in
from chalicelib.ids import number_of
from chalicelib.markup import of_text, words
from chalicelib.people.keys import Right
from chalicelib.readings import actions as readings

api = Blueprint(__name__)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


# -- folders --


@endpoint(api, "GET", "/canned_response_folders", needs=Right.READ)
def list_folders(call: Call) -> Answer:
    shelf = canned.shelf(call.who, call.context)
    return paged(call, shelf.folders, lambda one: shapes.folder(one, len(shelf.of(one))))


@endpoint(api, "POST", "/canned_response_folders", needs=Right.REPLY)
def create_folder(call: Call) -> Answer:
    given, now = call.body(bodies.NEW_FOLDER), call.context.now
    owner = call.who.number if given.get("personal") else 0
    if given.get("personal") and not owner:
        raise InvalidInput(FieldFault("personal", "The administrator is no agent and has no folder of their own"))
    one = canned.make_folder(Folder(number_of(f"folder:{call.order().id}"), given["name"], now, now, owner), call.who)
    return created(shapes.folder(one, 0), call.url(f"/canned_response_folders/{one.id}"))


@endpoint(api, "GET", "/canned_response_folders/{number}", needs=Right.READ)
def view_folder(call: Call) -> Answer:
    one = canned.folder(call.number, call.who)
    own = canned.shelf(call.who, call.context).of(one)
    short = [{"id": response.id, "title": response.title} for response in own]
    return Answer({**shapes.folder(one, len(own)), "canned_responses": short})


@endpoint(api, "PUT", "/canned_response_folders/{number}", needs=Right.REPLY)
def change_folder(call: Call) -> Answer:
    name = call.body(bodies.FOLDER)["name"]
    one = canned.rename_folder(call.number, name, call.who, call.context)
    return Answer(shapes.folder(one, len(canned.shelf(call.who, call.context).of(one))))


@endpoint(api, "DELETE", "/canned_response_folders/{number}", needs=Right.REPLY)
def delete_folder(call: Call) -> Answer:
    canned.remove_folder(call.number, call.who)
    return NOTHING


@endpoint(api, "GET", "/canned_response_folders/{number}/responses", needs=Right.READ)
def list_responses(call: Call) -> Answer:
    one = canned.folder(call.number, call.who)
    return paged(call, canned.shelf(call.who, call.context).of(one), shapes.response)


# -- responses --


@endpoint(api, "POST", "/canned_responses", needs=Right.REPLY)
def create_response(call: Call) -> Answer:
    given, now = call.body(bodies.NEW_RESPONSE), call.context.now
    number, language = number_of(f"canned:{call.order().id}"), call.context.desk.language
    blank = Response(number, given["folder_id"], given["title"], "", now, now, language, owner=call.who.number)
    one = canned.make(_with(blank, given, call), call.who, call.context)
    return created(shapes.response(one), call.url(f"/canned_responses/{one.id}"))


@endpoint(api, "GET", "/canned_responses/{number}", needs=Right.READ)
def view_response(call: Call) -> Answer:
    return Answer(shapes.response(canned.response(call.number, call.who, call.context)))


@endpoint(api, "PUT", "/canned_responses/{number}", needs=Right.REPLY)
def change_response(call: Call) -> Answer:
    given = call.body(bodies.RESPONSE)
    one = canned.change(call.number, lambda known: _with(known, given, call), call.who, call.context)
    return Answer(shapes.response(one))


@endpoint(api, "DELETE", "/canned_responses/{number}", needs=Right.REPLY)
def delete_response(call: Call) -> Answer:
    canned.remove(call.number, call.who, call.context)
    return NOTHING


@endpoint(api, "GET", "/canned_responses/{number}/preview", needs=Right.READ)
def preview_response(call: Call) -> Answer:
    one = canned.response(call.number, call.who, call.context)
    if not (number := number_in(call, "ticket_id")):
        raise InvalidInput(FieldFault("ticket_id", "Name the ticket it is filled in from", "missing_field"))
    state = readings.ticket(number, call.who)
    variant, filled = filled_in(one, state, call.who, call, call.query.get("language", ""))
    return Answer(shapes.preview(one, variant, state.number, filled))


# -- translations --


@endpoint(api, "GET", "/canned_responses/{number}/translations", needs=Right.READ)
def list_translations(call: Call) -> Answer:
    one = canned.response(call.number, call.who, call.context)
    return Answer([shapes.translation(one, variant) for variant in one.variants])


@endpoint(api, "PUT", "/canned_responses/{number}/translations/{language}", needs=Right.REPLY)
def put_translation(call: Call) -> Answer:
    """Make or replace the text in one more language."""
    given, language = call.body(bodies.TRANSLATION), call.path["language"]
    if not LANGUAGE.fullmatch(language):
        raise NotFound(f"{language[:20]} is no language; write it like fi or pt-BR")
    variant = Variant(language, _clean(given["content_html"]), given.get("title", ""))
    one = canned.change(call.number, lambda known: known.with_variant(variant), call.who, call.context)
    return Answer(shapes.translation(one, variant))


@endpoint(api, "DELETE", "/canned_responses/{number}/translations/{language}", needs=Right.REPLY)
def delete_translation(call: Call) -> Answer:
    language = call.path["language"]
    if language not in {variant.language for variant in canned.response(call.number, call.who, call.context).variants}:
        raise NotFound(f"There is no translation to {language[:20]}")
    canned.change(call.number, lambda known: known.without_variant(language), call.who, call.context)
    return NOTHING


def _with(known: Response, given: dict[str, Any], call: Call) -> Response:
    """The response as a body wants it; who makes it personal owns it."""
    fields: dict[str, Any] = {name: given[key] for key, name in (("title", "title"), ("folder_id", "folder")) if given.get(key)}
    if given.get("content_html"):
        fields["html"] = _clean(given["content_html"])
    if "group_ids" in given:
        fields["groups"] = given["group_ids"]
    wanted = replace(known, **fields, visibility=Visibility(given.get("visibility", known.visibility)))
    if wanted.visibility is not known.visibility and wanted.visibility is Visibility.PERSONAL:
        return replace(wanted, owner=call.who.number)
    return wanted


def _clean(body: str) -> str:
    """HTML without anything harmful. Raises InvalidInput that names what is no placeholder."""
    text, html = words(body)
    if wrong := unknown(html or text):
        shown = ", ".join(f"{{{{{name}}}}}" for name in wrong[:5])
        raise InvalidInput(FieldFault("content_html", f"There is no placeholder {shown}; there are {', '.join(NAMES)} and ticket.cf_…"))
    return html or of_text(text)
