"""Which contacts are one person: one batch read for those that were never merged, one more for each step of pointers."""

from collections.abc import Iterable

from chalicelib.contacts import pointers
from chalicelib.storage import people
from chalicelib.storage.people import Listed
from chalicelib.values import dataclass

CONTACT = "CT"


@dataclass(frozen=True, slots=True)
class Family:
    """The card that stands for a person, and those that were merged into it."""

    root: Listed
    members: tuple[Listed, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        return (self.root.id, *(member.id for member in self.members))


def families(numbers: Iterable[int]) -> dict[int, Family]:
    """The person behind each of these contacts; those that do not exist are left out."""
    wanted = set(numbers)
    cards = people.find_objects(CONTACT, wanted)
    asked = set(wanted)
    for look in (pointers.ahead, pointers.behind):
        for _ in range(pointers.DEEPEST):
            missing = look({number: card.data for number, card in cards.items()}) - asked
            if not missing:
                break
            asked |= missing
            cards |= people.find_objects(CONTACT, missing)
    known = {number: card.data for number, card in cards.items()}
    return {number: _family(pointers.root_of(number, known), cards) for number in wanted & set(cards)}


def family(number: int) -> Family | None:
    return families([number]).get(number)


def _family(root: int, cards: dict[int, Listed]) -> Family:
    members = pointers.below(root, {number: card.data for number, card in cards.items()})
    return Family(cards[root], tuple(cards[number] for number in members))
