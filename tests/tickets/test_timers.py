"""One look per ticket: the earliest of everything that may be due, and what happens when it comes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.channels.message import Delivery
from chalicelib.sla.policy import Category
from chalicelib.tickets import events as ev
from chalicelib.tickets.change import Change
from chalicelib.tickets.state import Outgoing, State, Stats, Survey
from chalicelib.tickets.tick import tick
from chalicelib.tickets.timers import look_at, next_retry, rearm, with_timers
from tests.tickets.samples import NOON, desk, opened, ticket

DESK = desk()
SILENT = replace(DESK, policies=())
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def at(hours: float, day: int = 1) -> datetime:
    return datetime(2026, 12, day, tzinfo=NOON.tzinfo) + timedelta(hours=hours)


# Received on Tuesday at noon UTC, 14 in Helsinki; the office is open 8-12 and 13-16 there; at the lowest priority
# the first answer is due after 4 hours, the solution after 20.
FIRST_DUE, FIRST_WARN = at(8, 2), at(7.2, 2)


def test_a_new_ticket_promises_and_looks_when_the_first_warning_is_due() -> None:
    change = with_timers(None, Change((opened(),)), DESK, NOON)
    assert change.events[1:] == (
        ev.PromisesSet(
            "standard",
            (
                ev.Promise("first_response", 1, 14_400, "running", FIRST_DUE),
                ev.Promise("resolution", 1, 72_000, "running", at(10, 4)),
            ),
        ),
        ev.LookSet(FIRST_WARN),
    )


def test_timers_are_written_only_when_they_moved() -> None:
    state = ticket(promises=())
    armed = replace(state, look_at=FIRST_WARN, policy="standard", promises=_promises(state))
    assert rearm(armed, DESK, NOON) == ()
    assert [event.NAME for event in rearm(state, DESK, NOON)] == ["promises.set", "look.set"]
    assert with_timers(state, Change(), DESK, NOON) == Change()


def test_a_date_that_a_person_set_holds_where_no_policy_promises_anything() -> None:
    due = at(12, 7)
    change = with_timers(ticket(), Change((ev.DueSet("resolution", due),)), SILENT, NOON)
    assert change.events[1:] == (
        ev.PromisesSet("", (ev.Promise("resolution", 1, 0, "running", due, by_hand=True),)),
        ev.LookSet(due),
    )
    late = tick(replace(ticket(ev.DueSet("resolution", due)), look_at=due), SILENT, due)
    assert late.events == (ev.RungsReached(("resolution#1~1:breach",), ()),)


def _promises(state: State) -> tuple[ev.Promise, ...]:
    return next(event.promises for event in rearm(state, DESK, NOON) if isinstance(event, ev.PromisesSet))


RESOLVED = {"category": Category.RESOLVED, "status": 4, "stats": Stats(resolved=NOON)}
CLAIMED = Outgoing(4, "reply", Delivery.CLAIMED, NOON, 1)
WAITING = {"waiting": "capacity", "waiting_since": NOON}


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, None),
        ({"survey": Survey(1, NOON + MINUTE, "planned")}, NOON + MINUTE),
        (RESOLVED, NOON + 7 * DAY),
        (RESOLVED | {"survey": Survey(1, NOON + MINUTE, "planned")}, NOON + MINUTE),
        ({"outgoing": (CLAIMED, replace(CLAIMED, seq=5, since=NOON - MINUTE))}, NOON + 9 * MINUTE),
        ({"outgoing": (Outgoing(4, "reply"),)}, None),
        (WAITING, NOON + 10 * MINUTE),
        (WAITING | {"waiting_until": NOON + 3 * MINUTE}, NOON + 3 * MINUTE),
        (WAITING | {"waiting_until": NOON - 3 * MINUTE}, NOON + 10 * MINUTE),
        (WAITING | {"agent": 5}, None),
        (WAITING | {"spam": True}, None),
        (WAITING | {"deleted": True}, None),
        ({"agent": 5, "lease_until": NOON + MINUTE}, NOON + MINUTE),
        ({"lease_until": NOON + MINUTE}, None),
    ],
)
def test_the_earliest_wish_is_looked_at(fields: dict[str, Any], wanted: datetime | None) -> None:
    assert look_at(ticket(**fields), SILENT, NOON) == wanted


@pytest.mark.parametrize("fields", [{"spam": True}, {"deleted": True}])
def test_nobody_is_warned_about_spam(fields: dict[str, Any]) -> None:
    assert look_at(ticket(**fields), DESK, NOON) is None
    assert tick(ticket(**fields), DESK, NOON + DAY) == Change()


@pytest.mark.parametrize(("waited", "wanted"), [(0, 10), (9.9, 10), (10, 20), (19, 20), (20, 40), (41, 80), (1000, 1280)])
def test_a_waiting_ticket_is_tried_again_at_doubling_distance(waited: float, wanted: int) -> None:
    assert next_retry(NOON, NOON + waited * MINUTE) == NOON + wanted * MINUTE


# -- what a look does --


def test_a_warning_tells_the_owner_and_a_breach_the_lead_too_once_each() -> None:
    liisa = DESK.agents[0]
    state = ticket(group="Support", agent=liisa.id)
    warned = tick(state, DESK, FIRST_WARN)
    key = "first_response#1:warn"
    assert warned.events == (ev.RungsReached((key,), ("agent",), 0), ev.NoticeRaised((key,), (liisa.email,)))
    breached = tick(replace(state, rungs=(key,), agent=DESK.agents[1].id), DESK, FIRST_DUE + timedelta(seconds=5))
    key = "first_response#1:breach"
    both = (DESK.agents[1].email, "liisa@talo.example")
    assert breached.events == (ev.RungsReached((key,), ("agent", "lead"), 5), ev.NoticeRaised((key,), both))


def test_a_warning_without_anybody_to_tell_is_still_reached() -> None:
    assert [event.NAME for event in tick(ticket(), DESK, FIRST_WARN).events] == ["rungs.reached"]


@pytest.mark.parametrize("early", [timedelta(microseconds=1), MINUTE])
def test_nothing_happens_early(early: timedelta) -> None:
    assert tick(ticket(), DESK, FIRST_WARN - early) == Change()


@pytest.mark.parametrize(
    ("fields", "now", "wanted"),
    [
        ({"survey": Survey(2, NOON, "planned")}, NOON, (ev.SurveyDue(2),)),
        (RESOLVED, NOON + 7 * DAY, (ev.StatusChanged(5, "closed", "resolved for 7 days without a word"),)),
        (RESOLVED, NOON + 7 * DAY - MINUTE, ()),
        ({"outgoing": (CLAIMED,)}, NOON + 10 * MINUTE, (ev.DeliveryReleased(4, "nobody confirmed it within 600 s"),)),
        ({"outgoing": (CLAIMED,)}, NOON + 9 * MINUTE, ()),
        (
            {"outgoing": (replace(CLAIMED, attempt=4),)}, NOON + 10 * MINUTE,
            (ev.DeliveryReported(4, Delivery.FAILED, reason="nobody confirmed any of 4 attempts"),),
        ),
        ({"agent": 5, "lease_until": NOON}, NOON, (ev.TicketReleased(5, "the lease ran out without an answer"),)),
        ({"lease_until": NOON}, NOON, ()),
        ({"agent": 5, "lease_until": NOON + MINUTE}, NOON, ()),
        (RESOLVED | {"survey": Survey(2, NOON, "planned")}, NOON + 7 * DAY, "both"),
    ],
)  # fmt: skip
def test_what_is_due_happens(fields: dict[str, Any], now: datetime, wanted: tuple[ev.Event, ...] | str) -> None:
    events = tick(ticket(**fields), SILENT, now).events
    assert events == wanted or [event.NAME for event in events] == ["survey.due", "status.changed"]
