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
# What our own people write for customers may show pictures.
PAGE_TAGS = TAGS | {"caption", "figcaption", "figure", "h5", "h6", "img", "kbd", "mark"}
PAGE_ATTRIBUTES = {**ATTRIBUTES, "img": {"src", "alt", "title", "width", "height"}}
DEEPEST = 400
LONGEST_TAG = 20_000
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p", "source", "td", "th", "tr", "wbr",
))  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*")
_MARKED = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")


def clean(html: str) -> str:
    """Only harmless tags and links; everything else is gone, its text stays. No pictures: their addresses tell who reads.

    A page that no person wrote, nested hundreds deep or with a tag like a book, keeps its words and loses its shape: building
    a tree of it takes half a minute.
    """
    return _cleaned(html, TAGS, ATTRIBUTES)


def clean_page(html: str) -> str:
    """The same for what agents publish: with pictures."""
    return _cleaned(html, PAGE_TAGS, PAGE_ATTRIBUTES)


def page(body: str) -> str:
    """The HTML of a page that is written as HTML or as text."""
    return clean_page(body) if _MARKED.search(body) else of_text(body.strip())


def _cleaned(html: str, tags: set[str], attributes: dict[str, set[str]]) -> str:
    if _is_monstrous(html):
        return of_text(to_text(html))
    return nh3.clean(
        html, tags=tags, attributes=attributes, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow", strip_comments=True
    )


def _is_monstrous(html: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(html):
        if len(tag[0]) > LONGEST_TAG:
            return True
        depth = max(0, depth - 1) if tag[1] else depth + (tag[2].lower() not in _VOID)
        if depth > DEEPEST:
            return True
    return False


def words(body: str) -> tuple[str, str]:
    """Text and HTML of a body that is either; the HTML is empty where the text says it all."""
    if not _MARKED.search(body):
        return body.strip(), ""
    html = clean(body)
    return to_text(html), html


def of_text(text: str) -> str:
    """The same words as HTML, line by line."""
    return "<div>" + "<br>".join(escapes.escape(text, quote=False).splitlines()) + "</div>" if text else ""
