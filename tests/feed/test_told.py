"""What others are told of events: facts for everybody, names and words for readers only."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.message import Delivery, Handle
from chalicelib.feed.place import END, Place, before, place_of
from chalicelib.feed.told import WORDS, data, told
from chalicelib.tickets.events import KINDS, DeliveryReported, Event, FieldsChanged, NoteWritten, StatusChanged, TicketOpened
from tests.tickets.samples import commit

AINO = Handle("email", "aino@asiakas.example", "Aino Aalto")
OPENED = TicketOpened("Aino on vihainen", "email", "help@kauppa.example", 4711, AINO, tags=("vip",), company="Tukku Oy", priority=3)
AT = datetime(2026, 12, 1, 8, 0, 0, 5, tzinfo=UTC)
KEY = "2026-12-01T08:00:00.000005Z#9#12"
SECRET = "Salaisuus"


def test_a_reader_is_told_every_field_of_an_event() -> None:
    wanted = {
        "subject": "Aino on vihainen", "channel": "email", "account": "help@kauppa.example", "contact": 4711,
        "requester": {"kind": "email", "value": "aino@asiakas.example", "name": "Aino Aalto"}, "status": 2, "priority": 3, "type": "",
        "reason": "", "tags": ["vip"], "language": "", "company": "Tukku Oy", "follows": 0, "custom": {}, "by_agent": 0, "arrived": None,
        "automatic": False, "source": 0,
    }  # fmt: skip
    assert wanted.items() <= data(OPENED, personal=True).items()


def test_others_are_told_facts_under_the_same_keys() -> None:
    wanted: dict[str, Any] = {
        "subject": None, "channel": "email", "account": None, "contact": None, "requester": None, "status": 2, "priority": 3, "type": "",
        "reason": None, "tags": ["vip"], "language": "", "company": None, "follows": 0, "custom": {}, "by_agent": 0, "arrived": None,
        "automatic": False, "source": 0,
    }  # fmt: skip
    assert wanted.items() <= data(OPENED, personal=False).items()


@pytest.mark.parametrize(
    ("event", "facts"),
    [
        (FieldsChanged({"priority": 4, "subject": SECRET, "custom": {"cf_name": SECRET}}, SECRET),
         {"fields": {"priority": 4, "subject": None, "custom": None}, "because": None}),
        (DeliveryReported(2, Delivery.FAILED, "p1", f"{SECRET} is full", "aino@asiakas.example"),
         {"of": 2, "status": "failed", "provider_id": None, "reason": None, "recipient": None}),
        (StatusChanged(4, "resolved", SECRET), {"status": 4, "category": "resolved", "because": None}),
        (NoteWritten(5, "d", notified=("aki@talo.example",)),
         {"agent": 5, "private": True, "incoming": False, "notified": [], "files": [], "canned": 0}),
    ],
)  # fmt: skip
def test_facts_name_no_person(event: Event, facts: dict[str, Any]) -> None:
    assert data(event, personal=False) == facts


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.NAME)
def test_no_text_of_any_event_is_a_fact_until_the_table_names_it(kind: type[Event]) -> None:
    """Also of events that nobody has thought of here."""
    named = [field.name for field in dataclasses.fields(kind)]
    event = kind(**dict.fromkeys(named, SECRET))
    facts = json.dumps({name: value for name, value in data(event, personal=False).items() if name not in WORDS})
    assert SECRET not in facts


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.NAME)
def test_nothing_of_the_inside_is_told_to_anybody(kind: type[Event]) -> None:
    event = kind(**{field.name: SECRET for field in dataclasses.fields(kind)})
    assert not {"digest", "fingerprint", "raw", "full"} & set(data(event, personal=True))


def test_events_have_the_ids_of_activities_and_say_how_many_there_are() -> None:
    found = list(told([commit(2, StatusChanged(4, "resolved"), NoteWritten(5, "d"))]))
    assert [(one.id, one.position, one.count, one.type, one.conversation, one.is_last) for one in found] == [
        ((7 * 65_536 + 2) * 64, 0, 2, "status.changed", 0, False),
        ((7 * 65_536 + 2) * 64 + 1, 1, 2, "note.written", 7 * 65_536 + 2, True),
    ]


# -- places --


def test_a_place_tells_what_lies_behind_the_reader() -> None:
    later, earlier = "2026-12-01T08:00:00.000006Z#1#1", "2026-12-01T08:00:00.000005Z#8#3"
    assert [Place(KEY, 1).told(key) for key in (earlier, KEY, later)] == [END, 2, 0]
    assert Place(KEY).told(KEY) > END
    assert before(AT).told(KEY) == 0
    assert before(AT + timedelta(microseconds=1)).told(KEY) == END


def test_a_place_has_its_parts() -> None:
    assert (Place(KEY).at, Place(KEY).ticket, Place(KEY).seq) == (AT, 9, 12)


@pytest.mark.parametrize(
    "text", ["", "x", KEY, f"{KEY}#", f"{KEY}#1000", f"{KEY}#-1", "2026-13-01T08:00:00.000005Z#9#12#1", "2026-12-01T08:00:00Z#9#12#1"]
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert place_of(text) is None


@given(st.text())
def test_any_text_is_a_place_or_none(text: str) -> None:
    found = place_of(text)
    assert found is None or found.text() == text


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)), st.integers(0, 10**15 - 1), st.integers(0, 999_999), st.integers(0, END))
def test_a_place_comes_back_from_its_text(at: datetime, ticket: int, seq: int, position: int) -> None:
    place = Place(f"{at:%Y-%m-%dT%H:%M:%S.%fZ}#{ticket}#{seq}", position)
    assert place_of(place.text()) == place
