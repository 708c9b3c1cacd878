"""Text as words, and the patterns that rules and reasons look for in it: words, word starts and phrases."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from chalicelib.values import dataclass

READ_AT_MOST = 50_000
BREAK = ""
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
# Mail programs put these inside words to say where a line may break; nobody sees them.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words in order, each word once, and those sorted, so that a word start is found by bisection."""

    tokens: tuple[str, ...] = ()
    distinct: frozenset[str] = frozenset()
    ordered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a pattern, whole or as the start of a word."""

    text: str
    start: bool = False

    def meets(self, token: str) -> bool:
        return token.startswith(self.text) if self.start else token == self.text


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for: parts that follow each other in the text; `whole` are the ones without a star."""

    parts: tuple[Part, ...]
    whole: frozenset[str]


def words_of(*texts: str) -> Words:
    """The words of the first 50,000 characters of each text; no phrase reaches from one text into the next."""
    tokens: list[str] = []
    for text in texts:
        tokens += [*_tokens(text[:READ_AT_MOST]), BREAK]
    distinct = frozenset(tokens) - {BREAK}
    return Words(tuple(tokens), distinct, tuple(sorted(distinct)))


@lru_cache(maxsize=4096)
def pattern(written: str) -> Pattern:
    """A pattern as configured: "lasku*" a word start, "missä paketti*" a phrase; without any word in it, it meets nothing."""
    parts: list[Part] = []
    for piece in written.split():
        tokens = _tokens(piece)
        parts += [Part(token) for token in tokens[:-1]]
        parts += [Part(token, start=piece.endswith("*")) for token in tokens[-1:]]
    return Pattern(tuple(parts), frozenset(part.text for part in parts if not part.start))


def fault_of(written: str) -> str:
    """What is wrong with a pattern, for whoever wrote it; "" if nothing."""
    if not pattern(written).parts:
        return f'"{written}" has no word to look for'
    if any("*" in piece[:-1] for piece in written.split()):
        return f'"{written}": a star may only end a word'
    return ""


def find(written: str, words: Words) -> str:
    """The words that the pattern meets first, "" if it meets none."""
    wanted = pattern(written)
    if not wanted.parts or not wanted.whole <= words.distinct:
        return ""
    if len(wanted.parts) == 1:
        return _single(wanted.parts[0], words)
    return _phrase(wanted.parts, words)


def found_in(patterns: Iterable[str], words: Words) -> tuple[tuple[str, str], ...]:
    """Each pattern that meets something, with what it met."""
    met = ((written, find(written, words)) for written in dict.fromkeys(patterns))
    return tuple((written, text) for written, text in met if text)


def covers(wide: str, narrow: str) -> bool:
    """Whether every text that `narrow` meets is surely met by `wide` too."""
    outer, inner = pattern(wide).parts, pattern(narrow).parts
    if not outer:
        return False
    places = range(len(inner) - len(outer) + 1)
    return any(all(_part_covers(part, inner[at + step]) for step, part in enumerate(outer)) for at in places)


def same(text: str) -> str:
    """The form in which texts are compared: without invisible characters, case and compatibility forms; accents stay."""
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def _tokens(text: str) -> list[str]:
    return _WORD.findall(same(text))


def _single(part: Part, words: Words) -> str:
    if not part.start:
        return part.text
    at = bisect_left(words.ordered, part.text)
    return words.ordered[at] if at < len(words.ordered) and part.meets(words.ordered[at]) else ""


def _phrase(parts: tuple[Part, ...], words: Words) -> str:
    if not all(_single(part, words) for part in parts):
        return ""
    size = len(parts)
    runs = (words.tokens[at : at + size] for at in range(len(words.tokens) - size + 1))
    met = (run for run in runs if all(part.meets(token) for part, token in zip(parts, run, strict=True)))
    return " ".join(next(met, ()))


def _part_covers(outer: Part, inner: Part) -> bool:
    return inner.text.startswith(outer.text) if outer.start else not inner.start and outer.text == inner.text
