"""Who hears of a promise, and when."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from chalicelib.sla.calendar import epoch, moment
from chalicelib.sla.ladder import Rung, due_steps, next_look, rungs
from chalicelib.sla.policy import Audience, ClockKind, Policy, Step, Target
from tests.sla.oracle import open_steps, stints
from tests.sla.strategies import MINUTE, Story, stories
from tests.sla.test_clocks import HOUR, NEVER, OFFICE, POLICY, at, story

FIRST, NEXT, SOLUTION = ClockKind
AGENT, LEAD, MANAGER = Audience
LADDER = replace(
    POLICY,
    ladder=(
        Step("warn75", FIRST, 75, (AGENT,)),
        Step("breach", FIRST, 0, (AGENT, LEAD)),
        Step("late1h", FIRST, 100, (MANAGER,), offset=HOUR),
        Step("soon", SOLUTION, 100, (AGENT,), offset=-HOUR),
    ),
)
WARN = "first_response#1:warn75"
BREACH = "first_response#1:breach"


def keys(*marks: str) -> list[tuple[str, str]]:
    found = rungs(story(*marks), LADDER, OFFICE)
    return [(f"{rung.at.astimezone(OFFICE_ZONE):%a %H:%M}", rung.key) for rung in found]


OFFICE_ZONE = at("Tue 08:00").tzinfo


@pytest.mark.parametrize(
    ("marks", "ladder"),
    [
        pytest.param(
            ["Tue 15:50 o"],
            [
                ("Wed 10:50", WARN),
                ("Wed 11:50", BREACH),
                ("Wed 13:50", "first_response#1:late1h"),
                ("Thu 09:50", "resolution#1:soon"),
                ("Thu 10:50", "resolution#1:breach"),
            ],
            id="percent, due, and an hour of work on either side",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 11:00 a", "Wed 11:00 pending"],
            [],
            id="a clock that stopped has no rungs, one that stands still none ahead",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 11:00 a", "Thu 10:00 pending"],
            [("Thu 09:50", "resolution#1:soon")],
            id="what was passed before standing still remains",
        ),
        pytest.param(["Tue 15:50 o", "Fri 10:00 resolved"], [], id="a settled ticket is silent"),
        pytest.param(
            ["Tue 15:50 o", "Tue 15:50 a", "Wed 08:00 p4"],
            [("Wed 11:50", "resolution#1:soon"), ("Wed 13:50", "resolution#1:breach")],
            id="the priority of now",
        ),
    ],
)
def test_rungs_lie_where_the_clock_has_used_so_much(marks: list[str], ladder: list[tuple[str, str]]) -> None:
    assert keys(*marks) == ladder


def test_the_breach_itself_is_a_rung_and_a_step_of_its_name_says_who_hears() -> None:
    found = {rung.key: rung for rung in rungs(story("Tue 15:50 o"), LADDER, OFFICE)}
    assert found[BREACH] == Rung(BREACH, FIRST, 1, "breach", at("Wed 11:50"), (AGENT, LEAD))
    assert found["resolution#1:breach"] == Rung("resolution#1:breach", SOLUTION, 1, "breach", at("Thu 10:50"), ())
    assert [rung.key for rung in found.values() if rung.is_breach] == [BREACH, "resolution#1:breach"]


def test_a_share_that_is_no_whole_second_is_reached_at_the_next() -> None:
    policy = Policy("p", "office", ((1, (Target(FIRST, 10),)),), ladder=(Step("most", FIRST, 75, ()), Step("early", FIRST, 0, (), -5)))
    found = rungs(story("Wed 08:00:01 o"), policy, OFFICE)
    assert [rung.at for rung in found] == [at("Wed 08:00:01"), at("Wed 08:00:09"), at("Wed 08:00:11")]


@pytest.mark.parametrize(
    ("now", "done", "due", "look"),
    [
        pytest.param("Wed 10:49:59", (), [], "Wed 10:50", id="a second early"),
        pytest.param("Wed 10:50", (), [WARN], "Wed 10:50", id="to the second"),
        pytest.param("Wed 10:50", (WARN,), [], "Wed 11:50", id="done once is done"),
        pytest.param("Wed 11:50", (WARN,), [BREACH], "Wed 11:50", id="breach"),
        pytest.param("Wed 12:30", (), [WARN, BREACH], "Wed 12:30", id="late: both, in order"),
        pytest.param("Wed 12:30", (BREACH,), [WARN], "Wed 12:30", id="reordered"),
    ],
)
def test_each_step_is_due_once(now: str, done: tuple[str, ...], due: list[str], look: str) -> None:
    timeline = story("Tue 15:50 o")
    found = due_steps(timeline, LADDER, OFFICE, done=done, now=at(now))
    assert [rung.key for rung in found] == due
    assert next_look(timeline, LADDER, OFFICE, done=done, now=at(now)) == at(look)


@pytest.mark.parametrize("end", ["Wed 13:00 a", "Wed 13:00 resolved"])
def test_a_rung_passed_before_the_stop_is_not_done_after_it(end: str) -> None:
    timeline = (*story("Tue 15:50 o", end),)
    found = due_steps(timeline, LADDER, OFFICE, done=(), now=at("Wed 13:01"))
    assert [rung for rung in found if rung.kind is FIRST] == []


def test_nothing_to_wait_for_is_no_look() -> None:
    assert next_look(story("Tue 15:50 o", "Wed 08:00 resolved"), LADDER, OFFICE, done=(), now=at("Wed 09:00")) is None
    assert next_look(story("Tue 15:50 o"), LADDER, NEVER, done=(), now=at("Wed 09:00")) is None


@given(stories())
@settings(max_examples=60, deadline=None)
def test_rungs_agree_with_asking_every_minute(drawn: Story) -> None:
    until = drawn.marks[-1].at + 86_400
    opened = open_steps(drawn.calendar, drawn.marks[0].at, until, MINUTE)
    category = [what for _, what in drawn.marks if what in {"new", "open", "pending", "hold", "resolved", "closed"}][-1:]
    expected = {}
    for stint in stints(drawn.marks, drawn.policy, opened, until=until, step=MINUTE):
        named = [(step.name, step.percent, step.offset) for step in drawn.policy.ladder if step.clock == stint.kind]
        for name, percent, offset in [*named, ("breach", 100, 0)]:
            needed = stint.target * percent // 100 + offset
            if stint.stop is None and category not in (["resolved"], ["closed"]) and needed <= len(stint.steps) * MINUTE:
                expected[f"{stint.kind}#{stint.number}:{name}"] = _reached(stint.start, stint.steps, needed)
    found = {rung.key: epoch(rung.at) for rung in rungs(drawn.marks, drawn.policy, drawn.calendar)}
    assert {key: when for key, when in found.items() if when <= until} == expected


def _reached(start: int, steps: tuple[int, ...], needed: int) -> int:
    """Targets and offsets are whole minutes; half a target may end inside a step."""
    if needed <= 0:
        return start
    return steps[-(-needed // MINUTE) - 1] + (needed % MINUTE or MINUTE)


@given(stories())
@settings(max_examples=40, deadline=None)
def test_following_the_looks_does_every_rung_once_and_ends(drawn: Story) -> None:
    done: list[str] = []
    now = moment(drawn.marks[-1].at)
    while look := next_look(drawn.marks, drawn.policy, drawn.calendar, done=done, now=now):
        now = look
        due = due_steps(drawn.marks, drawn.policy, drawn.calendar, done=done, now=now)
        assert due
        done += [rung.key for rung in due]
    assert sorted(done) == sorted(rung.key for rung in rungs(drawn.marks, drawn.policy, drawn.calendar))
