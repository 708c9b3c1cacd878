"""Long texts in parts that a channel carries: cut where a reader would pause."""

import re
import unicodedata

# Where a text may be cut, best first, and how much of a part must stand before such a place for it to count.
ENDS = ((re.compile(r"\n\s*\n"), 0.5), (re.compile(r"\n"), 0.5), (re.compile(r"(?<=[.!?…])\s"), 0.4), (re.compile(r"\s"), 0.0))
JOINERS = "\u200d\ufe0e\ufe0f"


def parts(text: str, longest: int, *, in_bytes: bool = False) -> tuple[str, ...]:
    """`text` in parts of at most `longest` characters, or bytes of UTF-8, nothing lost but the space where it was cut."""
    found, rest = [], text.strip()
    while (most := _fitting(rest, longest) if in_bytes else longest) < len(rest):
        cut = _cut(rest, most)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return (*found, rest) if rest else tuple(found)


def _fitting(text: str, longest: int) -> int:
    """How many characters fit into so many bytes."""
    return max(1, len(text.encode("utf-8", "replace")[:longest].decode("utf-8", "ignore")))


def _cut(text: str, longest: int) -> int:
    head = text[: longest + 1]
    for pattern, least in ENDS:
        places = [match.start() for match in pattern.finditer(head) if match.start() > longest * least]
        if places:
            return places[-1]
    return _whole_sign(text, longest)


def _whole_sign(text: str, cut: int) -> int:
    """Never between a letter and its accent, or inside a joined emoji, unless the text is nothing else."""
    place = cut
    while place > 1 and (unicodedata.combining(text[place]) or text[place] in JOINERS or text[place - 1] == JOINERS[0]):
        place -= 1
    return place if place > 1 else cut
