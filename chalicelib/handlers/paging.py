"""Lists page by page: the parameters page and per_page, and the Link header that leads to the next one."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.http import Answer, Call
from chalicelib.handlers.schema import NotAllowedError, NotOfTypeError, whole_number

USUAL, MOST = 30, 100
LAST_PAGE = 300
Item = TypeVar("Item")


def page_of(call: Call) -> tuple[int, int]:
    """The page, from 1, and its size. Raises InvalidInput naming both if both are wrong."""
    given = {"page": (1, None), "per_page": (USUAL, MOST)}
    values: dict[str, int] = {}
    faults = []
    for name, (usual, most) in given.items():
        try:
            values[name] = _positive(call.query.get(name, "") or str(usual), most)
        except (NotOfTypeError, NotAllowedError) as wrong:
            code = "datatype_mismatch" if isinstance(wrong, NotOfTypeError) else "invalid_value"
            faults.append(FieldFault(name, str(wrong), code))
    if faults:
        raise InvalidInput(*faults)
    return values["page"], values["per_page"]


def paged(call: Call, items: Iterable[Item], shape: Callable[[Item], Any]) -> Answer:
    """The asked page of a list that is at hand, read no further than needed."""
    page, size = page_of(call)
    skip = (page - 1) * size
    taken = list(islice(items, skip, skip + size + 1))
    return with_link(call, [shape(item) for item in taken[:size]], more=len(taken) > size)


def with_link(call: Call, rows: list[Any], *, more: bool) -> Answer:
    """A bare array; the header is there only when there is a next page, and its keys are sorted: some clients read the first `page=`."""
    if not more:
        return Answer(rows)
    page, size = page_of(call)
    query = urlencode(sorted({**call.query, "page": str(page + 1), "per_page": str(size)}.items()))
    path = call.local_path.removeprefix("/api/v2")
    return Answer(rows, headers={"Link": f'<{call.url(path)}?{query}>; rel="next"'})


def _positive(written: str, most: int | None) -> int:
    value = whole_number(written)
    if value < 1 or (most and value > most):
        raise NotAllowedError(f"It should be from 1 to {most}" if most else "It should be 1 or more")
    return value
