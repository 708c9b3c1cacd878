"""Lists page by page: the parameters page and per_page, or cursor, and the Link header that leads to the next page."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.cursors import cursor_of, place_in
from chalicelib.handlers.http import ROOT, Answer, Call
from chalicelib.handlers.schema import NotAllowedError, NotOfTypeError, whole_number
from chalicelib.ids import digest

USUAL, MOST = 30, 100
LAST_PAGE = 300
Item = TypeVar("Item")


def page_of(call: Call) -> tuple[int, int]:
    """The page, from 1, and its size; by cursor there are no pages. Raises InvalidInput naming both if both are wrong."""
    given = {"page": (1, None), "per_page": (USUAL, MOST)}
    values: dict[str, int] = {}
    faults = []
    for name, (usual, most) in given.items():
        try:
            asked = "" if name == "page" and by_cursor(call) else call.query.get(name, "")
            values[name] = _positive(asked or str(usual), most)
        except (NotOfTypeError, NotAllowedError) as wrong:
            code = "datatype_mismatch" if isinstance(wrong, NotOfTypeError) else "invalid_value"
            faults.append(FieldFault(name, str(wrong), code))
    if faults:
        raise InvalidInput(*faults)
    return values["page"], values["per_page"]


def by_cursor(call: Call) -> bool:
    """Whether the caller walks by cursors; the first is empty."""
    return "cursor" in call.query


def place_of(call: Call) -> str:
    """The place in the list that the caller's cursor names, empty at the beginning. Raises InvalidInput."""
    given = call.query.get("cursor", "")
    return place_in(_purpose(call), given, call.context.now) if given else ""


def paged(call: Call, items: Iterable[Item], shape: Callable[[Item], Any]) -> Answer:
    """The asked page of a list that is at hand, read no further than needed."""
    page, size = page_of(call)
    if by_cursor(call):
        return _behind_cursor(call, list(items), shape, size)
    skip = (page - 1) * size
    taken = list(islice(items, skip, skip + size + 1))
    return with_link(call, [shape(item) for item in taken[:size]], more=len(taken) > size)


def with_link(call: Call, rows: list[Any], *, more: bool, end: str = "") -> Answer:
    """A bare array; the header is there only when there is a next page, and its keys are sorted: some clients read the first `page=`.

    `end` is the place where these rows end, for callers who walk by cursors; a list that knows none goes on by pages.
    """
    if not more:
        return Answer(rows)
    page, size = page_of(call)
    given = {name: value for name, value in call.query.items() if name not in ("page", "cursor")}
    onward = {"cursor": cursor_of(_purpose(call), end)} if by_cursor(call) and end else {"page": str(page + 1)}
    query = urlencode(sorted({**given, **onward, "per_page": str(size)}.items()))
    path = call.local_path.removeprefix(ROOT)
    return Answer(rows, headers={"Link": f'<{call.url(path)}?{query}>; rel="next"'})


def _purpose(call: Call) -> str:
    """Whose walk through which list."""
    asked = sorted((name, value) for name, value in call.query.items() if name not in ("cursor", "page", "per_page"))
    return digest(call.who.id, call.local_path, str(asked))


def _behind_cursor(call: Call, items: list[Item], shape: Callable[[Item], Any], size: int) -> Answer:
    """Behind the object that was the last one told, wherever it stands now; behind as many as before if it is gone."""
    count, _, last = place_of(call).partition(".")
    start = _start(items, int(count or 0), last, lambda item: str(shape(item).get("id")))
    rows = [shape(item) for item in items[start : start + size]]
    end = f"{start + len(rows)}.{rows[-1].get('id')}" if rows else ""
    return with_link(call, rows, more=len(items) > start + size, end=end)


def _start(items: list[Item], count: int, last: str, name: Callable[[Item], str]) -> int:
    if not count or (count <= len(items) and name(items[count - 1]) == last):
        return count
    return next((position for position, item in enumerate(items, 1) if name(item) == last), count)


def _positive(written: str, most: int | None) -> int:
    value = whole_number(written)
    if value < 1 or (most and value > most):
        raise NotAllowedError(f"It should be from 1 to {most}" if most else "It should be 1 or more")
    return value
