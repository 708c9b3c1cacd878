"""What a person wrote now, apart from the history, markers and signatures below it; every pass is linear in the text.

The full text is always kept beside it, so the rule is: when in doubt keep, and when nothing would be left keep all.
"""

import re
from collections.abc import Iterator

from chalicelib.channels.email import html, phrases
from chalicelib.values import dataclass

_LOOKED_AT = 600
_WRAPPED_OVER = 4
_SHORTEST_HEADING = 5
_HEADER_LINES = 12
_INVISIBLE = dict.fromkeys((8203, 8204, 8205, 8206, 8207, 8288, 65279, *range(8234, 8239), *range(8294, 8298)))
_LINK_REST = re.compile(r"\S*://\S+|\(?\S*[/=]\S*\)\s*>?")


@dataclass(frozen=True, slots=True)
class Reply:
    """The stripped text and why something was cut off it (empty: nothing was)."""

    text: str
    because: str = ""


def strip(text: str, *, is_forward: bool = False) -> Reply:
    """Leave out what repeats earlier messages; of a forwarded mail only what stands below our reply marker."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    seen = [line[:_LOOKED_AT].translate(_INVISIBLE).strip() for line in lines]
    kept, because = _above_marker(lines, seen) if is_forward else _own_lines(lines, seen)
    final = _without_tail(kept if is_forward else _without_last_quote(_above_signature(kept)))
    if not _has_words("\n".join(final)):
        return Reply(_joined(lines))
    return Reply(_joined(final), because or ("" if len(_joined(final)) == len(_joined(lines)) else "quoted lines or signature at the end"))


def strip_html(marked: str, *, is_forward: bool = False) -> Reply:
    """The same for text that `html.marked_text` made; quotes that the mail program marked go first."""
    whole = html.without_marks(marked)
    if is_forward:
        return strip(whole, is_forward=True)
    own = html.without_marks(_outside_quotes(marked))
    reply = strip(own)
    if not _has_words(reply.text):
        return strip(whole)
    return reply if reply.because or own == whole else Reply(reply.text, "quoted part of the page")


def _outside_quotes(marked: str) -> str:
    depth, out, has_words = 0, list[str](), False
    for piece in re.split(f"([{html.QUOTE}{html.UNQUOTE}{html.HISTORY}])", marked):
        if piece == html.QUOTE:
            depth += 1
        elif piece == html.UNQUOTE:
            depth = max(0, depth - 1)
        elif piece == html.HISTORY and has_words:
            break
        elif not depth:
            out.append(piece)
            has_words = has_words or _has_words(piece)
    return "".join(out)


def _own_lines(lines: list[str], seen: list[str]) -> tuple[list[str], str]:
    """Walk down the lines; history without `>` ends the walk, but a mail that begins with it is kept as it came."""
    kept: list[str] = []
    at, because, has_words, is_quoting = 0, "", False, False
    while at < len(lines):
        if phrases.is_forward_mark(seen[at]):
            return kept + lines[at:], because
        history = _history_at(seen, at)
        if history is None:
            if not (is_quoting and (_is_quoted(seen[at]) or _is_link_rest(seen, at))):
                kept.append(lines[at])
                has_words = has_words or _has_words(seen[at])
            at += 1
            continue
        kept.extend(filter(None, (history.before,)))
        is_quoting = history.is_attribution and _is_quoted_next(seen, history.end)
        if not is_quoting and (has_words or history.before):
            return kept, history.because
        if not history.is_attribution:
            return (kept + lines[at:], because)
        because, at = history.because, history.end
    return kept, because


def _above_marker(lines: list[str], seen: list[str]) -> tuple[list[str], str]:
    at = next((number for number, line in enumerate(seen) if phrases.is_reply_marker(line)), len(lines))
    return lines[:at], "reply marker" if at < len(lines) else ""


@dataclass(frozen=True, slots=True)
class _History:
    """Where history begins: the line after its heading, whether `> ` lines may follow, words that share its line."""

    end: int
    because: str
    is_attribution: bool = False
    before: str = ""


def _history_at(seen: list[str], at: int) -> _History | None:
    line = seen[at]
    if len(line) < _SHORTEST_HEADING or _is_quoted(line):
        return None
    if phrases.is_reply_marker(line):
        return _History(at + 1, "reply marker")
    if phrases.is_separator(line):
        return _History(at + 1, "separator line")
    if _is_header_block(seen, at):
        return _History(at + 1, "header block")
    return _attribution_at(seen, at)


def _attribution_at(seen: list[str], at: int) -> _History | None:
    """`On … X wrote:` on up to four lines, told by its verb, its end, and a date or address in it."""
    if not phrases.may_start_attribution(seen[at]):
        return None
    joined = ""
    for number, more in enumerate(_paragraph(seen, at), 1):
        joined = f"{joined} {more}".strip()
        if phrases.is_attribution(joined) or (phrases.is_bare_attribution(joined) and _is_quoted_next(seen, at + number)):
            return _History(at + number, "attribution line", True, phrases.before_attribution(seen[at]))
    return None


def _paragraph(lines: list[str], at: int) -> Iterator[str]:
    for line in lines[at : at + _WRAPPED_OVER]:
        if not line.strip():
            return
        yield line


def _is_header_block(seen: list[str], at: int) -> bool:
    """From/Sent/To/Subject lines close together, as Outlook puts above what it quotes."""
    if not phrases.header_label(seen[at]):
        return False
    near = list(_until_gap(seen[at : at + _HEADER_LINES]))
    labels = {label for line in near if (label := phrases.header_label(line))}
    return phrases.is_header_set(labels, has_address=any("@" in line for line in near))


def _until_gap(near: list[str]) -> Iterator[str]:
    blank = 0
    for line in near:
        blank = blank + 1 if not line.strip() else 0
        if blank > 1:
            return
        yield line


def _is_quoted(line: str) -> bool:
    return line.lstrip()[:1] == ">" and not line.lstrip().startswith(">>> >>>")


def _is_quoted_next(lines: list[str], at: int) -> bool:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at < len(lines) and _is_quoted(lines[at])


def _is_link_rest(lines: list[str], at: int) -> bool:
    """A piece of a link that wrapping pushed out of the quote."""
    between = 0 < at < len(lines) - 1 and _is_quoted(lines[at - 1]) and _is_quoted(lines[at + 1])
    return between and _LINK_REST.fullmatch(lines[at].strip()[:_LOOKED_AT]) is not None


def _without_last_quote(kept: list[str]) -> list[str]:
    """Quoted lines at the very end answer nothing; they go when something else stands above them."""
    end = len(kept)
    while end and (not kept[end - 1].strip() or _is_quoted(kept[end - 1])):
        end -= 1
    return kept[:end] if _has_words("\n".join(kept[:end])) else kept


def _above_signature(lines: list[str]) -> list[str]:
    return lines[: next((number for number in range(1, len(lines)) if _is_signature_at(lines, number)), len(lines))]


def _is_signature_at(lines: list[str], at: int) -> bool:
    if not phrases.is_signature_mark(lines[at]):
        return False
    below = sum(1 for line in lines[at + 1 : at + 40] if line.strip())
    return below <= phrases.LONGEST_SIGNATURE


def _without_tail(lines: list[str]) -> list[str]:
    """Drop `Sent from my phone`, rules and blank lines from the end."""
    end = len(lines)
    while end and phrases.is_tail(lines[end - 1][:_LOOKED_AT]):
        end -= 1
    return lines[:end]


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
