"""What the index holds of one ticket, and what must be written when that changes."""

from collections.abc import Iterable

from chalicelib.search.literals import WORD
from chalicelib.search.terms import MOST_IN_A_TICKET, Said, word_term
from chalicelib.values import dataclass

SHEETS = 1


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in the index for a ticket as of commit `seq`; `gone` are the terms that it lost last.

    `words` were said openly, `notes` only in notes. A hidden ticket (deleted, spam) stands nowhere. The words of a card of
    the first `form` stood in lists, one entry for each; since then they are on sheets.
    """

    seq: int = 0
    facets: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: bool = False
    gone: tuple[str, ...] = ()
    form: int = 0

    @property
    def terms(self) -> frozenset[str]:
        """The partitions it stands in."""
        return frozenset((*self.facets, *map(word_term, (*self.words, *self.notes))))

    @property
    def lost(self) -> frozenset[str]:
        """The words among what it lost last."""
        return words_among(self.gone)

    @property
    def gone_facets(self) -> tuple[str, ...]:
        return tuple(one for one in self.gone if not one.startswith(WORD))

    @property
    def same(self) -> tuple[object, ...]:
        return self.facets, self.words, self.notes, self.hidden, self.form


@dataclass(frozen=True, slots=True)
class Difference:
    """From one card to the next: entries to put and to take away, and words to tell: said openly, only in notes, no longer."""

    puts: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    openly: tuple[str, ...] = ()
    in_notes: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """All that is written, as terms."""
        return frozenset((*self.puts, *self.gone, *map(word_term, (*self.openly, *self.in_notes, *self.lost))))


def next_card(card: Card, seq: int, facets: frozenset[str], said: Said) -> Card:
    """The card with what was said since added to it; without facets the ticket is hidden and everything goes."""
    if not facets:
        return Card(seq, hidden=True, form=SHEETS)
    words = tuple(dict.fromkeys((*card.words, *said.openly)))[:MOST_IN_A_TICKET]
    openly = frozenset(words)
    notes = tuple(key for key in dict.fromkeys((*card.notes, *said.in_notes)) if key not in openly)[:MOST_IN_A_TICKET]
    return Card(seq, tuple(sorted(facets)), words, notes, form=SHEETS)


def difference(before: Card, after: Card, doubtful: frozenset[str] = frozenset()) -> Difference:
    """What a change writes; `doubtful` terms may or may not stand, so they are written or taken away once more."""
    unsure, facets = words_among(doubtful), frozenset(after.facets)
    known = before if before.form == after.form else Card()
    openly, noted = frozenset(after.words), frozenset(after.notes)
    return Difference(
        puts=_sorted((facets - frozenset(before.facets)) | (facets & doubtful)),
        gone=_sorted((frozenset(before.facets) | {one for one in doubtful if not one.startswith(WORD)}) - facets),
        openly=_sorted((openly - frozenset(known.words)) | (openly & unsure)),
        in_notes=_sorted((noted - frozenset(known.notes)) | (noted & unsure)),
        lost=_sorted((frozenset((*known.words, *known.notes)) | unsure) - openly - noted),
    )


def words_among(terms: Iterable[str]) -> frozenset[str]:
    """The words of those terms that are words."""
    return frozenset(one.removeprefix(WORD) for one in terms if one.startswith(WORD))


def _sorted(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(terms))
