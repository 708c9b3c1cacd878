"""Views as they are stored, beside those that every desk has."""

from datetime import datetime
from typing import Any

from chalicelib.context import Context
from chalicelib.errors import AccessDenied, FieldFault, InvalidInput, NotFound
from chalicelib.people.keys import Principal, Right
from chalicelib.search.view import View, is_shown, presets
from chalicelib.storage import search as rows
from chalicelib.storage.search import Saved

MOST = 200


def views(who: Principal, context: Context, since: datetime) -> list[View]:
    """Those that the caller knows of, the built-in ones first, the others by name."""
    stored = sorted(map(_view, rows.all_views(MOST)), key=lambda one: (one.name.casefold(), one.number))
    return [*presets(context.desk, since), *(one for one in stored if _knows(who, one))]


def view(number: int, who: Principal, context: Context, since: datetime) -> View:
    """Raises NotFound alike where there is none and where it is somebody else's own."""
    built_in = next((one for one in presets(context.desk, since) if one.number == number), None)
    if built_in:
        return built_in
    saved = rows.find_view(number)
    if saved is None or not _knows(who, _view(saved)):
        raise NotFound(f"There is no view {number}")
    return _view(saved)


def save(number: int, given: dict[str, Any], who: Principal, context: Context) -> View:
    """A new view; one of this number that stands already is the same request come again. Raises InvalidInput where there are too many."""
    if len(rows.all_views(MOST)) >= MOST:
        raise InvalidInput(FieldFault("name", f"A desk has at most {MOST} views; delete one first"))
    made = View(number, given["name"], given["query"], context.now, context.now, who.number, given.get("personal", False))
    rows.put_view(number, made.data(), context.now)
    saved = rows.find_view(number)
    return _view(saved) if saved else made


def change(known: View, given: dict[str, Any], who: Principal, context: Context) -> View:
    """Raises AccessDenied for a view of somebody else and a built-in one, NotFound for one that has just been deleted."""
    _demand_own(known, who)
    wanted = {**known.data(), **given}
    saved = rows.change_view(known.number, wanted, context.now)
    if saved is None:
        raise NotFound(f"There is no view {known.number}")
    return _view(saved)


def delete(known: View, who: Principal) -> None:
    """Raises AccessDenied for a view of somebody else and a built-in one."""
    _demand_own(known, who)
    rows.remove_view(known.number)


def _demand_own(view: View, who: Principal) -> None:
    if view.preset:
        raise AccessDenied("Every desk has this view; save one of your own instead")
    if view.owner != who.number and Right.STAFF not in who.rights:
        raise AccessDenied("Somebody else saved this view")


def _knows(who: Principal, view: View) -> bool:
    return is_shown(view, who.number, is_chief=Right.DESK in who.rights)


def _view(saved: Saved) -> View:
    data = saved.data
    return View(
        saved.number, data["name"], data["query"], saved.created_at, saved.updated_at,
        int(data.get("owner", 0)), bool(data.get("personal", False)),
    )  # fmt: skip
