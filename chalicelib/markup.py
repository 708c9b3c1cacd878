"""HTML and text of what people write: a strict allow-list on the way in and on the way out, by the one door to the sanitiser."""

import html as escapes
import re

import nh3

from chalicelib.channels.email.html import to_text

_INLINE = "a b br code del em i ins s small span strong sub sup u"
_BLOCK = "blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td tfoot th thead tr ul"
TAGS = {*_INLINE.split(), *_BLOCK.split()}
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_MARKED = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")


def clean(html: str) -> str:
    """Only harmless tags and links; everything else is gone, its text stays. No pictures: their addresses tell who reads."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow", strip_comments=True
    )


def words(body: str) -> tuple[str, str]:
    """Text and HTML of a body that is either; the HTML is empty where the text says it all."""
    if not _MARKED.search(body):
        return body.strip(), ""
    html = clean(body)
    return to_text(html), html


def of_text(text: str) -> str:
    """The same words as HTML, line by line."""
    return "<div>" + "<br>".join(escapes.escape(text, quote=False).splitlines()) + "</div>" if text else ""
