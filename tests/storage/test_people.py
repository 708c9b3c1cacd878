"""People: a handle belongs to one contact, an object changes only for who saw it last, lists come in order."""

from datetime import datetime, timedelta

import pytest

from chalicelib.channels.message import Handle
from chalicelib.storage import people
from chalicelib.storage.people import Listed
from tests.world import START

AINO = Handle("email", "aino@asiakas.example", "Aino")
PHONE = Handle("phone", "+358401234567")
MINUTE = timedelta(minutes=1)


def test_a_handle_belongs_to_who_had_it_first(tables: None) -> None:
    assert people.put_handle(AINO, 1, "asserted", START) == 1
    assert people.put_handle(AINO, 2, "asserted", START) == 1
    assert people.put_handle(Handle("email", AINO.value, "Another name"), 3, "asserted", START) == 1
    assert people.put_handle(Handle("web", AINO.value), 4, "asserted", START) == 4
    assert people.find_handles([AINO, PHONE]) == {AINO: 1}


def test_a_handle_learns_only_of_its_own_contact(tables: None) -> None:
    people.put_handle(AINO, 1, "asserted", START)
    people.change_handle(AINO, 2, "Other Oy", "sv")
    people.change_handle(PHONE, 1, "Tukku Oy", "sv")
    assert people.find_handles([PHONE]) == {}
    people.change_handle(AINO, 1, "Tukku Oy", "sv")
    row = people.PersonRow.find(people.handle_key(AINO), people.PROFILE)
    assert row
    assert row.data == {"name": "Aino", "evidence": "asserted", "company": "Tukku Oy", "language": "sv"}


def test_an_object_is_made_once(tables: None) -> None:
    assert people.put_object("CT", 7, {"name": "Aino", "tags": []}, START)
    assert not people.put_object("CT", 7, {"name": "Bengt"}, START)
    assert people.put_object("CO", 7, {"name": "Tukku Oy"}, START)
    assert people.find_object("CT", 7) == Listed(7, {"name": "Aino", "tags": []}, START, START)
    assert people.find_object("CT", 8) is None
    assert people.find_objects("CT", [7, 8]) == {7: Listed(7, {"name": "Aino", "tags": []}, START, START)}


def test_an_object_changes_only_for_who_saw_it_last(tables: None) -> None:
    people.put_object("CT", 7, {"name": "Aino"}, START)
    changed = people.change_object("CT", 7, {"name": "Aino Aalto"}, START + MINUTE, START)
    assert changed == Listed(7, {"name": "Aino Aalto"}, START, START + MINUTE)
    assert people.change_object("CT", 7, {"name": "late"}, START + 2 * MINUTE, START) is None
    assert people.change_object("CT", 8, {"name": "nobody"}, START, START) is None
    assert people.find_object("CT", 7) == changed


@pytest.mark.parametrize(("after", "wanted"), [(None, [9, 4, 5, 1]), ((START, 9), [4, 5, 1]), ((START + 2 * MINUTE, 5), [1])])
def test_a_list_comes_in_order_of_creation_over_all_shards(tables: None, after: tuple[datetime, int] | None, wanted: list[int]) -> None:
    for offset, number in enumerate((9, 4, 5, 1)):
        people.put_object("CT", number, {}, START + offset * MINUTE)
    people.put_object("CO", 3, {}, START)
    assert [one.id for one in people.walk("CT", after, 2)] == wanted
