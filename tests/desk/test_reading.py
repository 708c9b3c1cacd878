"""A document and the desk it stands for."""

import json
from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.desk.model import Account, Agent, Condition, Desk, Group, Rule, Status, SurveyPlan
from chalicelib.desk.reading import STATUSES, agent_id, desk_of, document_of, group_id, version_of
from chalicelib.errors import BadConfiguration
from chalicelib.sla.calendar import Calendar, Window
from chalicelib.sla.policy import Audience, Category, ClockKind, Policy, Step, Target
from tests.desk import samples
from tests.desk.samples import SMALL

TINY = {"name": "Kukka Oy", "groups": [{"name": "Shop"}], "agents": [{"email": "elli@kukka.example", "name": "Elli", "groups": ["Shop"]}]}
HOURS = (Window(time(8), time(12)), Window(time(13), time(16)))

words = st.text(min_size=1, max_size=8)
names = st.lists(words, max_size=3).map(tuple)
desks = st.builds(
    Desk,
    name=words,
    languages=names,
    accounts=st.lists(st.builds(Account, words, words, group=words), max_size=2).map(tuple),
    groups=st.lists(st.builds(Group, st.integers(1, 2**53), words, lead=words), max_size=2).map(tuple),
    agents=st.lists(st.builds(Agent, st.integers(1, 2**53), words, words, groups=names, cap=st.integers(0, 99)), max_size=2).map(tuple),
    rules=st.lists(st.builds(Rule, words, st.tuples(st.builds(Condition, words, names)), words), max_size=2).map(tuple),
    texts=st.lists(st.tuples(words, st.lists(st.tuples(words, words), max_size=2).map(tuple)), max_size=2).map(tuple),
    survey=st.builds(SurveyPlan, active=st.booleans(), delay=st.integers(0, 9999)),
)


def test_what_the_small_file_says_is_what_the_desk_has() -> None:
    desk = samples.desk(SMALL)
    assert desk == Desk(
        name="Kukka Oy", language="fi", languages=("fi", "sv"),
        accounts=(Account("email", "hei@kukka.example", group="Shop"),),
        groups=(Group(group_id("Shop"), "Shop", lead="elli@kukka.example"), Group(group_id("Office"), "Office")),
        agents=(
            Agent(agent_id("elli@kukka.example"), "elli@kukka.example", "Elli", ("Shop", "Office"), skills=("roses",), shift="Days"),
            Agent(agent_id("otso@kukka.example"), "otso@kukka.example", "Otso", ("Shop",)),
        ),
        companies=desk.companies, reasons=desk.reasons,
        calendars=(Calendar("Days", "Europe/Helsinki", (HOURS,) * 5 + ((), ())),),
        policies=(Policy("Everybody", "Days", ((1, (Target(ClockKind.FIRST_RESPONSE, 4 * 3600),)),),
                         ladder=(Step("warn", ClockKind.FIRST_RESPONSE, 80, (Audience.AGENT,)),)),),
        rules=(Rule("Roses", (Condition("keyword", ("ruusu*",)),), "Shop", skills=("roses",)),
               Rule("Returns", (Condition("reason", ("Return",)),), "Office")),
        default_group="Shop",
        statuses=(*STATUSES, Status(8, "Waiting on warehouse", Category.HOLD)),
        texts=(("reply_footer", (("fi", "{desk} {ticket}"),)),),
        survey=SurveyPlan(active=True, delay=3600),
    )  # fmt: skip


@given(desks)
def test_a_desk_survives_being_stored(desk: Desk) -> None:
    stored = json.loads(json.dumps(document_of(replace(desk, statuses=STATUSES))))
    again = desk_of(stored)
    assert (replace(again, version=""), document_of(again)) == (replace(desk, statuses=STATUSES), stored)


def test_a_step_without_a_clock_stands_for_each_clock_of_its_policy() -> None:
    source = SMALL.replace("{first_response: {low: 4h}}", "{first_response: {low: 4h}, resolution: {low: 8h, high: 2h, pauses: [pending]}}")
    (policy,) = samples.desk(source).policies
    resolution = {hours: Target(ClockKind.RESOLUTION, hours * 3600, frozenset({Category.PENDING})) for hours in (2, 8)}
    assert policy.targets == ((1, (Target(ClockKind.FIRST_RESPONSE, 14400), resolution[8])), (3, (resolution[2],)))
    assert [step.clock for step in policy.ladder] == [ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION]


def test_a_given_id_outlives_a_new_name() -> None:
    renamed = SMALL.replace("{name: Office}", f"{{name: Bureau, id: {group_id('Office')}}}").replace("Office", "Bureau")
    groups = samples.desk(renamed).groups
    assert [(group.name, group.id) for group in groups] == [("Shop", group_id("Shop")), ("Bureau", group_id("Office"))]


def test_ids_and_statuses_that_a_document_leaves_out_are_filled_in() -> None:
    desk = desk_of(TINY)
    assert (desk.groups, desk.statuses) == ((Group(group_id("Shop"), "Shop"),), STATUSES)
    assert desk.agents == (Agent(agent_id("elli@kukka.example"), "elli@kukka.example", "Elli", ("Shop",)),)
    assert 0 < desk.groups[0].id < 2**53


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({**TINY}, True),
        ({**TINY, "close_after": 604_800}, True),
        ({**TINY, "version": "of no importance"}, True),
        ({**TINY, "close_after": 604_801}, False),
        ({**TINY, "name": "Kukka Ab"}, False),
    ],
)
def test_the_version_names_the_content_however_it_is_spelled(other: dict[str, object], same: bool) -> None:
    assert (version_of(other) == version_of(TINY)) is same
    assert desk_of(other).version == version_of(other)


@pytest.mark.parametrize("document", [{}, {"name": 7}, {"name": "K", "calendars": [{"name": "Days"}]}, {"name": "K", "statuses": "many"}])
def test_a_document_that_is_no_desk_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(BadConfiguration):
        desk_of(document)


def test_public_holidays_are_filled_in_from_last_year_to_ten_years_ahead() -> None:
    source = SMALL.replace("    week: {", "    holidays: FI\n    closed: [2026-12-31]\n    week: {")
    (calendar,) = samples.desk(source).calendars
    expected = {date(2025, 12, 6), date(2026, 6, 19), date(2026, 6, 20), date(2026, 12, 6), date(2026, 12, 31), date(2036, 12, 6)}
    assert expected <= calendar.closed
    assert calendar.horizon == date(2036, 12, 31)
    assert {day.year for day in calendar.closed} == set(range(2025, 2037))
    assert date(2026, 12, 7) not in calendar.closed


def test_openings_are_kept_in_order_and_midnight_ends_a_day() -> None:
    opened = "opened: [{date: 2026-12-19, windows: [10:00-14:00]}]"
    source = SMALL.replace("[08:00-12:00, 13:00-16:00]}", f"[13:00-24:00, 08:00-12:00]}}\n    {opened}")
    (calendar,) = samples.desk(source).calendars
    assert calendar.week[0] == (Window(time(8), time(12)), Window(time(13), time(0)))
    assert calendar.opened == ((date(2026, 12, 19), (Window(time(10), time(14)),)),)
