"""The day's allowance: whom it counts, how far ahead a process takes, and what a refusal says."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.context import Context
from chalicelib.desk.model import Agent, Desk, Sending
from chalicelib.outgoing import actions as outgoing
from chalicelib.outgoing.allowance import Tally, ahead, recipients, refusal, seconds_left, tallies
from chalicelib.people.keys import RIGHTS, Principal, Role, Scope

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
LIISA, AKI = Agent(7, "liisa@talo.example", "Liisa"), Agent(8, "aki@talo.example", "Aki")
KEYS = itertools.count()


def caller(agent: Agent | None, key: str = "k1") -> Principal:
    return Principal(key, agent, Role.AGENT, Scope.GLOBAL, RIGHTS[Role.AGENT])


def at(now: datetime, agent: int, key: int) -> Context:
    return Context(Desk("Kauppa Oy", outgoing=Sending(agent, key)), now, lambda: now)


def test_whose_counts_a_message_is_added_to() -> None:
    limits = Sending(10, 20)
    assert tallies(caller(LIISA), caller(LIISA), limits, NOON) == (Tally("7#2026-12-01", (("all", 10), ("kk1", 20))),)
    assert tallies(caller(None), caller(None), limits, NOON) == (Tally("0#2026-12-01", (("kk1", 20),)),)
    assert tallies(caller(AKI), caller(LIISA), limits, NOON) == (
        Tally("7#2026-12-01", (("kk1", 20),)),
        Tally("8#2026-12-01", (("all", 10),)),
    )


@pytest.mark.parametrize(
    ("given", "others", "count"),
    [
        ({}, 1, 1),
        ({}, 0, 1),
        ({"cc_emails": ("a@x.example", "b@x.example"), "bcc_emails": ("A@x.example",)}, 1, 3),
        ({"to_emails": ("a@x.example",), "cc_emails": None}, 0, 1),
    ],
)
def test_recipients_are_counted_each_once(given: dict[str, tuple[str, ...]], others: int, count: int) -> None:
    assert recipients(given, others) == count


@pytest.mark.parametrize(("sent", "most", "more"), [(0, 1_000, 0), (3, 1_000, 3), (50, 1_000, 10), (50, 5_000, 16), (50, 99, 0)])
def test_a_process_takes_ahead_no_more_than_it_has_sent(sent: int, most: int, more: int) -> None:
    assert ahead(sent, Tally("7#2026-12-01", (("all", 5_000), ("kk1", most)))) == more


def test_a_refusal_says_who_how_many_where_it_is_set_and_when_it_ends() -> None:
    assert refusal("Liisa", ("all", 10), 3, NOON) == (
        "Liisa may send to 10 recipients a day (outgoing.recipients_per_agent in desk.yaml), and 3 more would be beyond that; "
        "the next day begins at 2026-12-02T00:00:00Z"
    )
    assert refusal("Liisa", ("kk1", 20), 3, NOON).startswith("This key may send to 20 recipients a day (outgoing.recipients_per_key in")
    assert (seconds_left(NOON), seconds_left(NOON + timedelta(hours=11, minutes=59, seconds=59.5))) == (43_200, 1)


@pytest.mark.usefixtures("tables")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=40))
def test_no_more_than_the_limit_goes_out_however_often_processes_end(sends: list[tuple[int, bool]]) -> None:
    """What one process had taken ahead is lost with it; a process that lives on loses nothing."""
    context, who = at(NOON, 1_000, 300), caller(None, f"key-{next(KEYS)}")
    outgoing.forget()
    sent = lost = 0
    for count, ends in sends:
        try:
            outgoing.take(count, who, who, context)
            sent += count
        except outgoing.DailyLimit:
            assert sent + lost + count > 300
        if ends:
            outgoing.forget()
            lost += 3
    assert sent <= 300


@pytest.mark.usefixtures("tables")
def test_what_the_key_refuses_is_not_taken_from_the_agent() -> None:
    context, who, other = at(NOON, 10, 4), caller(LIISA), caller(AKI, "k2")
    outgoing.take(4, who, who, context)
    for author in (who, caller(AKI)):
        with pytest.raises(outgoing.DailyLimit, match="This key may send to 4"):
            outgoing.take(1, author, who, context)
    for key in ("k2", "k3"):
        outgoing.take(4, caller(AKI, key), caller(AKI, key), context)
    with pytest.raises(outgoing.DailyLimit, match="Aki may send to 10"):
        outgoing.take(3, caller(AKI, "k4"), caller(AKI, "k4"), context)
    outgoing.take(2, caller(AKI, "k4"), caller(AKI, "k4"), context)
    outgoing.forget()
    with pytest.raises(outgoing.DailyLimit, match="Aki may send to 10"):
        outgoing.take(1, other, other, context)


@pytest.mark.usefixtures("tables")
def test_the_next_day_begins_anew() -> None:
    who = caller(None)
    outgoing.take(4, who, who, at(NOON, 10, 4))
    with pytest.raises(outgoing.DailyLimit):
        outgoing.take(1, who, who, at(NOON, 10, 4))
    outgoing.take(4, who, who, at(NOON + timedelta(hours=12), 10, 4))
