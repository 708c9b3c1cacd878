"""People: a handle belongs to one contact, an object changes only for who saw it last, lists come in order."""

from datetime import datetime, timedelta

import pytest

from chalicelib.channels.message import Handle
from chalicelib.contacts.evidence import Evidence, Proof
from chalicelib.storage import people
from chalicelib.storage.people import Listed
from chalicelib.storage.rows import stamp_of
from tests.world import START

AINO = Handle("email", "aino@asiakas.example", "Aino")
PHONE = Handle("phone", "+358401234567")
MINUTE = timedelta(minutes=1)


SAID, PROVEN = Proof(Evidence.ASSERTED, "agent:7"), Proof(Evidence.VERIFIED, "channel:email")


def owner(handle: Handle, contact: int) -> int:
    return int(people.put_handle(handle, contact, SAID, START).id)


def test_a_handle_belongs_to_who_had_it_first(tables: None) -> None:
    assert owner(AINO, 1) == 1
    assert owner(AINO, 2) == 1
    assert owner(Handle("email", AINO.value, "Another name"), 3) == 1
    assert owner(Handle("web", AINO.value), 4) == 4
    assert people.find_handles([AINO, PHONE]) == {AINO: 1}


def test_a_handle_learns_only_of_its_own_contact(tables: None) -> None:
    people.put_handle(AINO, 1, PROVEN, START)
    people.change_handle(AINO, 2, "Other Oy", "sv")
    people.change_handle(PHONE, 1, "Tukku Oy", "sv")
    assert people.find_handles([PHONE]) == {}
    people.change_handle(AINO, 1, "Tukku Oy", "sv")
    row = people.find_handle(AINO)
    assert row
    assert (row.data, row.standing) == ({"name": "Aino", "company": "Tukku Oy", "language": "sv"}, Evidence.VERIFIED)


def test_a_handle_is_proven_once_and_for_its_own_contact_only(tables: None) -> None:
    people.put_handle(AINO, 1, SAID, START)
    people.put_handle(AINO, 2, PROVEN, START + MINUTE)
    assert told(people.find_handle(AINO)) == (Evidence.ASSERTED, "agent:7", None)
    people.put_handle(AINO, 1, PROVEN, START + MINUTE)
    people.put_handle(AINO, 1, Proof(Evidence.ASSERTED, "agent:8"), START + 2 * MINUTE)
    assert told(people.find_handle(AINO)) == (Evidence.VERIFIED, "channel:email", stamp_of(START + MINUTE))


def test_of_two_who_prove_at_once_one_writes(tables: None) -> None:
    people.put_handle(AINO, 1, SAID, START)
    row = people.find_handle(AINO)
    assert row
    people.prove(row, PROVEN, START + MINUTE)
    late = people.prove(row, Proof(Evidence.VERIFIED, "channel:whatsapp"), START + 2 * MINUTE)
    assert (late.proven_by, told(people.find_handle(AINO))) == ("agent:7", (Evidence.VERIFIED, "channel:email", stamp_of(START + MINUTE)))


def test_a_handle_of_an_earlier_version_is_read_by_its_old_word(tables: None) -> None:
    words = {"vouched": Evidence.VERIFIED, "asserted": Evidence.ASSERTED, "wrote": Evidence.ASSERTED}
    for contact, (word, evidence) in enumerate(words.items()):
        handle = Handle("web", word)
        people.PersonRow(people.handle_key(handle), people.PROFILE, id=contact, data={"evidence": word}, at=stamp_of(START)).put()
        assert told(people.find_handle(handle)) == (evidence, None, None)


def told(row: people.PersonRow | None) -> tuple[Evidence, str | None, str | None]:
    assert row
    return row.standing, row.proven_by, row.proven_at


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
