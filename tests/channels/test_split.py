"""Long texts are cut where a reader would pause, and no word is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.split import parts


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("", 10, ()),
        (" \n ", 10, ()),
        ("Hei", 10, ("Hei",)),
        ("Hei Aino", 8, ("Hei Aino",)),
        ("Hei Aino", 7, ("Hei", "Aino")),
        ("Ensin tämä.\n\nSitten se toinen.", 20, ("Ensin tämä.", "Sitten se toinen.")),
        ("Ensin tämä.\nSitten se toinen.", 20, ("Ensin tämä.", "Sitten se toinen.")),
        ("Ensin tämä. Sitten se toinen asia.", 20, ("Ensin tämä.", "Sitten se toinen", "asia.")),
        ("A. Sitten tämä", 10, ("A. Sitten", "tämä")),
        ("x" * 25, 10, ("x" * 10, "x" * 10, "x" * 5)),
        ("aaaa\u0301bb", 4, ("aaa", "a\u0301bb")),
        ("aaa👩\u200d👧b", 5, ("aaa", "👩\u200d👧b")),
    ],
)
def test_a_text_is_cut_at_the_best_place(text: str, longest: int, expected: tuple[str, ...]) -> None:
    assert parts(text, longest) == expected


@pytest.mark.parametrize(("text", "expected"), [("ääää", ("ää", "ää")), ("aä aä", ("aä", "aä")), ("€", ("€",))])
def test_bytes_are_counted_where_the_channel_counts_them(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text, 4, in_bytes=True) == expected


@given(text=st.text(max_size=200), longest=st.integers(1, 50), in_bytes=st.booleans())
def test_nothing_but_space_is_lost_and_no_part_is_too_long(text: str, longest: int, in_bytes: bool) -> None:
    found = parts(text, max(longest, 4), in_bytes=in_bytes)
    sizes = [len(part.encode("utf-8", "replace")) if in_bytes else len(part) for part in found]
    assert all(0 < size <= max(longest, 4) for size in sizes)
    assert "".join("".join(found).split()) == "".join(text.split())
