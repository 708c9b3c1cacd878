"""Reading and writing rows: conditions that answer with what stood in the way, pages, batches with a rest, and faults by name."""

from typing import Any

import pytest

from chalicelib.errors import Unavailable, Uncertain
from chalicelib.storage import rows
from chalicelib.storage.rows import Part, query, query_all, read_many, read_on, stamp_of
from chalicelib.storage.seen import SeenRow
from chalicelib.storage.surveys import SurveyRow
from tests.storage.faults import LOST, counting, failing, refusal
from tests.world import START

ABSENT = SeenRow.pk.does_not_exist()


def answers(day: int, count: int) -> None:
    for number in range(count):
        SurveyRow(f"S#{day}", f"A#{number:02}", at="x", ticket=number, resolution=1).put()


def tickets(items: Any) -> list[int]:
    return [int(item["ticket"]["N"]) for item in items]


def test_a_put_that_fails_its_condition_answers_with_what_stands_in_one_request(tables: None) -> None:
    with counting("PutItem") as puts:
        assert SeenRow("D#1", ticket=1, base=2).put(ABSENT) is None
        standing = SeenRow("D#1", ticket=9, base=9).put(ABSENT)
    assert len(puts) == 2
    assert standing
    assert (standing.pk, standing.ticket, standing.base) == ("D#1", 1, 2)


def test_a_put_without_a_condition_replaces_the_whole_row(tables: None) -> None:
    SeenRow("D#1", ticket=1, base=2).put()
    SeenRow("D#1", ticket=3).put()
    found = SeenRow.find("D#1")
    assert found
    assert found.ticket == 3
    assert found.base is None


def test_a_change_answers_with_the_row_as_it_is_or_nothing(tables: None) -> None:
    made = SeenRow.change("N#x", None, [SeenRow.ticket.add(1)])
    again = SeenRow.change("N#x", None, [SeenRow.ticket.add(1)], SeenRow.ticket == 1)
    assert (made and made.ticket, again and again.ticket) == (1, 2)
    assert SeenRow.change("N#x", None, [SeenRow.ticket.add(1)], SeenRow.ticket == 1) is None


def test_what_was_removed_is_not_found_and_removing_it_again_is_no_fault(tables: None) -> None:
    SeenRow("D#1", ticket=1).put()
    SeenRow.remove("D#1")
    SeenRow.remove("D#1")
    assert SeenRow.find("D#1") is None


@pytest.mark.parametrize("code", sorted(rows.PASSING))
def test_a_passing_fault_is_unavailable_whatever_was_asked(tables: None, code: str) -> None:
    with failing("PutItem", refusal(code)), pytest.raises(Unavailable, match=code):
        SeenRow("D#1", ticket=1).put(ABSENT)
    with failing("GetItem", refusal(code)), pytest.raises(Unavailable, match=code):
        SeenRow.find("D#1")
    with failing("UpdateItem", refusal(code)), pytest.raises(Unavailable, match=code):
        SeenRow.change("D#1", None, [SeenRow.ticket.add(1)])


@pytest.mark.parametrize("operation", ["PutItem", "GetItem", "UpdateItem", "DeleteItem", "BatchGetItem", "Query"])
def test_a_lost_connection_is_unavailable(tables: None, operation: str) -> None:
    calls: dict[str, Any] = {
        "PutItem": lambda: SeenRow("D#1", ticket=1).put(ABSENT), "GetItem": lambda: SeenRow.find("D#1"),
        "UpdateItem": lambda: SeenRow.change("D#1", None, [SeenRow.ticket.add(1)]), "DeleteItem": lambda: SeenRow.remove("D#1"),
        "BatchGetItem": lambda: read_many([(SeenRow, "D#1", None)]), "Query": lambda: query(SurveyRow, Part("S#1")),
    }  # fmt: skip
    with failing(operation, LOST), pytest.raises(Unavailable) as fault:
        calls[operation]()
    assert not isinstance(fault.value, Uncertain)


def test_a_fault_of_ours_is_not_called_passing(tables: None) -> None:
    with failing("PutItem", refusal("ValidationException")), pytest.raises(Exception, match="ValidationException") as fault:
        SeenRow("D#1", ticket=1).put(ABSENT)
    assert not isinstance(fault.value, Unavailable)


