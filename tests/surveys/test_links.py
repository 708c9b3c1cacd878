"""A survey link opens one survey, for a while, and cannot be made or changed by anyone else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import ids
from chalicelib.surveys import links
from chalicelib.surveys.links import Claims

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
KEYS = {"current": "key of december", "previous": "key of november"}
CLAIMS = Claims(ticket=1042, resolution=2, question_version=3, language="fi", expires=NOW + timedelta(days=14))
TOKEN = links.token(CLAIMS, KEYS)


def test_a_token_is_read_as_it_was_written() -> None:
    assert links.read(TOKEN, NOW, KEYS) == CLAIMS


@pytest.mark.parametrize(("at", "claims"), [(CLAIMS.expires - timedelta(seconds=1), CLAIMS), (CLAIMS.expires, None)])
def test_a_token_ends_to_the_second(at: datetime, claims: Claims | None) -> None:
    assert links.read(TOKEN, at, KEYS) == claims


def test_a_token_outlives_a_change_of_keys_until_its_key_is_dropped() -> None:
    older = links.token(CLAIMS, {"current": KEYS["previous"]})
    assert (links.read(older, NOW, KEYS), links.read(older, NOW, {"current": KEYS["current"]})) == (CLAIMS, None)


@pytest.mark.parametrize(
    "plain", [{"purpose": "status", "t": 7, "r": 1, "q": 1, "l": "fi"}, {"t": 7, "r": 1, "q": 1, "l": "fi"}, {"purpose": "survey"}]
)
def test_a_genuine_token_for_something_else_is_no_survey(plain: dict[str, object]) -> None:
    assert links.read(ids.seal(plain, CLAIMS.expires, KEYS), NOW, KEYS) is None


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_any_changed_character_spoils_the_token(place: int, char: str) -> None:
    changed = TOKEN[:place] + char + TOKEN[place + 1 :]
    assert links.read(changed, NOW, KEYS) == (CLAIMS if changed == TOKEN else None)


@given(st.integers(0, len(TOKEN)), st.text(max_size=5))
def test_a_cut_or_continued_token_is_none(place: int, more: str) -> None:
    changed = TOKEN[:place] + more
    assert links.read(changed, NOW, KEYS) == (CLAIMS if changed == TOKEN else None)


@given(st.text() | st.text(alphabet="eyJ.a-_=", max_size=200))
def test_rubbish_is_none(text: str) -> None:
    assert links.read(text, NOW, KEYS) is None


@given(st.integers(1, 2**53), st.integers(1, 999), st.integers(1, 999), st.sampled_from(["fi", "sv", "en", "pt-br"]))
def test_every_token_fits_a_mail_line_and_a_url(ticket: int, resolution: int, version: int, language: str) -> None:
    token = links.token(Claims(ticket, resolution, version, language, CLAIMS.expires), KEYS)
    assert len(token) < 180
    assert token.replace("-", "").replace("_", "").replace(".", "").isalnum()


@pytest.mark.parametrize("base", ["https://desk.example/api", "https://desk.example/api/"])
def test_a_link_names_the_page_and_perhaps_a_face(base: str) -> None:
    assert (links.link(base, "x.y"), links.link(base, "x.y", 4)) == (
        "https://desk.example/api/survey/x.y",
        "https://desk.example/api/survey/x.y?score=4",
    )
