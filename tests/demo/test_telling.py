"""What the demonstration prints can be read: scenes in their order, wrapped lines, the closing table, and the result for programs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from infra.demo.billing import summary
from infra.demo.checks import Checks, verdict, write
from infra.demo.doors import Letter, chosen_on, language_of
from infra.demo.reconcile import Account
from infra.demo.telling import Kept, Row, Telling, table
from infra.local.metered import Rest

ROW = Row(7, "Aino Aho", "Finnish", "mail", "Service", "Aki Aalto", Kept(60, 3), Kept(600, 9), 5, "0.000712345678")


def last_words(lines: list[str]) -> list[str]:
    return [line.split()[-1] for line in lines if line.strip()]


def test_the_closing_table_has_a_line_for_each_contact_in_the_order_of_tickets() -> None:
    lines = table([replace(ROW, ticket=12, customer="Björn", score=None, price=""), ROW])
    assert lines[0].split("  ")[-1] == "price, USD"
    assert lines[2] == "#7      Aino Aho  Finnish   mail     Service  Aki Aalto  3 s of 60 s     9 s of 600 s  5 very good   0.000712"
    assert [line.split()[0] for line in lines[2:]] == ["#7", "#12"]
    assert lines[3].endswith("not answered  NONE")


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (Kept(60, 3), "3 s of 60 s"),
        (Kept(10, 10), "10 s of 10 s"),
        (Kept(10, 14), "LATE: 14 s of 10 s"),
        (Kept(10, None), "NONE of 10 s"),
        (Kept(None, 3), "not promised"),
    ],
)
def test_what_came_is_told_against_what_was_promised(kept: Kept, told: str) -> None:
    assert str(kept) == told


def test_scenes_are_told_one_after_the_other_and_the_first_one_live() -> None:
    put: list[str] = []
    telling = Telling(colour=False, width=100, put=put.append)
    first, second = telling.block("First", ["A"]), telling.block("Second", ["B"])
    second.tell("B", "reply", "early")
    first.tell("A", "reply", "one")
    assert last_words(put) == ["First", "A", "one"]
    second.end()
    first.end()
    assert last_words(put) == ["First", "A", "one", "Second", "B", "early"]


def test_a_listener_hears_what_happens_at_once_whichever_scene_is_told() -> None:
    heard: list[tuple[str, str, str]] = []
    telling = Telling(colour=False, put=lambda line: None)
    telling.listener = lambda *said: heard.append(said)
    telling.block("First", ["A"])
    second = telling.block("Second", ["B"])
    second.tell("B", "reply", "early")
    second.mark("it holds", ok=True, detail="")
    second.mark("it holds not", ok=False, detail="seen")
    assert heard == [("B", "reply", "early"), ("✓", "check", "it holds"), ("✗", "NOT SO", "it holds not – seen")]


def test_long_lines_are_wrapped_under_themselves() -> None:
    told = Telling(colour=False, width=60).line(
        "Aino", "ticket", "Aki Aalto 0/10 shares the least load and has waited longest for a ticket"
    )
    assert all(len(line) <= 60 for line in told.splitlines())
    assert told.splitlines()[1].startswith(" " * 35)


def test_a_check_that_fails_is_counted_and_says_what_was_seen(tmp_path: Path) -> None:
    checks = Checks()
    checks.add("one ticket", ok=True)
    checks.add("in time", ok=False, detail="14 s of 10 s")
    assert verdict(checks.all) == "2 checks, 1 failed"
    write(tmp_path / "build" / "demo.json", [ROW], checks.all)
    result = json.loads((tmp_path / "build" / "demo.json").read_text())
    assert result["contacts"] == 1
    assert result["tickets"] == [
        {
            "ticket": 7, "customer": "Aino Aho", "language": "Finnish", "channel": "mail", "team": "Service", "agent": "Aki Aalto",
            "answer_promised": 60, "answer_took": 3, "solution_promised": 600, "solution_took": 9, "score": 5, "price": "0.000712345678",
        }
    ]  # fmt: skip
    assert result["checks"][1] == {"name": "in time", "ok": False, "detail": "14 s of 10 s"}


def test_the_day_is_summed_up_in_one_sentence() -> None:
    account = Account({1: {"requests": {"sqs:SendMessage": 3}}, 2: {"requests": {"s3:PutObject": 1}}}, Rest(), {"sqs:SendMessage": 6})
    told = summary(account, {1: "0.000500000001", 2: "0.000499999999"})
    assert told == "2 tickets for 0.001000 USD; 4 of 6 requests of AWS are on their bills, the rest is shared"


def test_letters_and_pages_are_read_as_their_readers_do() -> None:
    letter = Letter(
        "m1", "Answer here: http://127.0.0.1:8600/survey/e30.mac_-1?score=4", headers={"reply-to": "Polku <t7.abc@desk.polku.example>"}
    )
    page = '<html lang="sv"><input type="radio" name="score" id="score4" value="4" required checked>'
    assert (letter.survey_link, letter.reply_to) == ("http://127.0.0.1:8600/survey/e30.mac_-1", "t7.abc@desk.polku.example")
    assert (chosen_on(page), language_of(page)) == (4, "sv")
