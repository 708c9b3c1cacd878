"""When a run fails over its numbers."""

import pytest

from bench.known import Excess, faults, known
from bench.lines import Line

KNOWN = Excess("agent reply", "rru", 2, "it reads more")
CPU = Excess("agent reply", "cpu", 6, "it thinks")


@pytest.mark.parametrize(
    ("lines", "excesses", "fault"),
    [
        ([Line("agent reply", "rru at 1,000", 1, 1)], [], ""),
        ([Line("agent reply", "rru at 1,000", 9)], [], ""),
        ([Line("agent reply", "rru at 1,000", 2, 1)], [], "not a known excess"),
        ([Line("agent reply", "rru at 1,000", 2, 1)], [KNOWN], ""),
        ([Line("status change", "rru at 1,000", 2, 1), Line("agent reply", "rru", 2, 1)], [KNOWN], "not a known excess"),
        ([Line("agent reply", "rru at 1,000", 3, 1)], [KNOWN], "known up to 2 only"),
        ([Line("agent reply", "rru at 1,000", 1, 1)], [KNOWN], "take it off"),
        ([Line("agent reply", "rru at 1,000", 1, 1), Line("agent reply", "rru at 20,000", 2, 1)], [KNOWN], ""),
        ([Line("agent reply", "wru at 1,000", 1, 1)], [KNOWN], "not measured"),
        # Measured: a half is chance.
        ([Line("agent reply", "cpu at 1,000", 7.4, 5)], [], ""),
        ([Line("agent reply", "cpu at 1,000", 7.6, 5)], [], "not a known excess"),
        ([Line("agent reply", "cpu at 1,000", 8.9, 5)], [CPU], ""),
        ([Line("agent reply", "cpu at 1,000", 9.1, 5)], [CPU], "known up to 6 only"),
        ([Line("agent reply", "cpu at 1,000", 2.6, 5)], [CPU], ""),
        ([Line("agent reply", "cpu at 1,000", 2.4, 5)], [CPU], "take it off"),
    ],
)  # fmt: skip
def test_a_number_over_its_budget_fails_unless_it_is_known_and_no_worse(lines: list[Line], excesses: list[Excess], fault: str) -> None:
    said = list(faults(lines, excesses))
    assert [fault in one for one in said] == ([True] if fault else [])


def test_the_list_is_read_from_the_rows_of_a_page() -> None:
    page = "| name | measure | at most | why |\n|---|---|---|---|\n| agent reply | rru | 2 | it reads more |\n\nAnd so on."
    assert known(page) == (KNOWN,)


def test_what_is_measured_may_vary_and_what_is_counted_may_not() -> None:
    measures = ("cpu growth", "growth", "× boto3 and a client", "$ in all", "requests at 1,000")
    assert [Line("x", measure, 1).noise for measure in measures] == [0.5, 0, 0.5, 0.1, 0]
