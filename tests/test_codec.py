"""What is stored is read back as it was, in the same bytes every time, and an old row reads as the new default."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.channels.message import Handle, Inbound, StatusReport
from chalicelib.codec import from_json, from_plain, pack, to_json, to_plain, unpack
from chalicelib.desk.model import Desk
from chalicelib.storage.tickets import LineRow
from chalicelib.surveys.actions import Posted
from chalicelib.tickets.events import KINDS, Content, Event, event_from_plain, event_to_plain
from chalicelib.tickets.state import State
from chalicelib.tickets.subscriptions import Announcement, Check
from chalicelib.words import DICTIONARIES, NEWEST
from tests.instances import JSON, of

FIRST = "01c3956f1c33f3f2151c816d977ca41c94081474482cce4ccc4e2cd64bad48cc2dc801f6b700"
STORED = (State, LineRow, Content, Announcement, Check, Posted, Handle, StatusReport)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.NAME)
@given(data=st.data())
@settings(max_examples=15)
def test_every_event_comes_back_as_it_was(kind: type[Event], data: st.DataObject) -> None:
    event = data.draw(of(kind))
    packed = pack([event_to_plain(event)])
    assert [event_from_plain(plain) for plain in unpack(packed, list[dict[str, Any]])] == [event]


@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=30)
def test_every_stored_value_comes_back_as_it_was_in_the_same_bytes(kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(of(kind))
    assert unpack(pack(value), kind) == value
    assert from_json(to_json(value), kind) == value
    assert pack(unpack(pack(value), kind)) == pack(value)


@given(JSON)
def test_equal_values_give_equal_bytes_whatever_the_order_of_their_keys(value: Any) -> None:
    shuffled = json.loads(json.dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert to_json(shuffled) == to_json(value)


@dataclass(frozen=True, slots=True)
class Old:
    name: str
    size: int = 3


@dataclass(frozen=True, slots=True)
class New:
    name: str
    size: int = 3
    parts: tuple[str, ...] = ()
    seen: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Old("a"), {"name": "a"}),
        (Old("a", 3), {"name": "a"}),
        (Old("", 0), {"name": "", "size": 0}),
        (New("a", parts=("x", "y"), seen=frozenset("cab")), {"name": "a", "parts": ["x", "y"], "seen": ["a", "b", "c"]}),
        ({"b": (Old("c"),)}, {"b": [{"name": "c"}]}),
    ],
)
def test_defaults_are_left_out_and_sets_are_sorted(value: Any, plain: Any) -> None:
    assert to_plain(value) == plain


def test_an_old_row_reads_as_the_new_default_and_a_new_one_in_old_code() -> None:
    assert unpack(pack(Old("a", 7)), New) == New("a", 7)
    assert unpack(pack(New("a", 7, ("x",))), Old) == Old("a", 7)


@pytest.mark.parametrize(("plain", "where"), [({"name": 3}, "name"), ({}, "name"), ({"name": "a", "size": "b"}, "size")])
def test_what_does_not_fit_is_named(plain: Any, where: str) -> None:
    with pytest.raises(ValueError, match=where):
        from_plain(plain, Old)


@pytest.mark.parametrize("raw", [b"", b"\x00abc", b"\xff", b"x\x9c\x03\x00", bytes([NEWEST]), bytes([NEWEST]) + b"\xff\xff\xff"])
def test_bytes_that_nobody_packed_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        unpack(raw, Old)


def test_rows_of_every_dictionary_can_be_read() -> None:
    """Fails when words were changed under rows that exist; this row was packed by the first version."""
    assert set(DICTIONARIES) == {1}
    assert unpack(bytes.fromhex(FIRST), Handle) == Handle("email", "aino@asiakas.example", "Aino Aalto")
    assert pack(Handle("email", "aino@asiakas.example", "Aino Aalto")).hex() == FIRST


def test_words_that_rows_share_cost_little() -> None:
    claimed = [{"n": "delivery.claimed", "of": 17}]
    assert len(pack(claimed)) <= 14
    assert len(pack(Desk("a"))) <= len(to_json(Desk("a"))) + 3


@given(of(Inbound))
@settings(max_examples=30)
def test_a_message_survives_json(message: Inbound) -> None:
    without_bytes = to_plain(message)
    without_bytes.pop("attachments", None)
    assert from_json(to_json(without_bytes), Inbound).sender == message.sender
