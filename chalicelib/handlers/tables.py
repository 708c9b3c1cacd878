"""Lists as tables: CSV (RFC 4180) for whoever asks for it, which no spreadsheet takes for formulas, whatever separator it guesses."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.codec import to_json
from chalicelib.handlers.answer import CSV_TYPE, JSON_TYPE, choices

# By this Excel knows that it reads UTF-8.
MARK = "\ufeff"
# What begins a formula in Excel, LibreOffice or Google Sheets, or a command by DDE (OWASP, CSV Injection).
DANGEROUS = frozenset("=+-@|")
SEPARATORS = frozenset(",;\t")
UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Zs"))
HARMLESS = re.compile(r"[^=+\-@|]*", re.ASCII)
NUMBER = re.compile(r"[+-][0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)
Row = Mapping[str, Any]


def prefers_csv(accept: str) -> bool:
    """Whether the header asks for CSV by name and before JSON: by q-values (RFC 9110, 12.5.1), of equals the one named first."""
    asked: dict[str, tuple[float, int]] = {}
    for place, (kind, weight) in enumerate(choices(accept)):
        asked.setdefault(kind, (weight, -place))
    mine = asked.get(CSV_TYPE, (0.0, 0))
    theirs = asked.get(JSON_TYPE)
    general = next((asked[kind][0] for kind in ("application/*", "*/*") if kind in asked), 0.0)
    return mine[0] > 0 and (mine > theirs if theirs else mine[0] >= general)


def table(rows: Iterable[Any]) -> str:
    """The rows under the names of all their keys, in the order in which they first come; what is no object stands under `value`.

    Numbers stay numbers; a text that a spreadsheet would calculate has an apostrophe before it.
    """
    found: list[Row] = [row if isinstance(row, Mapping) else {"value": row} for row in rows]
    columns = list(dict.fromkeys(name for row in found for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    if columns:
        writer.writerow(_line(columns))
        writer.writerows(_line([row.get(name) for name in columns]) for row in found)
    return MARK + text.getvalue()


def _line(values: Sequence[Any]) -> list[str]:
    """In a line that is cut at other separators, a number at its beginning is not a number any more."""
    return [_cell(value, is_first=not place) for place, value in enumerate(values)]


def _cell(value: Any, *, is_first: bool) -> str:
    text = _text(value)
    return text if not is_first and NUMBER.fullmatch(text) else _defused(text)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
    return to_json(value).decode()


def _defused(text: str) -> str:
    """Control characters become blanks; an apostrophe goes before what would be calculated where a cell may begin."""
    plain = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    if plain.isascii() and HARMLESS.fullmatch(plain):
        return plain
    told: list[str] = []
    exposed = True
    for letter in plain:
        folded = unicodedata.normalize("NFKC", letter).lstrip()
        told.append(f"'{letter}" if exposed and folded[:1] in DANGEROUS else letter)
        exposed = letter in SEPARATORS or (exposed and _is_passed_over(letter, folded))
    return "".join(told)


def _is_passed_over(letter: str, folded: str) -> bool:
    return not folded or letter == '"' or unicodedata.category(letter) in UNSEEN or unicodedata.combining(folded[0]) > 0
