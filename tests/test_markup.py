"""What may stay of the HTML that people write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.markup import clean, of_text, words

FORBIDDEN = (
    "<script",
    "<img",
    "<iframe",
    "<style",
    "<svg",
    "<form",
    "<object",
    "javascript:",
    "onerror",
    "onclick",
    "<base",
    "<meta",
    "<link",
)


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>Hei <b>te</b></p>", "<p>Hei <b>te</b></p>"),
        ("a<script>alert(1)</script>b", "ab"),
        ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
        ('<img src="https://x.example/p.gif">', ""),
        ('<p style="position:fixed" class="x" id="y">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer nofollow">x</a>'),
        ('<a href="https://x.example" onclick="y">x</a>', '<a href="https://x.example" rel="noopener noreferrer nofollow">x</a>'),
        ("<!-- hidden --><svg onload=x><p>a", "<p>a</p>"),
        ('<td colspan="2" onclick="x">a</td>', "a"),
    ],
)
def test_only_harmless_html_stays(html: str, kept: str) -> None:
    assert clean(html) == kept


@given(st.text(alphabet="<>/\"'= &;:abcimgscriptonerrorjavascript#x\n", max_size=80))
def test_cleaned_html_is_clean_already(html: str) -> None:
    once = clean(html)
    assert clean(once) == once
    assert not [word for word in FORBIDDEN if word.startswith("<") and word in once.lower()]


@pytest.mark.parametrize(
    ("body", "text", "html"),
    [
        ("Hei\nte", "Hei\nte", ""),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2", ""),
        ("<p>Hei</p><p>te</p>", "Hei\n\nte", "<p>Hei</p><p>te</p>"),
        ("Tom &amp; Jerry", "Tom & Jerry", "Tom &amp; Jerry"),
        ("<script>x</script>", "", ""),
    ],
)
def test_a_body_is_text_or_html(body: str, text: str, html: str) -> None:
    assert words(body) == (text, html)


@given(st.text(max_size=200))
def test_text_as_html_has_no_tags_of_its_own(text: str) -> None:
    assert set(re.findall("<[^<>]*>", of_text(text))) <= {"<div>", "<br>", "</div>"}
