"""The write protocol: one conditional put decides, losing is a normal answer, and VIEW always catches up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.codec import pack
from chalicelib.desk.model import Desk
from chalicelib.errors import Busy, NotFound
from chalicelib.storage import history
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import FieldsChanged
from chalicelib.tickets.fold import FOLD_VERSION, fold
from chalicelib.tickets.state import State
from tests.storage.desk import Ticking, adding, commit_only, context_of, opened, opening, tagged
from tests.storage.faults import LOST, counting, failing, refusal
from tests.world import START

OPEN = Command("open", "contact:77")


def with_rivals(desk: Desk, count: int) -> Callable[[State, datetime], Change]:
    """A decision before whose commit, the first `count` times, somebody else is faster."""
    names = iter(range(count))

    def decide(state: State, at: datetime) -> Change:
        if (number := next(names, None)) is not None:
            tagged(1, f"rival{number}", desk)
        return adding(state, "mine")

    return decide


def tags(number: int = 1) -> tuple[str, ...]:
    return history.load(number).tags


def seqs() -> list[int]:
    return [commit.seq for commit in rows.find_commits(1)]


def view() -> rows.ViewRow:
    found = rows.find_view(1)
    assert found
    return found


# -- winning and losing --


def test_a_command_writes_its_commit_and_the_view(desk: Desk) -> None:
    opened(1, desk)
    with counting("PutItem", "commit") as commits, counting("PutItem") as views, counting("GetItem") as reads:
        outcome = tagged(1, "a", desk)
    assert (len(commits), len(views), len(reads)) == (1, 1, 1)
    assert (outcome.state.tags, outcome.repeated) == (("a",), False)
    assert outcome.commit == rows.find_commits(1, after=1)[0]
    assert (outcome.commit.id, outcome.commit.actor, outcome.commit.cause, outcome.commit.config) == (
        "tag:a",
        "tests",
        "a test",
        desk.version,
    )
    assert view().value() == outcome.state == history.load(1)


def test_nothing_to_do_writes_nothing(desk: Desk) -> None:
    opened(1, desk)
    tagged(1, "a", desk)
    with counting("PutItem", "commit") as commits, counting("PutItem") as views:
        assert tagged(1, "a", desk, command="again").commit is None
    assert (commits, views) == ([], [])


@pytest.mark.parametrize("rivals", [1, 2, 4])
def test_who_loses_decides_again_on_what_the_winners_left(desk: Desk, rivals: int) -> None:
    opened(1, desk)
    outcome = history.change(1, Command("me", "tests"), context_of(desk), with_rivals(desk, rivals))
    wanted = (*(f"rival{number}" for number in range(rivals)), "mine")
    assert (outcome.state.tags, tags(), outcome.repeated) == (wanted, wanted, False)
    assert seqs() == list(range(1, rivals + 3))


def test_after_five_lost_races_the_command_gives_up_and_has_done_nothing(desk: Desk) -> None:
    opened(1, desk)
    with pytest.raises(Busy) as busy:
        history.change(1, Command("me", "tests"), context_of(desk), with_rivals(desk, 9))
    assert (busy.value.status, busy.value.retryable) == (503, True)
    assert tags() == tuple(f"rival{number}" for number in range(5))


def test_each_try_is_stamped_anew(desk: Desk) -> None:
    opened(1, desk)
    clock = Ticking()
    outcome = history.change(1, Command("me", "tests"), context_of(desk, clock), with_rivals(desk, 2))
    assert outcome.commit
    assert len(clock.said) == len(set(clock.said)) == 3
    assert outcome.commit.at == clock.said[-1]


def test_the_same_command_twice_is_done_once(desk: Desk) -> None:
    opened(1, desk)
    first = history.change(1, Command("me", "tests"), context_of(desk), lambda state, at: Change((FieldsChanged({"priority": 3}),)))
    again = history.change(1, Command("me", "tests"), context_of(desk), lambda state, at: Change((FieldsChanged({"priority": 4}),)))
    assert (first.repeated, again.repeated, again.commit) == (False, True, None)
    assert (again.state, seqs()) == (first.state, [1, 2])


def test_a_rival_who_is_the_same_command_is_us(desk: Desk) -> None:
    opened(1, desk)

    def delivered_twice(state: State, at: datetime) -> Change:
        if state.version == 1 and not rows.find_commits(1, after=1):
            tagged(1, "mine", desk, command="me")
        return adding(state, "mine")

    outcome = history.change(1, Command("me", "tests"), context_of(desk), delivered_twice)
    assert outcome.repeated
    assert outcome.commit == rows.find_commits(1, after=1)[0]
    assert seqs() == [1, 2]


# -- lost calls and lost answers --


def test_a_put_whose_answer_was_lost_finds_its_own_commit(desk: Desk) -> None:
    opened(1, desk)
    with failing("PutItem", LOST, profile="commit", answer=True):
        outcome = tagged(1, "a", desk)
    assert outcome.repeated
    assert outcome.commit
    assert (outcome.commit.id, seqs(), tags(), view().value()) == ("tag:a", [1, 2], ("a",), outcome.state)


def test_a_put_that_never_arrived_is_tried_again_with_a_new_stamp(desk: Desk) -> None:
    opened(1, desk)
    clock = Ticking()
    with failing("PutItem", LOST, refusal("ThrottlingException"), profile="commit"):
        outcome = tagged(1, "a", desk, clock=clock)
    assert outcome.commit
    assert (outcome.repeated, outcome.commit.at, seqs()) == (False, clock.said[2], [1, 2])


def test_five_lost_calls_are_busy_and_a_refused_one_is_a_bug(desk: Desk) -> None:
    opened(1, desk)
    with failing("PutItem", *[LOST] * 5, profile="commit"), pytest.raises(Busy):
        tagged(1, "a", desk)
    with failing("PutItem", refusal("AccessDeniedException"), profile="commit"), pytest.raises(Exception, match="AccessDenied"):
        tagged(1, "a", desk)
    assert seqs() == [1]


# -- opening --


def test_a_repeated_opening_finds_its_own_ticket(desk: Desk) -> None:
    first = history.open_ticket(1, OPEN, context_of(desk), lambda at: Change((opening(),)))
    again = history.open_ticket(1, OPEN, context_of(desk), lambda at: Change((opening(subject="Toinen"),)))
    assert (first.repeated, again.repeated, again.state) == (False, True, first.state)


def test_an_opening_whose_answer_was_lost_is_ours_and_its_view_stands(desk: Desk) -> None:
    with failing("PutItem", LOST, profile="commit", answer=True):
        outcome = history.open_ticket(1, OPEN, context_of(desk), lambda at: Change((opening(),)))
    assert (outcome.repeated, seqs(), view().value()) == (True, [1], outcome.state)


def test_a_number_that_somebody_else_opened_is_not_ours(desk: Desk) -> None:
    opened(1, desk)
    with pytest.raises(Busy):
        history.open_ticket(1, Command("other", "tests"), context_of(desk), lambda at: Change((opening(subject="Toinen"),)))
    assert history.load(1).subject == "Keitin"


def test_an_opening_that_never_arrives_is_busy(desk: Desk) -> None:
    with failing("PutItem", *[LOST] * 5, profile="commit"), pytest.raises(Busy):
        opened(1, desk)
    with pytest.raises(NotFound):
        history.load(1)


# -- VIEW --


def test_a_loser_repairs_the_view_that_the_winner_left_behind(desk: Desk) -> None:
    behind = commit_only(opened(1, desk), "rival")
    outcome = tagged(1, "mine", desk)
    assert outcome.state == fold(None, rows.find_commits(1))
    assert (outcome.state.tags, view().value()) == (("rival", "mine"), outcome.state)
    assert rows.find_commits(1, after=1)[0] == behind


def test_a_loser_that_has_nothing_left_to_do_repairs_it_too(desk: Desk) -> None:
    commit_only(opened(1, desk), "mine")
    assert tagged(1, "mine", desk, command="me").commit is None
    assert (tags(), int(view().version)) == (("mine",), 2)


def test_a_missing_view_is_folded_from_the_history(desk: Desk) -> None:
    state = tagged(opened(1, desk).number, "a", desk).state
    before = view().state
    rows.ViewRow.remove("T#1", "VIEW")
    assert history.load(1) == state
    assert view().state == before


def test_a_ticket_without_history_is_not_found(desk: Desk) -> None:
    for wanted in (history.load, history.rebuild):
        with pytest.raises(NotFound):
            wanted(9)
    with pytest.raises(NotFound):
        tagged(9, "a", desk)


def test_a_gap_in_the_history_is_never_folded_over(desk: Desk) -> None:
    opened(1, desk)
    for tag in "ab":
        tagged(1, tag, desk)
    rows.CommitRow.remove("T#1", rows.commit_key(2))
    rows.ViewRow.remove("T#1", "VIEW")
    for wanted in (history.load, history.rebuild):
        with pytest.raises(ValueError, match="does not follow"):
            wanted(1)


def test_a_view_of_an_older_fold_is_folded_anew(desk: Desk) -> None:
    state = tagged(opened(1, desk).number, "a", desk).state
    row = rows.ViewRow.of(replace(state, subject="as the old fold had it"))
    row.fold = FOLD_VERSION - 1
    row.put()
    assert history.load(1) == state
    assert (view().value(), int(view().fold)) == (state, FOLD_VERSION)


def test_a_view_of_an_older_fold_does_not_stop_a_command(desk: Desk) -> None:
    row = rows.ViewRow.of(opened(1, desk))
    row.fold = FOLD_VERSION - 1
    row.put()
    assert tagged(1, "a", desk).state == view().value()


@pytest.mark.parametrize("write", [rows.put_view, rows.replace_view])
def test_an_old_view_never_replaces_a_newer_one(desk: Desk, write: Callable[[State], object]) -> None:
    old = opened(1, desk)
    new = tagged(1, "a", desk).state
    write(old)
    assert view().value() == new


def test_an_old_state_never_replaces_a_newer_one_even_of_an_older_fold(desk: Desk) -> None:
    old = opened(1, desk)
    row = rows.ViewRow.of(tagged(1, "a", desk).state)
    row.fold = FOLD_VERSION - 1
    row.put()
    assert not rows.put_view(old)
    assert int(view().version) == 2


def test_a_rebuilt_view_is_the_same_to_the_byte(desk: Desk) -> None:
    opened(1, desk, custom={"b": 1, "a": [2, None]}, tags=("x",))
    for tag in ("ä", "b", "c"):
        tagged(1, tag, desk)
    grown = view()
    rows.ViewRow.remove("T#1", "VIEW")
    state = history.rebuild(1)
    assert view().serialize() == grown.serialize()
    assert view().state == pack(state)


def test_commits_come_back_as_they_were(desk: Desk) -> None:
    opened(1, desk)
    wanted = tagged(1, "a", desk).commit
    first, second = rows.find_commits(1)
    assert second == wanted
    assert (first.at, second.at) == (START, START + timedelta(microseconds=1))
    assert fold(None, [first, second]) == history.load(1)


def test_a_commit_is_never_older_than_the_one_before_it_although_clocks_differ(desk: Desk) -> None:
    opened(1, desk)
    for tag, behind in (("a", 0), ("b", 3), ("c", 60)):
        late = replace(context_of(desk), stamp=lambda behind=behind: START - timedelta(milliseconds=behind))  # type: ignore[misc]  # a default
        history.change(1, Command(tag, "tests"), late, lambda state, at, tag=tag: adding(state, tag))  # type: ignore[misc]  # a default
    assert [commit.at - START for commit in rows.find_commits(1)] == [timedelta(microseconds=number) for number in range(4)]


def test_a_page_is_the_view_and_the_newest_commits_in_one_query(desk: Desk) -> None:
    opened(1, desk)
    for tag in "abc":
        tagged(1, tag, desk)
    with counting("Query") as queries:
        page = rows.find_page(1, 3)
    assert len(queries) == 1
    assert page.view
    assert (page.view.value(), [commit.seq for commit in page.commits], page.more) == (history.load(1), [4, 3], True)
    assert not rows.find_page(1, 9).more
    assert rows.find_page(9, 9) == rows.Page(None, ())


def test_many_views_and_openings_come_in_one_read_and_missing_ones_are_left_out(desk: Desk) -> None:
    states = {number: opened(number, desk) for number in (1, 2)}
    with counting("BatchGetItem") as reads:
        assert rows.find_views([1, 2, 3]) == states
        assert {number: commit.seq for number, commit in rows.find_openings([1, 2, 3]).items()} == {1: 1, 2: 1}
        found, first = rows.find_opened(2)
        assert (found and found.value(), first and first.ticket) == (states[2], 2)
        assert rows.find_opened(3) == (None, None)
    assert len(reads) == 4
