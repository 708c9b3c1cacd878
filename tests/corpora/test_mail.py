"""Real mails and what their sources say of them, read from beside the project; nothing of them is copied here.

A class is measured, not a file: each floor stands a little under what was reached, and `-s` prints the figures.
"""

import json
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels.email import html, quotes
from chalicelib.channels.message import Automatic
from infra.inspect import described
from tests.channels.email.mails import read

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
MAIL, ATTACKS = CORPORA / "mail", CORPORA / "attacks"

pytestmark = pytest.mark.corpora
if not MAIL.is_dir():
    warnings.warn(f"No mail corpora at {MAIL}: real mails are NOT tested", stacklevel=1)
    pytest.skip(f"no mail corpora at {MAIL}", allow_module_level=True)

Row = dict[str, Any]
NOT_A_MAIL = ("text body", "html body", "body")


@cache
def rows() -> tuple[Row, ...]:
    """Every row that states something of a whole mail, with our own reading of it under `got`."""
    found = []
    for path in sorted(MAIL.glob("*/expected.jsonl")):
        stated = [json.loads(line) for line in path.read_text().splitlines()]
        mails = [row for row in stated if row.get("kind") not in NOT_A_MAIL and (path.parent / row["file"]).is_file()]
        found += [row | {"got": described((path.parent / row["file"]).read_bytes(), f"{path.parent.name}/{row['file']}")} for row in mails]
    return tuple(found)


def bodies(source: str, kind: str) -> Iterable[tuple[str, Row]]:
    for line in (MAIL / source / "expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row.get("kind") == kind:
            yield (MAIL / source / row["file"]).read_bytes().decode("utf-8", "replace"), row


def flat(text: str) -> str:
    return " ".join(text.split())


def dense(text: str) -> str:
    """Without white space: the sources put some where an element of the page ends and some not."""
    return "".join(text.split())


def share(name: str, results: Iterable[bool]) -> float:
    counts = Counter(results)
    reached = counts[True] / max(1, counts.total())
    print(f"\n{name}: {counts[True]} of {counts.total()} ({reached:.1%})", file=sys.stdout)
    return reached


def says_all(row: Row) -> bool:
    return all(dense(piece) in dense(row["got"]["body_text"]) for piece in row["body_text_contains"])


def has_files(row: Row) -> bool:
    names = {file["name"] for file in row["got"]["attachments"]}
    return all(file["name"] in names for file in row["attachments"] if not file.get("alternative"))


def names_all_failed(row: Row) -> bool:
    return set(map(str.lower, row["failed_recipients"])) <= set(row["got"]["failed_recipients"])


MEASURES: list[tuple[str, Callable[[Row], Any], Callable[[Row], bool], float]] = [
    ("subject", lambda row: "subject" in row, lambda row: flat(row["got"]["subject"]) == flat(row["subject"]), 0.93),
    ("from address", lambda row: row.get("from_address"), lambda row: row["got"]["from_address"] == row["from_address"].lower(), 0.94),
    ("from name", lambda row: "from_name" in row, lambda row: flat(row["got"]["from_name"]) == flat(row["from_name"]), 0.93),
    ("to", lambda row: isinstance(row.get("to"), list), lambda row: row["got"]["to"] == row["to"], 0.93),
    ("message id", lambda row: "message_id" in row, lambda row: row["got"]["message_id"] == row["message_id"].strip("<>"), 1.0),
    ("in reply to", lambda row: "in_reply_to" in row, lambda row: row["got"]["in_reply_to"] == row["in_reply_to"], 1.0),
    ("references", lambda row: "references" in row, lambda row: row["got"]["references"] == row["references"], 1.0),
    ("body", lambda row: row.get("body_text_contains"), says_all, 0.93),
    ("mails with files", lambda row: row.get("attachments"), has_files, 0.91),
    ("bounces", lambda row: row.get("is_bounce") is True, lambda row: row["got"]["is_bounce"], 0.98),
    ("no bounces", lambda row: row.get("is_bounce") is False, lambda row: not row["got"]["is_bounce"], 1.0),
    ("automatic replies", lambda row: row.get("is_auto_reply"), lambda row: row["got"]["is_auto_reply"], 0.95),
    ("complaints", lambda row: row.get("is_complaint"), lambda row: row["got"]["automatic"] == "complaint", 0.9),
    ("failed recipients", lambda row: row.get("failed_recipients"), names_all_failed, 0.7),
]  # fmt: skip


@pytest.mark.parametrize(("name", "states", "agrees", "floor"), MEASURES, ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_source_states_is_what_we_read(name: str, states: Callable[[Row], Any], agrees: Callable[[Row], bool], floor: float) -> None:
    assert share(name, (agrees(row) for row in rows() if states(row))) >= floor


def test_every_mail_is_read() -> None:
    assert len(rows()) > 700
    assert all(json.dumps(row["got"]) for row in rows())


@pytest.mark.parametrize(("source", "floor"), [("email_reply_trimmer", 0.85), ("talon", 0.95), ("email_reply_parser", 0.8)])
def test_replies_are_stripped_and_hardly_a_word_is_lost(source: str, floor: float) -> None:
    pairs = [(quotes.strip(text).text, row["reply_text"]) for text, row in bodies(source, "text body") if "reply_text" in row]
    lost = sum((Counter(wanted.split()) - Counter(found.split())).total() for found, wanted in pairs)
    words = sum(len(wanted.split()) for _, wanted in pairs)
    print(f"\n{source}: {lost} of {words} words lost")
    assert lost <= 0.03 * words
    assert share(f"{source}, exact replies", (flat(found) == flat(wanted) for found, wanted in pairs)) >= floor


def test_replies_in_pages_are_stripped() -> None:
    stated = [(text, row["reply_text_nospace"]) for source in ("talon", "freescout") for text, row in bodies(source, "html body")]
    results = (dense(quotes.strip_html(html.marked_text(text)).text) == dense(wanted) for text, wanted in stated)
    assert share("exact replies in pages", results) >= 0.8


def test_hostile_mails_are_read_at_once() -> None:
    for path in sorted((ATTACKS / "mail").glob("*.eml")):
        started = time.process_time()
        found = read(path.read_bytes())
        assert time.process_time() - started < 1.0
        assert found.automatic is not Automatic.OWN or path.stem in ("L08", "L13"), path.stem
