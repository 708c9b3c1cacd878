"""Pages as readable text."""

import pytest

from chalicelib.channels.email.html import to_text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Hei</p><p>maailma</p>", "Hei\n\nmaailma"),
        ("yksi<br>kaksi<div>kolme</div>", "yksi\nkaksi\nkolme"),
        ("<ul><li>maito</li><li>leipä</li></ul>", "maito\nleipä"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<b>1</b> &lt; 2 &amp; &auml;&nbsp;x", "1 < 2 & ä x"),
        ("<style>p {color: red}</style><script>if (a<b) x()</script>teksti", "teksti"),
        ('<div style="display:none">esikatselu</div>näkyy', "näkyy"),
        ("<!-- piilossa --><!--[if mso]><p>mso</p><![endif]-->näkyy", "näkyy"),
        ("<!-- ei lopu koskaan", "ei lopu koskaan"),
        ("3 < 4 ja 5 > 4", "3 < 4 ja 5 > 4"),
        ('<a href="https://x.example/a>b">linkki</a>', "linkki"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("&#1;&#2;x&#3;", "x"),
        ('<img alt="Logo">', "Logo"),
        ("<title>Otsikko</title>", ""),
    ],
)
def test_a_page_becomes_text(page: str, text: str) -> None:
    assert to_text(page) == text
