"""What a person wrote now, apart from the history, markers and signatures below it; every pass is linear in the text.

The full text is always kept beside it, so the rule is: when in doubt keep, and when nothing would be left keep all.
"""

import re
from collections.abc import Iterator
from enum import Enum

from chalicelib.channels.email import endings, html, phrases
from chalicelib.values import dataclass

_LOOKED_AT = 600
_WRAPPED_OVER = 4
_SHORTEST_HEADING = 5
_HEADER_LINES = 12
_INVISIBLE = dict.fromkeys((8203, 8204, 8205, 8206, 8207, 8288, 65279, *range(8234, 8239), *range(8294, 8298)))
_MEASURE = re.compile(r"\s*>\s?[\d,.]+\s?\S{0,6}(?:\s|$)")
_GAP = re.compile(r"\n{3,}")
_LINK_REST = re.compile(r"\S*://\S+|\(?\S*[/=]\S*\)\s*>?")


@dataclass(frozen=True, slots=True)
class Reply:
    """The stripped text and why something was cut off it (empty: nothing was)."""

    text: str
    because: str = ""


class Kind(Enum):
    """What a mail can be: an answer, which repeats what it answers; one passed on; the first of its thread, which repeats nothing."""

    ANSWER = "answer"
    FORWARD = "forward"
    FIRST = "first"


def strip(text: str, kind: Kind = Kind.ANSWER) -> Reply:
    """Leave out what repeats earlier messages; of what answers nothing only what stands below our reply marker, and its end."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return _stripped(lines, lines, kind)


def strip_html(marked: str, kind: Kind = Kind.ANSWER) -> Reply:
    """The same for text that `html.marked_text` made; quotes that the mail program marked go whatever stands around them."""
    whole = html.without_marks(marked).split("\n")
    if kind is not Kind.ANSWER:
        return _stripped(whole, whole, kind)
    reply = _stripped(_with_quotes(marked), whole, kind)
    # Where a quote was, the empty lines above and below it have met.
    return Reply(_GAP.sub("\n\n", reply.text), reply.because)


def _stripped(lines: list[str], whole: list[str], kind: Kind) -> Reply:
    seen = [line[:_LOOKED_AT].translate(_INVISIBLE).strip(" \t\f\v\u00a0") for line in lines]
    is_answer = kind is Kind.ANSWER
    kept, because = _own_lines(lines, seen) if is_answer else _above_marker(lines, seen)
    if is_answer and phrases.are_answers_below("\n".join(kept)[:_LOOKED_AT]):
        return Reply(_joined(whole))
    unsigned = kept if kind is Kind.FORWARD else _above_signature(kept)
    final = _without_tail(_without_last_quote(unsigned) if is_answer else unsigned)
    if not _has_words("\n".join(final)):
        return Reply(_joined(whole))
    if not because and any(map(_is_marked, lines)):
        because = "quoted part of the page"
    if not because and len(_joined(final)) < len(_joined(whole)):
        because = "quoted lines or signature at the end"
    return Reply(_joined(final), because)


def _with_quotes(marked: str) -> list[str]:
    """The lines of a page; those that its mail program marked as quoted begin with that mark, and old mail below the last mark is gone."""
    depth, lines, has_words = 0, [""], False
    for piece in re.split(f"([{html.QUOTE}{html.UNQUOTE}{html.HISTORY}])", marked):
        if piece == html.HISTORY:
            if has_words and not depth:
                break
        elif piece in (html.QUOTE, html.UNQUOTE):
            depth = depth + 1 if piece == html.QUOTE else max(0, depth - 1)
            lines.append("")
        else:
            first, *more = piece.split("\n")
            lines[-1] += first
            lines += more
            lines[-len(more) - 1 :] = [f"{html.QUOTE}{line}" for line in lines[-len(more) - 1 :]] if depth else lines[-len(more) - 1 :]
            has_words = has_words or (not depth and _has_words(piece))
    return [line.rstrip() for line in lines]


def _is_marked(line: str) -> bool:
    return line.startswith(html.QUOTE)


@dataclass(frozen=True, slots=True)
class _Labels:
    """Of each line the header that it spells, whether an address stands in it, and behind a header a time of day.

    Read once, for each line that begins like a block looks at a dozen.
    """

    kinds: list[str]
    addressed: list[bool]
    timed: list[bool]

    @classmethod
    def of(cls, seen: list[str]) -> "_Labels":
        kinds = [phrases.header_label(line) for line in seen]
        timed = [bool(kind) and phrases.has_time(line) for kind, line in zip(kinds, seen, strict=True)]
        return cls(kinds, ["@" in line for line in seen], timed)


def _own_lines(lines: list[str], seen: list[str]) -> tuple[list[str], str]:
    """Walk down the lines; history without `>` ends the walk, but a mail that begins with it is kept as it came."""
    kept: list[str] = []
    labels = _Labels.of(seen)
    at, because, has_words, is_quoting = 0, "", False, False
    while at < len(lines):
        if phrases.is_forward_mark(seen[at]) and not (is_quoting and _is_quoted(seen[at])):
            return kept + _unmarked(lines[at:]), because
        history = _history_at(seen, labels, at)
        if history is None:
            if not _is_marked(lines[at]) and not (is_quoting and (_is_quoted(seen[at]) or _is_link_rest(seen, at))):
                kept.append(lines[at])
                has_words = has_words or _has_words(seen[at])
            at += 1
            continue
        kept.extend(filter(None, (history.before,)))
        is_quoting = history.is_attribution and _is_quoted_next(seen, history.end)
        if not is_quoting and (has_words or history.before):
            return kept, history.because
        if not history.is_attribution:
            return (kept + _unmarked(lines[at:]), because)
        because, at = history.because, history.end
    return kept, because


def _unmarked(lines: list[str]) -> list[str]:
    return [line.removeprefix(html.QUOTE) for line in lines]


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


def _history_at(seen: list[str], labels: _Labels, at: int) -> _History | None:
    line = seen[at]
    if len(line) < _SHORTEST_HEADING or _is_quoted(line):
        return None
    if phrases.is_reply_marker(line):
        return _History(at + 1, "reply marker")
    if phrases.is_separator(line) and not (at and seen[at - 1].endswith(":")):
        return _History(at + 1, "separator line")
    if labels.kinds[at] and _is_header_block(seen, labels, at):
        return _History(at + 1, "header block")
    return _attribution_at(seen, at)


def _attribution_at(seen: list[str], at: int) -> _History | None:
    """`On … X wrote:` on up to four lines, told by its verb, its end, and a date or address in it."""
    if not phrases.may_start_attribution(seen[at]):
        return None
    joined = ""
    for number, more in enumerate(_paragraph(seen, at), 1):
        joined = f"{joined} {more}".strip()
        if _is_attribution(seen, at, at + number, joined) and not _begins_later(seen, at, at + number):
            return _History(at + number, "attribution line", True, phrases.before_attribution(seen[at]))
    return None


def _is_attribution(seen: list[str], at: int, end: int, joined: str) -> bool:
    """Below it stand quoted lines; or it says so much, at the head of a paragraph, that no person writes it by hand."""
    if _is_quoted_next(seen, end):
        return phrases.is_attribution(joined) or phrases.is_bare_attribution(joined)
    is_head = at == 0 or not seen[at - 1]
    return phrases.is_attribution(joined) and phrases.stands_alone(joined, is_head=is_head)


def _begins_later(seen: list[str], at: int, end: int) -> bool:
    """Whether the first lines are the writer's own, with no empty line between them and the heading."""
    for start in range(at + 1, end):
        joined = " ".join(seen[start:end])
        if phrases.may_start_attribution(seen[start]) and phrases.is_attribution(joined) and phrases.says_when(joined):
            return not phrases.says_when(" ".join(seen[at:start])) or seen[start - 1].endswith(("!", "?", "."))
    return False


