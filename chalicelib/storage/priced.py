"""A commit with what follows from it and what that costs, ready to be written."""

from chalicelib import meter
from chalicelib.costs import foresight
from chalicelib.costs.parts import Part
from chalicelib.meter import Quote
from chalicelib.settings import settings
from chalicelib.storage import tickets as rows
from chalicelib.storage.rows import size_of
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import State
from chalicelib.tickets.subscriptions import queues_for, soon
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Priced:
    """The two rows of a commit, the state behind it, and the quote that goes with it."""

    commit: Commit
    row: rows.CommitRow
    state: State
    view: rows.ViewRow
    quote: Quote

    def put(self) -> rows.CommitRow | None:
        """None: it stands, with its cost; else the commit that was there first."""
        standing = self.row.put_once()
        if standing is None:
            self.stands()
        return standing

    def stands(self) -> None:
        meter.stands(self.quote, self.commit.ticket)

    def put_view(self) -> None:
        rows.put_view(self.state, self.view)


def priced(commit: Commit, before: State | None) -> Priced:
    state = fold(before, [commit])
    row, view = rows.CommitRow.of(commit), rows.ViewRow.of(state)
    view_bytes = size_of(view)
    puts = foresight.puts(size_of(row), view_bytes, _places(before), _places(state))
    quote = meter.quote(commit.ticket, puts, (_announcing(commit, view_bytes),))
    row.cost = quote.raw or None
    return Priced(commit, row, state, view, quote)


def _places(state: State | None) -> foresight.Places:
    if state is None:
        return {}
    shown = {"line": (rows.LineRow.of(state),)} if state.is_open else {}
    return {index: (*keys, *shown.get(index, ())) for index, keys in rows.places(state).items()}


def _announcing(commit: Commit, view_bytes: int) -> Part:
    sends = len(queues_for(commit)) + (soon(commit, commit.at) is not None)
    return foresight.announcing(view_bytes, sends, settings().memory)
