"""Contacts that are one person: each keeps its own card, and a pointer says into which other one it was merged, until that is undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.values import dataclass

MERGED, UNMERGED = "merged", "unmerged"
# Beyond this many steps from card to card nobody merged by hand; a ring of two mergers at once ends here too.
DEEPEST = 10
MOST_KEPT = 100


@dataclass(frozen=True, slots=True)
class Pointer:
    """One event: who merged this contact into which other one, or undid it, when (UTC) and why."""

    verb: str
    contact: int
    at: datetime
    by: str
    because: str = ""

    def plain(self) -> list[Any]:
        return [self.verb, self.contact, self.at.isoformat(), self.by, self.because]


def pointer_of(plain: list[Any]) -> Pointer:
    verb, contact, at, by, because = plain
    return Pointer(verb, int(contact), datetime.fromisoformat(at), by, because)


def added(events: tuple[Pointer, ...], event: Pointer) -> tuple[Pointer, ...]:
    return (*events, event)[-MOST_KEPT:]


def into(card: Mapping[str, Any]) -> int:
    """Into whom the contact of a stored card was merged, 0 if it stands for itself."""
    return int(card.get("into", 0))


def named(card: Mapping[str, Any]) -> tuple[int, ...]:
    """Who may have been merged into this contact; only their own cards tell who was."""
    return tuple(int(number) for number in card.get("merged", ()))


def root_of(number: int, cards: Mapping[int, Mapping[str, Any]]) -> int:
    """Whose card stands for this contact, as far as `cards` lead; of a ring the smallest id."""
    way = [number]
    while (following := into(cards.get(way[-1], {}))) and following in cards:
        if following in way:
            return min(way[way.index(following) :])
        way.append(following)
    return way[-1]


def ahead(cards: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Contacts that the pointers of these lead to."""
    return {into(card) for card in cards.values()} - {0}


def below(root: int, cards: Mapping[int, Mapping[str, Any]]) -> tuple[int, ...]:
    """Everybody whose pointers end at `root`, in the order in which they were merged."""
    found: list[int] = []
    waiting = [root]
    while waiting:
        card = waiting.pop(0)
        named_once = dict.fromkeys(named(cards.get(card, {})))
        members = [one for one in named_once if into(cards.get(one, {})) == card and one not in (root, *found)]
        found += members
        waiting += members
    return tuple(found)


def behind(cards: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """Contacts that may have been merged into one of these."""
    return {one for card in cards.values() for one in named(card)}
