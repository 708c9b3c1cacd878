"""What came before: first writers win, tellers of time forget, numbers never repeat."""

from datetime import timedelta

import pytest

from chalicelib.storage import seen
from tests.storage.faults import counting
from tests.world import START

DAY = timedelta(days=1)
KEY = seen.digest_key("email", "f" * 32)
CHAT = seen.chat_key("whatsapp", "10001", "358401")


def test_each_number_is_given_once(tables: None) -> None:
    assert seen.newest_number() == 0
    assert [seen.next_number() for _ in range(3)] == [1, 2, 3]
    assert seen.newest_number() == 3


def test_the_first_delivery_of_a_message_wins(tables: None) -> None:
    assert seen.remember_digest(KEY, 7, 3, START) is None
    standing = seen.remember_digest(KEY, 9, 0, START)
    assert standing
    assert (int(standing.ticket), int(standing.base)) == (7, 3)
    assert int(standing.expires) == int((START + seen.RETENTION).timestamp())


def test_the_same_digest_on_another_channel_is_another_message(tables: None) -> None:
    assert seen.remember_digest(KEY, 7, 3, START) is None
    assert seen.remember_digest(seen.digest_key("web", "f" * 32), 9, 0, START) is None


def test_a_message_id_stays_with_its_first_ticket(tables: None) -> None:
    seen.remember_message("<m1@x>", 7, START)
    seen.remember_message("<m1@x>", 9, START, ours=4)
    found = seen.find(seen.message_key("<m1@x>"))
    assert found
    assert found.ticket == 7
    assert found.seq is None
    seen.remember_message("<0110@ses>", 7, START, ours=4)
    ours = seen.find(seen.message_key("<0110@ses>"))
    assert ours
    assert (ours.ticket, ours.seq) == (7, 4)


def test_a_chat_has_one_present_ticket(tables: None) -> None:
    assert seen.take_chat(CHAT, 1, None, START) is None
    assert seen.take_chat(CHAT, 1, None, START) is None, "the same again is no fault"
    faster = seen.take_chat(CHAT, 2, None, START)
    assert faster
    assert faster.ticket == 1
    assert seen.take_chat(CHAT, 2, 1, START) is None
    assert seen.take_chat(CHAT, 3, 1, START) is not None


def test_an_idempotency_key_binds_for_a_day(tables: None) -> None:
    assert seen.claim_key("d", 7, 1, START) is None
    standing = seen.claim_key("d", 8, 1, START + DAY - timedelta(seconds=1))
    assert standing
    assert standing.ticket == 7
    found = seen.find_key("d", START)
    assert found
    assert found.ticket == 7
    assert seen.find_key("d", START + DAY) is None
    assert seen.claim_key("d", 8, 1, START + DAY) is None


def test_a_mark_is_forgotten_after_a_quarter_of_an_hour(tables: None) -> None:
    seen.remember_mark("d", 7, 123, START, upward=True)
    found = seen.find_mark("d", START)
    assert found
    assert (found.ticket, found.base) == (7, 123)
    assert seen.find_mark("d", START + timedelta(minutes=15)) is None
    assert seen.find_mark("other", START) is None


@pytest.mark.parametrize(
    ("upward", "later", "kept"),
    [
        (True, (9, 124), (7, 123)),
        (True, (9, 122), (9, 122)),
        (True, (8, 123), (7, 123)),
        (True, (6, 123), (6, 123)),
        (False, (9, 124), (9, 124)),
        (False, (9, 122), (7, 123)),
        (False, (8, 123), (8, 123)),
    ],
)  # fmt: skip
def test_of_two_marks_the_one_nearer_to_the_beginning_stays(
    tables: None, upward: bool, later: tuple[int, int], kept: tuple[int, int]
) -> None:
    for number, at in ((7, 123), later):
        seen.remember_mark("d", number, at, START, upward=upward)
    found = seen.find_mark("d", START)
    assert found
    assert (found.ticket, found.base) == kept


def test_each_is_one_request(tables: None) -> None:
    with counting("PutItem") as puts, counting("GetItem") as gets, counting("UpdateItem") as updates:
        seen.remember_digest(KEY, 7, 3, START)
        seen.remember_digest(KEY, 7, 3, START)
        seen.take_chat(CHAT, 1, None, START)
        seen.next_number()
    assert (len(puts), len(gets), len(updates)) == (3, 0, 1)
