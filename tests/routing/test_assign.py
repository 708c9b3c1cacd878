"""Which agent gets a ticket, in which order they are tried, and why the others not."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.desk.model import Agent
from chalicelib.people.skills import speaks
from chalicelib.routing.assign import Candidate, Choice, Need, Waiting, assign, passed_over
from chalicelib.tickets.events import Rejected

NOW = datetime(2026, 12, 1, 4, 30, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")


def agent(number: int, name: str, **fields: object) -> Agent:
    return Agent(number, f"{name}@x.example", name, **{"groups": ("Billing",), **fields})  # type: ignore[arg-type]  # fields of Agent


ANNA, BO, VILLE = agent(1, "Anna"), agent(2, "Bo"), agent(3, "Ville")
MORNING = datetime(2026, 12, 1, 8, 0, tzinfo=HELSINKI)


def test_the_least_loaded_relative_to_the_cap_comes_first() -> None:
    candidates = [Candidate(ANNA, load=3), Candidate(BO, load=2), Candidate(agent(4, "Tiny", cap=2), load=1)]
    assert assign(Need("Billing"), candidates, NOW) == Choice(
        (2, 1, 4), "Bo 2/10 has the least load", (), (("Bo", "2/10"), ("Anna", "3/10"), ("Tiny", "1/2"))
    )


@pytest.mark.parametrize(
    ("anna", "bo", "first", "because"),
    [
        (NOW, NOW - timedelta(hours=1), 2, "Bo 0/10 shares the least load and has waited longest for a new ticket"),
        (NOW, None, 2, "Bo 0/10 shares the least load and has waited longest for a new ticket"),
        (NOW, NOW, 1, "Anna 0/10 comes first among equals"),
        (None, None, 1, "Anna 0/10 comes first among equals"),
    ],
)
def test_of_equal_loads_the_one_who_waited_longest_comes_first(
    anna: datetime | None, bo: datetime | None, first: int, because: str
) -> None:
    choice = assign(Need("Billing"), [Candidate(BO, last_assigned_at=bo), Candidate(ANNA, last_assigned_at=anna)], NOW)
    assert isinstance(choice, Choice)
    assert (choice.order[0], choice.because) == (first, because)


def test_everybody_full_is_a_matter_of_capacity() -> None:
    candidates = [Candidate(ANNA, load=10), Candidate(VILLE, on_shift=False, until=MORNING)]
    assert assign(Need("Billing"), candidates, NOW) == Waiting(
        "nobody in Billing can take it: Anna 10/10, Ville off until 08:00",
        "capacity",
        (Rejected("Anna", "10/10"), Rejected("Ville", "off until 08:00")),
    )


@pytest.mark.parametrize(
    ("candidate", "because"),
    [
        (Candidate(VILLE, on_shift=False, until=MORNING), "off until 08:00"),
        (Candidate(VILLE, on_shift=False, until=MORNING + timedelta(days=1)), "off until 2026-12-02 08:00"),
        (Candidate(VILLE, on_shift=False), "off"),
        (Candidate(VILLE, available=False), "not available"),
        (Candidate(VILLE, available=False, on_shift=False, until=MORNING), "not available until 08:00"),
        (Candidate(VILLE, available=False, load=10), "not available, 10/10"),
        (Candidate(agent(3, "Ville", cap=0)), "takes no tickets (cap 0)"),
        (Candidate(agent(3, "Ville", cap=1)), "the ticket's 2 points are above the cap of 1, 0/1"),
        (Candidate(agent(3, "Ville", groups=("Front",))), "not in Billing"),
        (Candidate(agent(3, "Ville", skills=("Phone",))), "lacks refunds"),
    ],
)
def test_nobody_there_is_uncovered_and_each_agent_is_named(candidate: Candidate, because: str) -> None:
    skills = ("refunds", "phone") if candidate.agent.skills else ()
    answer = assign(Need("Billing", skills=skills, points=2), [candidate], NOW)
    assert answer == Waiting(f"nobody in Billing can take it: Ville {because}", "uncovered", (Rejected("Ville", because),))


def test_an_empty_group_is_uncovered() -> None:
    assert assign(Need("Billing"), [], NOW) == Waiting("there is nobody in Billing", "uncovered")


def test_the_language_is_required_where_somebody_speaks_it() -> None:
    swedish = agent(2, "Bo", languages=("sv-FI",))
    answer = assign(Need("Billing", "sv"), [Candidate(ANNA), Candidate(swedish, load=10)], NOW)
    assert answer == Waiting(
        "nobody in Billing can take it: Anna does not speak sv, Bo 10/10",
        "capacity",
        (Rejected("Anna", "does not speak sv"), Rejected("Bo", "10/10")),
    )


def test_a_language_that_nobody_in_the_group_speaks_is_not_asked_for_and_this_is_said() -> None:
    elsewhere = Candidate(agent(5, "Eva", groups=("Front",), languages=("sv",)))
    idle = Candidate(agent(6, "Lead", cap=0, languages=("sv",)))
    answer = assign(Need("Billing", "sv"), [Candidate(ANNA), elsewhere, idle], NOW)
    assert isinstance(answer, Choice)
    assert answer.order == (1,)
    assert answer.because == "Anna 0/10 is the only one who can take it; nobody in Billing speaks sv, so the language is not asked for"


def test_whoever_was_passed_over_is_recorded_with_the_reason() -> None:
    candidates = [Candidate(ANNA, load=1), Candidate(BO, load=2), Candidate(agent(4, "Eva"), load=3), Candidate(VILLE, available=False)]
    choice = assign(Need("Billing"), candidates, NOW)
    assert isinstance(choice, Choice)
    assert passed_over(choice, taken=2, refusals={1: "10/10 by now"}) == (
        Rejected("Anna", "10/10 by now"),
        Rejected("Eva", "3/10, later in the order"),
        Rejected("Ville", "not available"),
    )


def test_two_hundred_tickets_over_five_agents_fill_every_cap_exactly() -> None:
    team = [agent(number, f"Agent{number}") for number in range(1, 6)]
    loads = dict.fromkeys((one.id for one in team), 0)
    answers = []
    for _ in range(200):
        answers.append(assign(Need("Billing"), [Candidate(one, load=loads[one.id]) for one in team], NOW))
        if isinstance(answers[-1], Choice):
            loads[answers[-1].order[0]] += 1
    assert loads == dict.fromkeys(loads, 10)
    assert [answer.kind for answer in answers if isinstance(answer, Waiting)] == ["capacity"] * 150


@st.composite
def groups(draw: st.DrawFn) -> list[Candidate]:
    sets = st.lists(st.sampled_from(["fi", "sv", "en"]), max_size=2).map(tuple)
    agents = [
        agent(number, f"Agent{number}", cap=draw(st.integers(0, 4)), languages=draw(sets), skills=draw(sets),
              groups=draw(st.sampled_from([("Billing",), ("Billing", "Front"), ("Front",)])))
        for number in range(1, draw(st.integers(0, 6)) + 1)
    ]  # fmt: skip
    return [
        Candidate(one, available=draw(st.booleans()), on_shift=draw(st.integers(0, 3)) > 0, load=draw(st.integers(0, 4)),
                  last_assigned_at=draw(st.none() | st.sampled_from([NOW, NOW - timedelta(hours=1)])))
        for one in agents
    ]  # fmt: skip


needs = st.builds(
    Need,
    st.sampled_from(["Billing", "Front"]),
    st.sampled_from(["", "fi", "sv"]),
    st.lists(st.sampled_from(["fi", "sv"]), max_size=1).map(tuple),
    st.integers(1, 3),
)


@given(needs, groups())
def test_only_the_eligible_are_chosen_never_over_the_cap_and_everybody_else_has_a_reason(need: Need, candidates: list[Candidate]) -> None:
    answer = assign(need, candidates, NOW)
    order = answer.order if isinstance(answer, Choice) else ()
    takers = [one.agent for one in candidates if need.group in one.agent.groups and one.agent.cap > 0]
    somebody_speaks = any(speaks(one, need.language) for one in takers)
    for one in candidates:
        eligible = (
            one.agent in takers and one.available and one.on_shift and one.load + need.points <= one.agent.cap
            and set(need.skills) <= set(one.agent.skills) and (not somebody_speaks or speaks(one.agent, need.language))
        )  # fmt: skip
        assert (one.agent.id in order) is eligible
    reasons = {rejected.name: rejected.because for rejected in answer.rejected}
    assert set(reasons) == {one.agent.name for one in candidates if one.agent.id not in order}
    assert all(reasons.values())


@given(needs, groups(), st.randoms())
def test_the_order_of_the_candidates_changes_nothing(need: Need, candidates: list[Candidate], chance: object) -> None:
    shuffled = sorted(candidates, key=lambda _: chance.random())  # type: ignore[attr-defined]  # random.Random
    assert assign(need, shuffled, NOW) == assign(need, candidates, NOW)


@given(needs, groups())
def test_capacity_means_that_a_lighter_load_would_help(need: Need, candidates: list[Candidate]) -> None:
    answer = assign(need, candidates, NOW)
    unloaded = [Candidate(one.agent, one.available, one.on_shift, one.until, 0, one.last_assigned_at) for one in candidates]
    if isinstance(answer, Waiting):
        assert (answer.kind == "capacity") is isinstance(assign(need, unloaded, NOW), Choice)