def _paragraph(lines: list[str], at: int) -> Iterator[str]:
    is_in_angles = False
    for line in lines[at : at + _WRAPPED_OVER]:
        if not line or (_is_quoted(line) and not is_in_angles):
            return
        yield line
        is_in_angles = line.rfind("<") > line.rfind(">")


def _is_header_block(seen: list[str], labels: _Labels, at: int) -> bool:
    """From/Sent/To/Subject lines close together, as Outlook puts above what it quotes."""
    furthest = at + _HEADER_LINES
    if True not in labels.timed[at:furthest] and True not in labels.addressed[at:furthest]:
        return False
    end = at + sum(1 for _ in _until_gap(seen[at:furthest]))
    return phrases.is_header_set(
        set(labels.kinds[at:end]), has_address=True in labels.addressed[at:end], has_time=True in labels.timed[at:end]
    )


def _until_gap(near: list[str]) -> Iterator[str]:
    blank = 0
    for line in near:
        blank = blank + 1 if not line.strip() else 0
        if blank > 1:
            return
        yield line


def _is_quoted(line: str) -> bool:
    return line.lstrip()[:1] in (">", html.QUOTE) and not line.lstrip().startswith(">>> >>>")


def _is_quoted_next(lines: list[str], at: int) -> bool:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at < len(lines) and _is_quoted(lines[at])


def _is_link_rest(lines: list[str], at: int) -> bool:
    """A piece of a link that wrapping pushed out of the quote."""
    between = 0 < at < len(lines) - 1 and _is_quoted(lines[at - 1]) and _is_quoted(lines[at + 1])
    return between and _LINK_REST.fullmatch(lines[at].strip()[:_LOOKED_AT]) is not None


def _without_last_quote(kept: list[str]) -> list[str]:
    """Quoted lines at the very end answer nothing; they go when something stands above them that does not announce them."""
    end = len(kept)
    while end and (not kept[end - 1].strip() or _is_quoted(kept[end - 1])):
        end -= 1
    is_announced = end > 0 and kept[end - 1].endswith(":")
    is_own = is_announced or all(map(_MEASURE.match, filter(None, kept[end:])))
    return kept if is_own or not _has_words("\n".join(kept[:end])) else kept[:end]


def _above_signature(lines: list[str]) -> list[str]:
    return lines[: next((number for number in range(1, len(lines)) if _is_signature_at(lines, number)), len(lines))]


def _is_signature_at(lines: list[str], at: int) -> bool:
    if not endings.is_signature_mark(lines[at]):
        return False
    below = [line for line in lines[at + 1 : at + 40] if line.strip()]
    return len(below) <= endings.LONGEST_SIGNATURE and endings.is_signature("\n".join(lines[at + 1 :]))


def _without_tail(lines: list[str]) -> list[str]:
    """Drop `Sent from my phone`, rules and blank lines from the end."""
    end = len(lines)
    while end and endings.is_tail(lines[end - 1][:_LOOKED_AT]):
        end -= 1
    return lines[:end]


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip()


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
