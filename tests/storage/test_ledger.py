"""Lines of the ledger: each piece of work once, in their order, by ticket."""

from datetime import timedelta

import pytest

from chalicelib.costs.parts import Part, Work
from chalicelib.storage import ledger
from tests.world import START

LATE = Part(Work.CHECK, 2, {"dynamodb:GetItem": 1})
EARLY = Part(Work.ROUTING, 0, {"dynamodb:Query": -1})


@pytest.mark.usefixtures("tables")
def test_a_piece_of_work_has_one_line_however_often_it_is_put() -> None:
    for _ in range(2):
        ledger.put_line(7, START, "aa", (LATE,))
    assert ledger.find_lines(7) == (LATE,)


@pytest.mark.usefixtures("tables")
def test_lines_come_oldest_first_and_by_ticket() -> None:
    ledger.put_line(7, START + timedelta(seconds=1), "aa", (LATE,))
    ledger.put_line(7, START, "bb", (EARLY, LATE))
    ledger.put_line(70, START, "cc", (EARLY,))
    assert ledger.find_lines(7) == (EARLY, LATE, LATE)
