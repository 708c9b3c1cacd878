"""Reads the worked tables of a document, so that its examples are run as they are printed."""

from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def table(document: str, first_column: str) -> list[dict[str, str]]:
    """The rows of the one table in docs/<document> whose first column has this heading."""
    blocks = [block for block in (DOCS / document).read_text(encoding="utf-8").split("\n\n") if block.lstrip().startswith("|")]
    (lines,) = [block.strip().splitlines() for block in blocks if _cells(block.strip().splitlines()[0])[0] == first_column]
    heading = _cells(lines[0])
    return [dict(zip(heading, _cells(line), strict=True)) for line in lines[2:]]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