# -- parts --


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        (Part("S#1"), [0, 1, 2, 3, 4]),
        (Part("S#1", forward=False), [4, 3, 2, 1, 0]),
        (Part("S#1", low="A#01", high="A#03"), [1, 2, 3]),
        (Part("S#1", low="A#03"), [3, 4]),
        (Part("S#1", high="A#01"), [0, 1]),
        (Part("S#1", limit=2), [0, 1]),
        (Part("S#1", limit=9), [0, 1, 2, 3, 4]),
        (Part("S#2"), [9]),
        (Part("S#3"), []),
    ],
)
def test_a_part_is_exactly_its_rows(tables: None, part: Part, wanted: list[int]) -> None:
    answers(1, 5)
    SurveyRow("S#2", "A#00", at="x", ticket=9, resolution=1).put()
    assert tickets(query_all(SurveyRow, part)) == wanted


def test_pages_follow_each_other_without_gap_or_repetition(tables: None) -> None:
    answers(1, 5)
    first = query(SurveyRow, Part("S#1", limit=2))
    second = query(SurveyRow, Part("S#1", limit=2, start=first.next))
    third = query(SurveyRow, Part("S#1", limit=2, start=second.next))
    assert [tickets(page.rows) for page in (first, second, third)] == [[0, 1], [2, 3], [4]]
    assert third.next is None


def test_reading_on_takes_no_more_pages_than_are_wanted(tables: None) -> None:
    answers(1, 5)
    with counting("Query") as queries:
        walk = read_on(SurveyRow, Part("S#1", limit=2))
        assert tickets([next(walk), next(walk)]) == [0, 1]
        assert len(queries) == 1
        assert tickets(walk) == [2, 3, 4]


# -- batches --


def test_a_batch_reads_rows_of_several_tables_and_leaves_out_what_is_not_there(tables: None) -> None:
    SeenRow("D#1", ticket=1).put()
    answers(1, 1)
    with counting("BatchGetItem") as reads:
        found = read_many([(SeenRow, "D#1", None), (SeenRow, "D#2", None), (SurveyRow, "S#1", "A#00"), (SeenRow, "D#1", None)])
    assert len(reads) == 1
    assert {key: type(row) for key, row in found.items()} == {("D#1", None): SeenRow, ("S#1", "A#00"): SurveyRow}
    assert all(request["ConsistentRead"] for request in reads[0]["RequestItems"].values())


def test_more_than_a_hundred_rows_take_several_requests(tables: None) -> None:
    for number in range(105):
        SeenRow(f"D#{number}", ticket=number).put()
    with counting("BatchGetItem") as reads:
        found = read_many((SeenRow, f"D#{number}", None) for number in range(105))
    assert (len(found), len(reads)) == (105, 2)
    assert read_many([]) == {}


def test_what_dynamodb_left_over_is_asked_for_again(tables: None) -> None:
    for number in range(3):
        SeenRow(f"D#{number}", ticket=number).put()
    with leaving_over(2) as requests:
        found = read_many((SeenRow, f"D#{number}", None) for number in range(3))
    assert sorted(int(row.ticket) for row in found.values()) == [0, 1, 2]
    assert requests == [3, 2, 1]


class leaving_over:  # noqa: N801  # reads as a phrase in a with statement
    """The first `count` answers of BatchGetItem carry one row each and leave the rest unprocessed."""

    def __init__(self, count: int) -> None:
        self.left, self.asked = count, list[int]()
        self.events = rows.shared_connection().client.meta.events

    def __enter__(self) -> list[int]:
        self.events.register("before-parameter-build.dynamodb.BatchGetItem", self.shorten)
        self.events.register("after-call.dynamodb.BatchGetItem", self.return_rest)
        return self.asked

    def __exit__(self, *_: object) -> None:
        self.events.unregister("before-parameter-build.dynamodb.BatchGetItem", self.shorten)
        self.events.unregister("after-call.dynamodb.BatchGetItem", self.return_rest)

    def shorten(self, params: dict[str, Any], **_: Any) -> None:
        ((self.table, asked),) = params["RequestItems"].items()
        self.asked.append(len(asked["Keys"]))
        take = 1 if self.left else len(asked["Keys"])
        self.left, self.rest = max(0, self.left - 1), asked["Keys"][take:]
        params["RequestItems"] = {self.table: {**asked, "Keys": asked["Keys"][:take]}}

    def return_rest(self, parsed: dict[str, Any], **_: Any) -> None:
        parsed["UnprocessedKeys"] = {self.table: {"Keys": self.rest}} if self.rest else {}


def test_stamps_sort_as_the_instants_do() -> None:
    instants = [START, START.replace(microsecond=1), START.replace(second=1), START.replace(minute=10), START.replace(year=2027)]
    assert stamp_of(START) == "2026-12-01T08:00:00.000000Z"
    assert sorted(map(stamp_of, instants)) == list(map(stamp_of, instants))
