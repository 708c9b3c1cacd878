"""Who is asked, when, and why not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.message import Handle
from chalicelib.desk.model import SurveyPlan
from chalicelib.sla.policy import Category
from chalicelib.surveys.eligibility import Answer, Facts, Nothing, Reason, Send, Skip, Wait, decide, is_reachable, is_sampled

RESOLVED = datetime(2026, 12, 1, 12, tzinfo=UTC)
DUE = RESOLVED + timedelta(hours=1)
PLAN = SurveyPlan(active=True, delay=3600, throttle=30 * 86_400, expiry=14 * 86_400, skip_tags=("outage", "internal"))
FACTS = Facts(ticket=7, resolution=1, resolved_at=RESOLVED, category=Category.RESOLVED, contact=11)


def answer(now: datetime = DUE, **facts: Any) -> Answer:
    return decide(replace(FACTS, **facts), PLAN, now)


def test_a_due_survey_goes_out_with_the_condition_that_makes_it_single() -> None:
    assert answer() == Send(contact=11, not_asked_since=DUE - timedelta(days=30), expires=DUE + timedelta(days=14))


@pytest.mark.parametrize("early", [timedelta(hours=1), timedelta(seconds=1), timedelta(microseconds=1)])
def test_before_the_delay_is_over_it_waits_for_the_exact_instant(early: timedelta) -> None:
    assert answer(DUE - early) == Wait(DUE)


@pytest.mark.parametrize(
    ("facts", "reason", "because"),
    [
        ({"reopened": True}, Reason.REOPENED, "the ticket was reopened before the survey went out"),
        ({"category": Category.OPEN}, Reason.REOPENED, "the ticket was reopened before the survey went out"),
        ({"auto_closed": True}, Reason.AUTO_CLOSED, "a timer closed the ticket, nobody resolved it"),
        ({"automatic": True}, Reason.AUTOMATIC, "a machine opened the ticket, and machines get no automatic mail"),
        ({"thank_you": True}, Reason.THANK_YOU, "the ticket is nothing but a thank-you"),
    ],
)
def test_what_is_settled_is_skipped_without_waiting(facts: dict[str, Any], reason: Reason, because: str) -> None:
    assert answer(RESOLVED, **facts) == answer(DUE, **facts) == Skip(reason, because)


@pytest.mark.parametrize(
    ("facts", "reason", "because"),
    [
        ({"spam": True}, Reason.SPAM, "the ticket is spam"),
        ({"merged": True}, Reason.MERGED, "the ticket was merged into another"),
        ({"tags": ("vip", "outage")}, Reason.TAGGED, 'tickets tagged "outage" get no survey'),
        ({"contact": None}, Reason.NO_CONTACT, "the ticket has no contact"),
        ({"reachable": False}, Reason.UNREACHABLE, "the contact has no address that a person reads"),
        (
            {"last_asked": DUE - timedelta(days=29)},
            Reason.THROTTLED,
            "the contact was asked on 2026-11-02 already; at most once in 30 days",
        ),
        ({"channel": "whatsapp"}, Reason.WINDOW_CLOSED, "whatsapp takes no free text later than 1 day after the customer's last message"),
    ],
)
def test_what_may_still_change_is_judged_when_the_survey_is_due(facts: dict[str, Any], reason: Reason, because: str) -> None:
    assert (answer(RESOLVED, **facts), answer(DUE, **facts)) == (Wait(DUE), Skip(reason, because))


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ({"resolution": 0, "resolved_at": None, "category": Category.OPEN}, "the ticket was never resolved"),
        ({"decided": True}, "resolution 1 was already decided"),
        ({"decided": True, "reopened": True}, "resolution 1 was already decided"),
    ],
)
def test_nothing_is_recorded_where_nothing_is_decided(facts: dict[str, Any], because: str) -> None:
    assert answer(**facts) == Nothing(because)


def test_a_desk_without_surveys_records_nothing() -> None:
    assert decide(FACTS, SurveyPlan(), DUE) == Nothing("surveys are switched off")


@pytest.mark.parametrize(
    ("ago", "sent"), [(timedelta(days=30, seconds=-1), False), (timedelta(days=30), True), (timedelta(days=300), True)]
)
def test_the_throttle_ends_to_the_second(ago: timedelta, sent: bool) -> None:
    assert isinstance(answer(last_asked=DUE - ago), Send) is sent


@pytest.mark.parametrize(
    ("ago", "sent"), [(timedelta(hours=1), True), (timedelta(hours=23, minutes=54), True), (timedelta(hours=23, minutes=55), False)]
)
def test_a_chat_is_asked_only_while_its_window_is_open(ago: timedelta, sent: bool) -> None:
    assert isinstance(answer(channel="whatsapp", last_inbound=DUE - ago), Send) is sent


@pytest.mark.parametrize(("late", "sent"), [(timedelta(hours=24), True), (timedelta(hours=24, seconds=1), False)])
def test_switching_surveys_on_does_not_ask_about_old_resolutions(late: timedelta, sent: bool) -> None:
    late_answer = answer(DUE + late)
    assert isinstance(late_answer, Send) if sent else late_answer == Skip(Reason.TOO_LATE, "the survey fell due more than 1 day ago")


def test_a_closed_ticket_may_still_be_asked_about() -> None:
    assert isinstance(answer(category=Category.CLOSED), Send)


def test_a_small_sample_says_so_at_once() -> None:
    outside = next(number for number in range(1, 1000) if not is_sampled(number, 1, 20))
    skip = decide(replace(FACTS, ticket=outside), replace(PLAN, sample=20), RESOLVED)
    assert skip == Skip(Reason.NOT_SAMPLED, "not drawn into the sample of 20 %")


@pytest.mark.parametrize(("percent", "low", "high"), [(0, 0, 0), (1, 50, 150), (50, 4800, 5200), (100, 10_000, 10_000)])
def test_the_sample_has_its_size(percent: int, low: int, high: int) -> None:
    assert low <= sum(is_sampled(number, 1, percent) for number in range(10_000)) <= high


@given(st.integers(1, 10**9), st.integers(1, 50), st.integers(0, 100), st.integers(0, 100))
def test_a_larger_sample_keeps_whoever_was_in_the_smaller(ticket: int, resolution: int, one: int, other: int) -> None:
    assert is_sampled(ticket, resolution, min(one, other)) <= is_sampled(ticket, resolution, max(one, other))


@given(
    st.builds(Facts, ticket=st.integers(1, 999), resolution=st.integers(0, 3), resolved_at=st.just(RESOLVED)), st.integers(-7_200, 200_000)
)
def test_a_look_before_the_due_time_never_sends(facts: Facts, seconds: int) -> None:
    now = RESOLVED + timedelta(seconds=seconds)
    assert not isinstance(decide(facts, PLAN, now), Send) or now >= DUE


@pytest.mark.parametrize(
    ("handle", "reachable"),
    [
        (Handle("email", "anna@customer.example"), True),
        (Handle("email", "no-reply@shop.example"), False),
        (Handle("email", "Do_Not.Reply@shop.example"), False),
        (Handle("email", "MAILER-DAEMON@mx.example"), False),
        (Handle("email", "noreplyson@customer.example"), True),
        (Handle("email", ""), False),
        (Handle("whatsapp", "358401234567"), True),
        (None, False),
    ],
)
def test_an_address_that_nobody_reads_is_no_address(handle: Handle | None, reachable: bool) -> None:
    assert is_reachable(handle) is reachable
