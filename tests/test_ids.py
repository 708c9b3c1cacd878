"""Ids that are stable and safe for any client, and tokens that only we can make."""

import json
import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import ids
from chalicelib.channels.message import Handle

KEYS = {"current": "the present key", "previous": "the key before"}
OTHERS = {"current": "another desk's key"}
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NUMBERS = st.integers(1, 10**15 - 1)


@given(st.text())
def test_a_number_is_stable_positive_and_exact_in_javascript(text: str) -> None:
    assert ids.number_of(text) == ids.number_of(text)
    assert 1 <= ids.number_of(text) < 2**53
    assert json.loads(json.dumps(float(ids.number_of(text)))) == ids.number_of(text)


def test_numbers_of_different_kinds_do_not_meet() -> None:
    mail, phone = Handle("email", "a@b"), Handle("phone", "a@b")
    assert ids.contact_id(mail) == ids.contact_id(Handle("email", "a@b", "Aino"))
    assert len({ids.contact_id(mail), ids.contact_id(phone), ids.number_of("a@b")}) == 3
    assert ids.company_id("Tukku Oy") == ids.company_id("TUKKU OY")


@given(NUMBERS, st.integers(1, ids.CONVERSATIONS_PER_TICKET - 1))
def test_a_conversation_names_its_ticket_and_commit(ticket: int, seq: int) -> None:
    assert ids.ticket_and_seq(ids.conversation_id(ticket, seq)) == (ticket, seq)


def test_parts_of_a_digest_cannot_be_moved_between_each_other() -> None:
    assert len({ids.digest("a", "b"), ids.digest("ab"), ids.digest("a", "b", ""), ids.digest("", "a", "b")}) == 4
    assert ids.digest("a", "b") == ids.digest("a", "b")
    assert len(ids.digest()) == 32


def test_random_ids_and_keys_do_not_repeat() -> None:
    assert len({ids.command_id() for _ in range(50)}) == len({ids.new_api_key() for _ in range(50)}) == 50
    assert len(ids.new_api_key()) >= 43
    assert ids.key_hash("a") != ids.key_hash("b")


# -- reply tokens --


@given(NUMBERS)
def test_a_token_is_a_mail_local_part_in_one_case_that_names_its_ticket(number: int) -> None:
    token = ids.ticket_token(number, KEYS)
    assert len(token) <= 64
    assert set(token) <= set(string.ascii_lowercase + string.digits + ".")
    assert ids.ticket_of(token, KEYS) == ids.ticket_of(token.upper(), KEYS) == number


@given(NUMBERS, NUMBERS)
def test_a_token_is_good_for_its_own_ticket_and_desk_only(number: int, other: int) -> None:
    token = ids.ticket_token(number, KEYS)
    moved = f"t{other}.{token.partition('.')[2]}"
    assert ids.ticket_of(moved, KEYS) == (number if other == number else None)
    assert ids.ticket_of(token, OTHERS) is None
    assert ids.ticket_of(token, {}) is None


def test_a_token_of_the_previous_key_still_counts_and_new_ones_use_the_present_key() -> None:
    old = ids.ticket_token(7, {"current": KEYS["previous"]})
    assert ids.ticket_of(old, KEYS) == 7
    assert ids.ticket_token(7, KEYS) != old
    assert ids.ticket_of(old, {"current": KEYS["current"]}) is None


@given(st.text())
def test_no_text_is_a_token(text: str) -> None:
    assert ids.ticket_of(text, KEYS) is None


@pytest.mark.parametrize("text", ["t7", "t7.", "t.aaaaaaaaaaaaaaaaaaaa", "t-7.aaaaaaaaaaaaaaaaaaaa", f"t{'9' * 16}.aaaaaaaaaaaaaaaaaaaa"])
def test_what_looks_like_a_token_is_none(text: str) -> None:
    assert ids.ticket_of(text, KEYS) is None
    assert ids.ticket_of(f" {ids.ticket_token(7, KEYS)}", KEYS) is None
    assert ids.ticket_of(f"{ids.ticket_token(7, KEYS)}\n", KEYS) is None


# -- sealed claims --

CLAIMS = st.dictionaries(st.sampled_from("trql"), st.integers() | st.text(max_size=8), max_size=4)


@given(CLAIMS)
def test_sealed_claims_come_back_until_they_expire(claims: dict[str, object]) -> None:
    token = ids.seal(claims, NOW + SECOND, KEYS)
    assert set(token) <= set(string.ascii_letters + string.digits + "-_.")
    assert ids.unseal(token, NOW, KEYS) == {**claims, "exp": int((NOW + SECOND).timestamp())}
    assert ids.unseal(token, NOW + SECOND, KEYS) is None


@given(CLAIMS, st.data())
def test_a_changed_letter_opens_nothing(claims: dict[str, object], data: st.DataObject) -> None:
    token = ids.seal(claims, NOW + SECOND, KEYS)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_.").filter(lambda one: one != token[at]))
    assert ids.unseal(token[:at] + letter + token[at + 1 :], NOW, KEYS) is None


def test_another_key_opens_nothing_and_the_previous_one_still_does() -> None:
    token = ids.seal({"t": 7}, NOW + SECOND, KEYS)
    assert ids.unseal(token, NOW, OTHERS) is None
    assert ids.unseal(token, NOW, {"current": "newer", "previous": KEYS["current"]}) is not None


@given(st.text())
def test_no_text_is_a_seal(text: str) -> None:
    assert ids.unseal(text, NOW, KEYS) is None


def test_a_reply_token_is_no_seal_and_a_seal_no_reply_token() -> None:
    assert ids.unseal(ids.ticket_token(7, KEYS), NOW, KEYS) is None
    assert ids.ticket_of(ids.seal({"t": 7}, NOW + SECOND, KEYS), KEYS) is None
