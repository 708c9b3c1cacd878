"""Who is one person: pointers from card to card, whatever order they were written in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.contacts.pointers import ahead, behind, below, root_of


def card(into: int = 0, *merged: int) -> dict[str, Any]:
    return {"into": into, "merged": list(merged)}


@pytest.mark.parametrize(
    ("cards", "root", "members"),
    [
        ({1: {}}, 1, ()),
        ({1: card(0, 2), 2: card(1)}, 1, (2,)),
        ({1: card(0, 3, 2), 2: card(1), 3: card(1)}, 1, (3, 2)),
        ({1: card(0, 2), 2: card(1, 3), 3: card(2)}, 1, (2, 3)),
        # Named, but the own card says otherwise: the merger was cut off, or undone.
        ({1: card(0, 2, 3), 2: card(), 3: card(9)}, 1, ()),
        # Not named yet.
        ({1: card(), 2: card(1)}, 1, ()),
        # Both ways at once.
        ({1: card(2, 2), 2: card(1, 1)}, 1, (2,)),
    ],
)
def test_a_person_is_the_last_card_with_all_whose_pointers_end_there(cards: dict[int, Any], root: int, members: tuple[int, ...]) -> None:
    assert (root_of(1, cards), below(root, cards)) == (root, members)


@pytest.mark.parametrize(("number", "root"), [(1, 3), (2, 3), (3, 3), (4, 5), (5, 5), (6, 6)])
def test_a_pointer_is_followed_as_far_as_there_are_cards(number: int, root: int) -> None:
    cards = {1: card(2), 2: card(3), 3: card(), 4: card(5), 5: card(77), 6: card(77)}
    assert root_of(number, cards) == root


def test_what_to_read_next_is_ahead_then_behind() -> None:
    cards = {1: card(2, 8), 2: card(0, 1, 9)}
    assert (ahead(cards), behind(cards)) == ({2}, {8, 1, 9})


@given(st.dictionaries(st.integers(1, 6), st.tuples(st.integers(0, 6), st.lists(st.integers(1, 6), max_size=4)), min_size=1))
def test_any_pointers_end_and_members_lead_to_their_root(drawn: dict[int, tuple[int, list[int]]]) -> None:
    cards = {number: card(into if into != number else 0, *merged) for number, (into, merged) in drawn.items()}
    for number in cards:
        root = root_of(number, cards)
        assert root in cards
        members = below(root, cards)
        assert root not in members
        assert len(set(members)) == len(members)
        assert {root_of(member, cards) for member in members} <= {root}
