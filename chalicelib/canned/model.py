"""A canned response as a value: who may use it and change it, and in which language it speaks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import IntEnum

from chalicelib.people.keys import Principal, Right
from chalicelib.values import dataclass


class Visibility(IntEnum):
    """Who uses a response; the numbers are the API's."""

    ALL = 0
    PERSONAL = 1
    GROUPS = 2


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder; with an `owner` only that agent sees it."""

    id: int
    name: str
    created_at: datetime
    updated_at: datetime
    owner: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Variant:
    """The same response in another language."""

    language: str
    html: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One text; `html` is cleaned and holds placeholders, `groups` are ids, `owner` is who made it (0: the administrator)."""

    id: int
    folder: int
    title: str
    html: str
    created_at: datetime
    updated_at: datetime
    language: str = ""
    visibility: Visibility = Visibility.ALL
    groups: tuple[int, ...] = ()
    owner: int = 0
    variants: tuple[Variant, ...] = ()
    version: int = 1

    def in_language(self, language: str) -> Variant:
        """The text for a customer's language: that very one, the language without its region, else the response's own."""
        own = Variant(self.language, self.html, self.title)
        known = {variant.language: variant for variant in (*self.variants, own)}
        found = known.get(language) or known.get(language.partition("-")[0]) or own
        return found if found.title else replace(found, title=self.title)

    def with_variant(self, variant: Variant) -> "Response":
        others = (one for one in self.variants if one.language != variant.language)
        return replace(self, variants=tuple(sorted((*others, variant), key=lambda one: one.language)))

    def without_variant(self, language: str) -> "Response":
        return replace(self, variants=tuple(one for one in self.variants if one.language != language))


def sees_folder(who: Principal, folder: Folder) -> bool:
    return not folder.owner or folder.owner == who.number


def sees(who: Principal, response: Response, folder: Folder | None, group_ids: Iterable[int]) -> bool:
    """Whether the response is there for the caller, whose groups are given; what is for groups, those see too who keep it."""
    if folder is None or not sees_folder(who, folder):
        return False
    match response.visibility:
        case Visibility.PERSONAL:
            return response.owner == who.number
        case Visibility.GROUPS:
            return Right.STAFF in who.rights or bool(set(response.groups) & set(group_ids))
        case _:
            return True


def keeps(who: Principal, *, personal: bool) -> bool:
    """Whether somebody may make or change it: what is for others, supervisors; what is for oneself, everybody who sees it."""
    return personal or Right.STAFF in who.rights
