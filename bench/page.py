"""`python -m bench.page`: writes the tables of docs/bench.md anew from build/bench.json."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from bench.lines import Line
from bench.report import Rows, operations, others

OUT = Path(__file__).parents[1] / "build" / "bench.json"
PAGE = Path(__file__).parents[1] / "docs" / "bench.md"
BLOCK = "<!-- {name}: python -m bench.page -->\n\n{rows}\n\n<!-- end -->"
# Which modules a handler imports is for whoever works on it, and changes with each change.
LEFT_OUT = ("modules", "forbidden modules")


def read(source: str) -> list[Line]:
    """The lines of a bench.json."""
    return [Line(row["name"], row["measure"], row["value"], row["budget"]) for row in json.loads(source)]


def written(page: str, lines: Sequence[Line]) -> str:
    """The page with both tables anew."""
    shown = [line for line in lines if line.measure not in LEFT_OUT]
    return _block(_block(page, "operations", operations(lines)), "the desk", others(shown))


def _block(page: str, name: str, rows: Rows) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    fresh = BLOCK.format(name=name, rows="\n".join([head, "|---" * len(rows[0]) + "|", *body]))
    old = re.compile(re.escape(BLOCK.partition("\n")[0].format(name=name)) + ".*?<!-- end -->", re.DOTALL)
    return old.sub(lambda _: fresh, page)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8"), read(OUT.read_text("utf-8"))))
