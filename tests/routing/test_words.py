"""Words, word starts and phrases in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.routing.words import READ_AT_MOST, covers, fault_of, find, found_in, words_of


@pytest.mark.parametrize(
    ("written", "text", "met"),
    [
        ("lasku", "Missä LASKU on?", "lasku"),
        ("lasku", "laskussa on virhe", ""),
        ("lasku*", "Laskussanne on virhe", "laskussanne"),
        ("lasku*", "lasku.", "lasku"),
        ("lasku*", "sähkölasku", ""),
        ("faktur*", "Fakturan är fel", "fakturan"),
        ("räkning", "rakning", ""),
        ("räkning", "ra\u0308kning", "räkning"),
        ("Ärende", "ÄRENDE", "ärende"),
        ("lähetys", "lähe\u00adtys", "lähetys"),
        ("invoice", "𝐈𝐧𝐯𝐨𝐢𝐜𝐞 attached", "invoice"),
        ("straße", "STRASSE", "strasse"),
        ("credit note", "a Credit-Note, please", "credit note"),
        ("credit note", "note the credit", ""),
        ("credit note", "credit is a note", ""),
        ("missä tilau*", "Missä tilaukseni on", "missä tilaukseni"),
        ("avoin* lasku*", "kaksi avointa laskua", "avointa laskua"),
        ("e-lasku*", "tilaan e-laskun", "e laskun"),
        ("don't", "I don’t know", "don t"),
        ("42", "order 42", "42"),
        ("*", "anything", ""),
        ("", "anything", ""),
    ],
)
def test_a_pattern_meets_whole_words_word_starts_and_phrases(written: str, text: str, met: str) -> None:
    assert find(written, words_of(text)) == met


def test_a_phrase_does_not_reach_from_the_subject_into_the_text() -> None:
    assert find("credit note", words_of("My credit", "note this")) == ""


def test_only_the_beginning_of_a_huge_text_is_read() -> None:
    assert find("lasku", words_of("a " * READ_AT_MOST + "lasku")) == ""


def test_what_was_met_is_listed_once_per_pattern_in_their_order() -> None:
    words = words_of("paketti ja lasku ja paketti")
    assert found_in(("lasku*", "x", "paket*", "lasku*"), words) == (("lasku*", "lasku"), ("paket*", "paketti"))


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("lasku*", ""),
        ("credit note", ""),
        ("", '"" has no word to look for'),
        ("***", '"***" has no word to look for'),
        ("*lasku", '"*lasku": a star may only end a word'),
    ],
)
def test_a_pattern_that_cannot_be_meant_is_named(written: str, fault: str) -> None:
    assert fault_of(written) == fault


@pytest.mark.parametrize(
    ("wide", "narrow", "yes"),
    [
        ("lasku*", "laskutus*", True),
        ("lasku*", "lasku", True),
        ("lasku", "lasku*", False),
        ("note", "credit note", True),
        ("credit note", "note", False),
        ("", "note", False),
    ],
)
def test_a_wide_pattern_covers_a_narrow_one(wide: str, narrow: str, yes: bool) -> None:
    assert covers(wide, narrow) is yes


WORD = st.sampled_from(["a", "ab", "abc", "b", "ba"])
PATTERN = st.lists(st.builds(str.__add__, WORD, st.sampled_from(["", "*"])), min_size=1, max_size=3).map(" ".join)


@given(PATTERN, PATTERN, st.lists(WORD, max_size=6).map(" ".join))
def test_a_covered_pattern_never_meets_a_text_alone(wide: str, narrow: str, text: str) -> None:
    words = words_of(text)
    assert not (covers(wide, narrow) and find(narrow, words) and not find(wide, words))


@given(PATTERN, st.lists(WORD, max_size=6).map(" ".join))
def test_finding_agrees_with_a_plain_search(written: str, text: str) -> None:
    parts, tokens = written.split(), text.split()
    runs = [tokens[at : at + len(parts)] for at in range(len(tokens) - len(parts) + 1)]
    fits = any(all(t.startswith(p[:-1]) if p[-1] == "*" else t == p for p, t in zip(parts, run, strict=True)) for run in runs)
    assert bool(find(written, words_of(text))) is fits
