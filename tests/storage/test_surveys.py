"""Surveys: a contact is asked at most once a period, and an answer is kept once."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.storage import people, surveys
from chalicelib.storage.surveys import Answer
from tests.world import START

DAY = timedelta(days=1)
MONTH = timedelta(days=30)


def taken(ticket: int, resolution: int = 1, *, days: int = 0, contact: int = 77) -> bool:
    now = START + days * DAY
    return surveys.take_turn(contact, ticket, resolution, now, now - MONTH)


def test_a_contact_is_asked_once_a_period_whatever_the_ticket(tables: None) -> None:
    assert surveys.last_asked(77) == (77, None)
    assert taken(1)
    assert not taken(2)
    assert not taken(1, 2, days=29)
    assert taken(3, contact=78)
    assert taken(2, days=30)


def test_a_person_is_asked_once_whichever_contact_it_was_of(tables: None) -> None:
    for number, card in ((77, {"merged": [78, 79]}), (78, {"into": 77}), (79, {})):
        people.put_object("CT", number, card, START)
    assert taken(1, contact=77)
    assert taken(2, contact=78, days=1)
    told = [surveys.last_asked(number) for number in (77, 78, 79)]
    assert [(number, int(row.ticket) if row else 0) for number, row in told] == [(77, 2), (77, 2), (79, 0)]


def test_the_same_resolution_may_take_its_turn_again(tables: None) -> None:
    assert taken(1)
    assert taken(1, days=1)
    person, asked = surveys.last_asked(77)
    assert asked
    assert (person, asked.ticket, asked.resolution, asked.at) == (77, 1, 1, "2026-12-02T08:00:00.000000Z")


def test_an_answer_is_kept_once_with_the_version_it_first_met(tables: None) -> None:
    first = Answer(7, 1, START, 5, "w", base=12)
    assert surveys.put_answer(first, START).base == 12
    assert surveys.put_answer(replace(first, base=14), START).base == 12
    assert surveys.put_answer(replace(first, at=START + DAY, score=2, base=14), START).base == 14
    assert surveys.put_answer(replace(first, resolution=2, base=20), START).base == 20


def test_the_newest_answer_is_the_last_one_given_besides_ones_own(tables: None) -> None:
    first = Answer(7, 1, START, 5, "w", base=12)
    assert surveys.newest_answer(7, 1, START) is None
    surveys.put_answer(first, START)
    assert surveys.newest_answer(7, 1, START) is None
    for days, score in ((2, 1), (1, 4)):
        surveys.put_answer(replace(first, at=START + days * DAY, score=score), START)
    scores = [found.score for days in (0, 1, 2) if (found := surveys.newest_answer(7, 1, START + days * DAY))]
    assert scores == [1, 1, 4]
    assert surveys.newest_answer(7, 2, START) is None


def test_an_answer_that_lay_in_a_queue_for_days_is_found_on_the_day_it_was_posted(tables: None) -> None:
    begun, now, late = START - 30 * DAY, START, Answer(7, 1, START - 9 * DAY, 5, "w", base=12)
    surveys.put_answer(replace(late, ticket=8, at=START - 20 * DAY), START - 20 * DAY)
    assert [ticket for ticket, _, _ in surveys.posted(begun, now)] == [8]
    surveys.put_answer(late, now)
    assert [ticket for ticket, _, _ in surveys.posted(begun, now)] == [8, 7]
