"""Mails that people passed on, from beside the project: whether one is, who wrote it, about what, and in which words."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels.email import forwards
from chalicelib.channels.email.forwards import Forwarded

FOLDER = Path(__file__).parents[3] / "shared" / "corpora" / "mail" / "email_forward_parser"

pytestmark = pytest.mark.corpora
if not FOLDER.is_dir():
    warnings.warn(f"No forwarded mails at {FOLDER}: mail that agents pass on is NOT tested", stacklevel=1)
    pytest.skip(f"no forwarded mails at {FOLDER}", allow_module_level=True)

ROWS = [json.loads(line) for line in (FOLDER / "expected.jsonl").read_text().splitlines()]
READ = [(row, forwards.read((FOLDER / row["file"]).read_text("utf-8"), row.get("mail_subject", ""))) for row in ROWS]


def flat(text: str) -> str:
    return " ".join(text.split())


MEASURES: list[tuple[str, str, Callable[[Any, Forwarded], bool]]] = [
    ("who wrote", "forwarded_from_address", lambda stated, got: got.sender.identity == stated),
    ("by which name", "forwarded_from_name", lambda stated, got: flat(got.sender.name) == flat(stated)),
    ("about what", "forwarded_subject", lambda stated, got: flat(got.subject) == flat(stated)),
    ("in which words", "forwarded_body", lambda stated, got: flat(got.text) == flat(stated)),
    ("to whom", "forwarded_to", lambda stated, got: {box.identity for box in got.to} >= set(stated)),
]


def test_a_forward_is_told_from_a_reply() -> None:
    right = sum((found is not None) == row["is_forward"] for row, found in READ)
    wrongly = [row["file"] for row, found in READ if found and not row["is_forward"]]
    print(f"\nforwarded or not: {right} of {len(READ)} ({right / len(READ):.1%})")
    assert (right >= 0.95 * len(READ), wrongly) == (True, [])


@pytest.mark.parametrize(("name", "stated", "agrees"), MEASURES, ids=[name for name, *_ in MEASURES])
def test_what_is_passed_on_is_read_as_stated(name: str, stated: str, agrees: Callable[[Any, Forwarded], bool]) -> None:
    wanted = [(row[stated], found) for row, found in READ if row["is_forward"] and row.get(stated)]
    right = sum(found is not None and agrees(value, found) for value, found in wanted)
    print(f"\nforwarded, {name}: {right} of {len(wanted)} ({right / len(wanted):.1%})")
    assert right >= 0.95 * len(wanted)
