"""HTML of a mail to readable text, in one pass, with the quoted history marked so that it can be left out."""

import re
from dataclasses import field
from html import unescape

from chalicelib.values import dataclass

MOST_HTML = 4_000_000
# Control characters stand for the borders of quotes while the text is built; the input has none left by then.
QUOTE, UNQUOTE, HISTORY = "\x01", "\x02", "\x03"
_TOKEN = re.compile(
    r"<!--|<!\[CDATA\[|<[!?][^<>]*>"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*|[^<>]*)>",
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_GAP = re.compile(r"[ \n\x05\x06]+")
_SPACES = re.compile(r"[ \t\r\n\f\u200b\u200c\u2060\ufeff]+")
_SILENT = frozenset({"style", "script", "title", "template", "noscript", "select", "object", "svg"})
_RAW_TEXT = {name: re.compile(f"(?=</{name})", re.I) for name in ("style", "script")}
_COMMENTS = {"<!--": re.compile("-->"), "<![CDATA[": re.compile("]]>")}
_PARAGRAPH = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote"})
_LINE = frozenset({"div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center", "form", "address", "tbody", "hr"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "area", "base", "col", "source", "o:p"})
_CITING = re.compile(
    r"gmail_quote|yahoo_quoted|protonmail_quote|zmail_extra|tutanota_quote|moz-cite-prefix|gmail_attr|mail_android_quote",
    re.I,
)
# What surrounds a quotation together with the answers that were written into it.
_AROUND = ("gmail_quote", "zmail_extra", "protonmail_quote")
_HISTORY_ID = re.compile(
    r"(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|OLK_SRC_BODY_SECTION|reply-intro"
    r"|mail-editor-reference-message-container)",
    re.I,
)
_HISTORY_CLASS = re.compile(r"OutlookMessageHeader|ms-outlook-mobile-reference-message", re.I)
# An end that is further from its beginning than this is a stray one.
_DEEPEST = 200
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)


@dataclass(slots=True)
class _Page:
    """The text so far, which elements are open, and at which places in that list those of each name stand."""

    out: list[str] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    silent: int = 0
    preformatted: int = 0
    never_ends: set[re.Pattern[str]] = field(default_factory=set)


def marked_text(html: str) -> str:
    """Readable text in which QUOTE … UNQUOTE surround quotes, and HISTORY stands before what only repeats old mail."""
    page = _Page()
    at, source = 0, _without_controls(html[:MOST_HTML])
    while found := _TOKEN.search(source, at):
        _text(page, source[at : found.start()])
        if found[2]:
            (_close if found[1] else _start)(page, found[2].lower(), found[3])
            ends = None if found[1] else _RAW_TEXT.get(found[2].lower())
        else:
            ends = _COMMENTS.get(found[0])
        at = found.end() if ends is None else _behind(page, source, found.end(), ends)
    _text(page, source[at:])
    return _tidied("".join(page.out))


def to_text(html: str) -> str:
    """The whole page as readable text."""
    return without_marks(marked_text(html))


def without_marks(marked: str) -> str:
    return _tidied(marked.translate({1: None, 2: None, 3: None}))


def _without_controls(html: str) -> str:
    return html.translate(dict.fromkeys(range(9)))


def _behind(page: _Page, source: str, at: int, ends: re.Pattern[str]) -> int:
    """Where a comment or the raw text of a style ends; an open one hides nothing, for losing the rest of a mail is worse."""
    found = None if ends in page.never_ends else ends.search(source, at)
    if found is None:
        page.never_ends.add(ends)
        return at
    return found.end()


def _text(page: _Page, raw: str) -> None:
    if raw and not page.silent:
        text = _without_controls(unescape(raw))
        page.out.append(text if page.preformatted else _SPACES.sub(" ", text))


def _start(page: _Page, name: str, attributes: str) -> None:
    if page.silent and name not in _SILENT:
        return
    _break_before(page, name)
    if name == "img":
        _picture(page, attributes)
    if name in _VOID or attributes.endswith("/"):
        _mark_history(page, attributes)
        return
    page.places.setdefault(name, []).append(len(page.open))
    page.open.append((name, _opened(page, name, attributes)))


def _opened(page: _Page, name: str, attributes: str) -> str:
    """What the end of this element has to undo."""
    values = _values(attributes)
    if name in _SILENT or (_HIDDEN.search(values.get("style", "")) and not _CITING.search(values.get("class", ""))):
        page.silent += 1
        return "silent"
    if name == "pre":
        page.preformatted += 1
        return "pre"
    if _is_quote(name, values):
        page.out.append(QUOTE)
        return "quote"
    _mark_history(page, attributes)
    return ""


def _is_quote(name: str, values: dict[str, str]) -> bool:
    kind, role = values.get("class", ""), values.get("type", "").lower()
    if name == "blockquote":
        # Gmail marks a quotation made by hand with the same class and no style of its own.
        return role == "cite" or "cite" in values or bool(_CITING.search(kind) and "style" in values)
    return bool(_CITING.search(kind)) and not any(name in kind for name in _AROUND)


def _mark_history(page: _Page, attributes: str) -> None:
    if len(attributes) < 8:
        return
    values = _values(attributes)
    if _HISTORY_ID.fullmatch(values.get("id", "")) or _HISTORY_CLASS.search(values.get("class", "")):
        page.out.append(HISTORY)


def _close(page: _Page, name: str, _attributes: str) -> None:
    places = page.places.get(name)
    depth = len(page.open) - places[-1] if places else 0
    for _ in range(depth if depth <= _DEEPEST else 0):
        ended, kind = page.open.pop()
        page.places[ended].pop()
        _undo(page, kind)
    if not page.silent:
        _break_after(page, name)


def _undo(page: _Page, kind: str) -> None:
    match kind:
        case "silent":
            page.silent -= 1
        case "pre":
            page.preformatted -= 1
        case "quote":
            page.out.append(UNQUOTE)


def _picture(page: _Page, attributes: str) -> None:
    alt = _values(attributes).get("alt", "").strip()
    if alt and len(alt) <= 200:
        _text(page, alt)


def _break_before(page: _Page, name: str) -> None:
    if name == "br":
        page.out.append("\n")
    elif name in _PARAGRAPH or name in _LINE:
        page.out.append("\x05" if name in _LINE else "\x06")
    elif name in ("td", "th"):
        page.out.append(" ")


def _break_after(page: _Page, name: str) -> None:
    if name in _PARAGRAPH or name in _LINE:
        page.out.append("\x05" if name in _LINE else "\x06")


def _values(attributes: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(attributes[:10_000]):
        found.setdefault(name.lower(), double or single or bare)
    return found


def _tidied(text: str) -> str:
    """Element borders become line ends: one for a line, two for a paragraph; never more than one blank line."""
    return _GAP.sub(_gap, text.replace("\u00a0", " ")).strip(" \n")


def _gap(found: re.Match[str]) -> str:
    gap = found[0]
    breaks = gap.count("\n")
    if not breaks and "\x05" not in gap and "\x06" not in gap:
        return gap
    return "\n\n" if "\x06" in gap or breaks > 1 else "\n"
