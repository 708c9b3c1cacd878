"""Keeping canned responses and handing them out to those who may use them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from chalicelib.canned.model import Folder, Response, Visibility, keeps, sees, sees_folder
from chalicelib.context import Context
from chalicelib.errors import AccessDenied, Busy, FieldFault, Inconsistent, InvalidInput, NotFound
from chalicelib.people.keys import Principal
from chalicelib.storage import canned as rows
from chalicelib.values import dataclass

MOST = 2_000
"""Responses of a desk: they are read together."""

TRIES = 5
Kept = TypeVar("Kept", Folder, Response)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the caller may use: folders, and responses in them."""

    folders: tuple[Folder, ...]
    responses: tuple[Response, ...]

    def of(self, folder: Folder) -> tuple[Response, ...]:
        """By title."""
        own = (response for response in self.responses if response.folder == folder.id)
        return tuple(sorted(own, key=lambda one: (one.title.casefold(), one.id)))


def shelf(who: Principal, context: Context) -> Shelf:
    """Folders by name; two queries whatever is kept."""
    folders = {one.id: one for one in rows.everything(Folder) if sees_folder(who, one)}
    groups = _groups(who, context)
    found = (one for one in rows.everything(Response) if sees(who, one, folders.get(one.folder), groups))
    return Shelf(tuple(sorted(folders.values(), key=lambda one: (one.name.casefold(), one.id))), tuple(found))


def folder(number: int, who: Principal) -> Folder:
    """Raises NotFound, also for a colleague's own."""
    found = rows.find(Folder, number)
    if found is None or not sees_folder(who, found):
        raise NotFound(f"There is no folder {number}")
    return found


def response(number: int, who: Principal, context: Context) -> Response:
    """Raises NotFound, also for what is for others."""
    found = rows.find(Response, number)
    if found is None or not sees(who, found, rows.find(Folder, found.folder), _groups(who, context)):
        raise NotFound(f"There is no canned response {number}")
    return found


def _groups(who: Principal, context: Context) -> tuple[int, ...]:
    mine = who.agent.groups if who.agent else ()
    return tuple(group.id for group in context.desk.groups if group.name in mine)


# -- folders --


def make_folder(made: Folder, who: Principal) -> Folder:
    """Again it changes nothing. Raises AccessDenied."""
    _demand_keeping(who, personal=bool(made.owner))
    return made if rows.put_new(made) else folder(made.id, who)


def rename_folder(number: int, name: str, who: Principal, context: Context) -> Folder:
    def renamed(known: Folder) -> Folder:
        _demand_keeping(who, personal=bool(known.owner))
        return replace(known, name=name, updated_at=context.now)

    return _changed(lambda: folder(number, who), renamed)


def remove_folder(number: int, who: Principal) -> None:
    """Raises Inconsistent while a response is in it, seen or not."""
    known = folder(number, who)
    _demand_keeping(who, personal=bool(known.owner))
    if any(one.folder == number for one in rows.everything(Response)):
        raise Inconsistent("There are responses in this folder; move or delete them first")
    rows.remove(known)


# -- responses --


def make(made: Response, who: Principal, context: Context) -> Response:
    """Again it changes nothing. Raises AccessDenied, InvalidInput, Inconsistent."""
    _check_place(made, who, context)
    _demand_keeping(who, personal=made.visibility is Visibility.PERSONAL)
    if len(rows.everything(Response)) >= MOST:
        raise Inconsistent(f"A desk keeps at most {MOST} canned responses")
    return made if rows.put_new(made) else response(made.id, who, context)


def change(number: int, by: Callable[[Response], Response], who: Principal, context: Context) -> Response:
    """`by` makes the new value of the known one; both must be the caller's to keep."""

    def changed(known: Response) -> Response:
        wanted = replace(by(known), updated_at=context.now)
        _check_place(wanted, who, context)
        for one in (known, wanted):
            _demand_keeping(who, personal=one.visibility is Visibility.PERSONAL)
        return wanted

    return _changed(lambda: response(number, who, context), changed)


def remove(number: int, who: Principal, context: Context) -> None:
    known = response(number, who, context)
    _demand_keeping(who, personal=known.visibility is Visibility.PERSONAL)
    rows.remove(known)


def _check_place(wanted: Response, who: Principal, context: Context) -> None:
    faults = []
    place = rows.find(Folder, wanted.folder)
    if place is None or not sees_folder(who, place):
        faults.append(FieldFault("folder_id", f"There is no folder {wanted.folder}"))
    elif place.owner and wanted.visibility is not Visibility.PERSONAL:
        faults.append(FieldFault("visibility", "What is in a folder of one's own is for oneself: it should be 1"))
    known = {group.id for group in context.desk.groups}
    faults += [FieldFault("group_ids", f"There is no group {one}") for one in wanted.groups if one not in known]
    if wanted.visibility is Visibility.GROUPS and not wanted.groups:
        faults.append(FieldFault("group_ids", "Visibility 2 is for groups: name at least one", "missing_field"))
    if faults:
        raise InvalidInput(*faults)


def _demand_keeping(who: Principal, *, personal: bool) -> None:
    if not keeps(who, personal=personal):
        raise AccessDenied("What everybody uses is kept by those with the right to staff; yours may be personal")


def _changed(load: Callable[[], Kept], by: Callable[[Kept], Kept]) -> Kept:
    """The next version, decided again if somebody was faster. Raises Busy."""
    for _ in range(TRIES):
        known = load()
        following = replace(by(known), version=known.version + 1)
        if rows.replace(following):
            return following
    raise Busy(f"{known.id} changed {TRIES} times while we tried")
