"""What a message hints at, strongest first; whoever has no key of ours cannot make a token."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.message import Automatic
from chalicelib.ids import ticket_token
from chalicelib.tickets.clues import (
    CHAT,
    CONFIDENCE,
    KNOWN,
    MARKER,
    ROOT,
    SUBJECT,
    TOKEN,
    Hint,
    Known,
    canonical,
    clues,
    hints,
    is_certain,
    lookups,
    provider_key,
)
from chalicelib.tickets.events import Evidence
from chalicelib.tickets.threading import Append, Drop, Open, Where
from tests.tickets.samples import KEYS, message, ticket


def token(number: int, key: str = "current") -> str:
    return ticket_token(number, {"current": KEYS[key]})


def hinted(known: dict[str, Known] | None = None, chat: int | None = None, **fields: Any) -> list[tuple[str, int, bool]]:
    return [(hint.method, hint.ticket, hint.ours) for hint in hints(message(**fields), known or {}, chat, KEYS)]


def test_all_rungs_in_their_order() -> None:
    everything = {
        "subject": "Re: Keitin [#6]",
        "recipients": ("help@kauppa.example", f"{token(1)}@kauppa.example"),
        "references": ("<known@x>", "<sent@eu-north-1.amazonses.com>", f"<{token(2)}@kauppa.example>"),
        "markers": (token(4),),
    }
    known = {"<known@x>": Known(5, ours=False), "<sent@ses>": Known(3, ours=True)}
    assert hinted(known, 8, **everything) == [
        (TOKEN, 1, True), (ROOT, 3, True), (ROOT, 2, True), (MARKER, 4, True), (KNOWN, 5, False), (CHAT, 8, False), (SUBJECT, 6, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "numbers"),
    [
        (f"{token(7)}@kauppa.example", [7]),
        (f"{token(7).upper()}@KAUPPA.EXAMPLE", [7]),
        (f"{token(7, 'previous')}@kauppa.example", [7]),
        (f"help+{token(7)}@kauppa.example", [7]),
        (f"t8.{token(7).partition('.')[2]}@kauppa.example", []),
        (f"{token(7)[:-1]}a@kauppa.example", []),
        (f"{token(7)[:-1]}@kauppa.example", []),
        ("t7.aaaaaaaaaaaaaaaaaaaa@kauppa.example", []),
        (f"help@{token(7)}", []),
        ("help@kauppa.example", []),
        ("@", []),
        ("", []),
    ],
)
def test_a_reply_address_counts_only_with_our_key(address: str, numbers: list[int]) -> None:
    assert [ticket for _, ticket, _ in hinted(recipients=(address,))] == numbers
    assert [ticket for _, ticket, _ in hinted(markers=(address.partition("@")[0],))] == numbers


@given(st.text(string.ascii_lowercase + "234567", min_size=20, max_size=20), st.integers(1, 10**15 - 1))
def test_no_guess_is_a_token(mac: str, number: int) -> None:
    assert (
        hinted(recipients=(f"t{number}.{mac}@kauppa.example",), markers=(f"t{number}.{mac}",), references=(f"<t{number}.{mac}@x>",)) == []
    )


def test_an_id_of_ses_is_known_by_its_local_part_in_any_region() -> None:
    assert canonical("<0110-abc@eu-north-1.amazonses.com>") == canonical("<0110-abc@email.amazonses.com>") == "<0110-abc@ses>"
    assert provider_key("email", "0110-abc") == "<0110-abc@ses>"
    assert canonical("<a@asiakas.example>") == "<a@asiakas.example>"
    assert canonical("<a@amazonses.com.evil.example>") == "<a@amazonses.com.evil.example>"


def test_an_id_of_whatsapp_is_known_on_its_channel() -> None:
    assert provider_key("whatsapp", "wamid.1") == "<wamid.1@whatsapp>"
    assert canonical("wamid.1", "whatsapp") == "<wamid.1@whatsapp>"
    assert canonical("<0110-abc@eu-north-1.amazonses.com>", "whatsapp") == "<<0110-abc@eu-north-1.amazonses.com>@whatsapp>"


def test_references_are_looked_up_once_each_and_not_without_end() -> None:
    many = ("<a@x>", "<a@x>", *(f"<{number}@x>" for number in range(100)))
    assert lookups(message(references=many))[:3] == ("<a@x>", "<0@x>", "<1@x>")
    assert len(lookups(message(references=many))) == 20


def test_at_most_three_numbers_of_a_subject_count() -> None:
    assert hinted(subject="#1 #2 #3 #4") == [(SUBJECT, 1, False), (SUBJECT, 2, False), (SUBJECT, 3, False)]


def test_a_ticket_is_judged_once_by_its_strongest_hint_and_only_if_it_exists() -> None:
    seven, nine = ticket(number=7), ticket(number=9)
    found = clues(
        (Hint(TOKEN, 7, "a", ours=True), Hint(ROOT, 8, "b", ours=True), Hint(KNOWN, 9, "c"), Hint(SUBJECT, 7, "d")), {7: seven, 9: nine}
    )
    assert [(clue.method, clue.confidence, clue.state.number, clue.detail, clue.ours) for clue in found] == [
        (TOKEN, 100, 7, "a", True), (KNOWN, 90, 9, "c", False),
    ]  # fmt: skip


def test_confidence_falls_down_the_ladder() -> None:
    assert [CONFIDENCE[rung] for rung in (TOKEN, ROOT, MARKER, KNOWN, CHAT, SUBJECT)] == [100, 98, 95, 90, 90, 70]


def _append(method: str) -> Append:
    return Append(7, Evidence(method, 90, ""))


@pytest.mark.parametrize(
    ("references", "automatic", "where", "certain"),
    [
        ((), Automatic.NO, Open(Evidence("new", 100, "")), True),
        (("<known@x>",), Automatic.NO, Open(Evidence("new", 100, "")), True),
        (("<known@x>", "<unknown@x>"), Automatic.NO, Open(Evidence("new", 100, "")), False),
        (("<unknown@x>",), Automatic.NO, Drop("an echo"), False),
        (("<unknown@x>",), Automatic.NO, _append(TOKEN), True),
        (("<unknown@x>",), Automatic.NO, _append(ROOT), True),
        (("<unknown@x>",), Automatic.NO, _append(MARKER), True),
        (("<known@x>", "<unknown@x>"), Automatic.NO, _append(KNOWN), True),
        (("<unknown@x>",), Automatic.NO, _append(CHAT), False),
        (("<unknown@x>",), Automatic.NO, _append(SUBJECT), False),
        (("<unknown@x>",), Automatic.BOUNCE, _append(TOKEN), False),
        (("<known@x>",), Automatic.BOUNCE, _append(TOKEN), True),
    ],
)
def test_an_unknown_reference_leaves_in_doubt_what_stronger_evidence_does_not_settle(
    references: tuple[str, ...], automatic: Automatic, where: Where, certain: bool
) -> None:
    assert is_certain(message(references=references, automatic=automatic), {"<known@x>": Known(7, ours=False)}, where) is certain
