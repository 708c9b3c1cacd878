"""What a ticket has cost so far."""

from collections.abc import Iterable

from chalicelib.costs.bill import Bill, bill
from chalicelib.costs.parts import unpack
from chalicelib.outside.pricelist import prices
from chalicelib.storage import ledger
from chalicelib.tickets.events import Commit


def bill_of(ticket: int, commits: Iterable[Commit]) -> Bill:
    """The parts on the ticket's commits and on its lines in the ledger, at the prices of the list."""
    told = [part for commit in commits for part in unpack(commit.cost)]
    return bill((*told, *ledger.find_lines(ticket)), prices())
