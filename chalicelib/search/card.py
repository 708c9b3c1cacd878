"""What the index holds of one ticket, and what must be written when that changes."""

from chalicelib.search.terms import MOST_IN_A_TICKET, Said, word_term
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in the index for a ticket as of commit `seq`; `gone` are the terms that it lost last.

    `words` were said openly, `notes` only in notes. A hidden ticket (deleted, spam) stands nowhere.
    """

    seq: int = 0
    facets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: bool = False
    gone: tuple[str, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """The partitions it stands in."""
        return frozenset((*self.facets, *map(word_term, (*self.words, *self.notes))))

    @property
    def same(self) -> tuple[object, ...]:
        return self.facets, self.words, self.notes, self.hidden


@dataclass(frozen=True, slots=True)
class Difference:
    """From one card to the next: entries to put, those of notes apart, and entries to take away."""

    puts: tuple[str, ...] = ()
    in_notes: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def next_card(card: Card, seq: int, facets: frozenset[str], said: Said) -> Card:
    """The card with what was said since added to it; without facets the ticket is hidden and everything goes."""
    if not facets:
        return Card(seq, hidden=True)
    words = tuple(dict.fromkeys((*card.words, *said.openly)))[:MOST_IN_A_TICKET]
    openly = frozenset(words)
    notes = tuple(key for key in dict.fromkeys((*card.notes, *said.in_notes)) if key not in openly)[:MOST_IN_A_TICKET]
    return Card(seq, tuple(sorted(facets)), words, notes)


def difference(before: Card, after: Card, doubtful: frozenset[str] = frozenset()) -> Difference:
    """What a change writes; `doubtful` terms may or may not stand, so they are written or taken away once more."""
    standing, openly, in_notes = before.terms, _openly(before), _noted(before)
    puts = (_openly(after) - openly) | (_openly(after) & doubtful)
    noted = (_noted(after) - in_notes) | (_noted(after) & doubtful)
    gone = (standing | doubtful) - after.terms
    return Difference(tuple(sorted(puts)), tuple(sorted(noted)), tuple(sorted(gone)))


def _openly(card: Card) -> frozenset[str]:
    return frozenset((*card.facets, *map(word_term, card.words)))


def _noted(card: Card) -> frozenset[str]:
    return frozenset(map(word_term, card.notes))
