"""Time entries as the fold of what happened to them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import InvalidInput
from chalicelib.tickets.timing import MOST_SECONDS, Deed, Entry, TimeChanged, TimeLogged, TimeRemoved, changed, check, entries, toggled

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
LOGGED = TimeLogged(7, 1200, NOW)
ENTRY = Entry(1, 3, 3, 7, 1200, NOW, NOW, NOW, note="Soitin")


def test_an_entry_is_what_was_said_of_it_last() -> None:
    deeds = [
        Deed(3, NOW, LOGGED, "Soitin"),
        Deed(4, LATER, TimeChanged(3, 8, 60, NOW, False)),
        Deed(5, LATER, TimeLogged(7, 5, NOW)),
        Deed(6, LATER, TimeRemoved(5)),
        Deed(7, LATER, TimeChanged(99, 8, 60, NOW)),
    ]
    found = entries(1, deeds)
    assert found[3] == Entry(1, 3, 4, 8, 60, NOW, NOW, LATER, False, None, "Soitin")
    assert (sorted(found), found[5].removed, found[5].version) == ([3, 5], True, 6)


def test_a_note_is_replaced_or_emptied_only_when_it_is_said_so() -> None:
    written = [Deed(3, NOW, LOGGED, "Soitin"), Deed(4, LATER, TimeChanged(3, 7, 1200, NOW, noted=True), "Kirjoitin")]
    emptied = [*written, Deed(5, LATER, TimeChanged(3, 7, 1200, NOW, noted=True))]
    assert (entries(1, written)[3].note, entries(1, emptied)[3].note) == ("Kirjoitin", "")


@given(st.lists(st.integers(0, 100_000), max_size=12))
def test_a_timer_books_exactly_the_time_it_ran(waits: list[int]) -> None:
    entry, now, ran = replace(ENTRY, seconds=0), NOW, 0
    for position, wait in enumerate(waits):
        now += timedelta(seconds=wait)
        ran += wait if position % 2 else 0
        entry = toggled(entry, now)
    assert (entry.seconds, entry.started is not None) == (ran, len(waits) % 2 == 1)


def test_a_forgotten_timer_books_no_more_than_an_entry_holds() -> None:
    assert toggled(replace(ENTRY, seconds=0, started=NOW), NOW + timedelta(days=300)).seconds == MOST_SECONDS


@pytest.mark.parametrize(
    ("wanted", "events"),
    [
        (ENTRY, ()),
        (replace(ENTRY, note="other"), ()),
        (replace(ENTRY, seconds=60), (TimeChanged(3, 7, 60, NOW),)),
        (replace(ENTRY, billable=False, agent=8), (TimeChanged(3, 8, 1200, NOW, False),)),
    ],
)
def test_only_what_differs_is_a_change(wanted: Entry, events: tuple[TimeChanged, ...]) -> None:
    assert changed(ENTRY, wanted) == events


def test_a_new_note_is_a_change_by_itself() -> None:
    assert changed(ENTRY, ENTRY, noted=True, digest="d") == (TimeChanged(3, 7, 1200, NOW, noted=True, digest="d"),)


@pytest.mark.parametrize(
    ("executed", "started", "faults"),
    [
        (NOW, None, []),
        (NOW - timedelta(days=366), NOW, []),
        (NOW + timedelta(days=1), None, []),
        (NOW - timedelta(days=367), NOW + timedelta(seconds=1), ["executed_at", "start_time"]),
        (NOW + timedelta(days=2), NOW - timedelta(days=367), ["executed_at", "start_time"]),
    ],
)
def test_time_is_of_the_past_year(executed: datetime, started: datetime | None, faults: list[str]) -> None:
    found = []
    try:
        check(executed, started, NOW)
    except InvalidInput as refused:
        found = [fault.field for fault in refused.faults]
    assert found == faults
