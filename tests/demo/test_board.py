"""The live view: what the API tells becomes a picture, and a picture is drawn as somebody at a terminal reads it."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from infra.demo.board import Counts, Hand, Heard, Line, Picture, Turn, closing_table, draw
from infra.demo.showing import save_svg
from infra.demo.telling import Kept, Row
from infra.demo.watching import lines, turn

NOW = datetime(2026, 12, 1, 8, 1, tzinfo=UTC)
COUNTS = Counts(61, 3, 45, 3, 5, 40, 0)
HANDS = (Hand("Ville Virta", 2, 2), Hand("Oskari Oja", 0, 10, there=False))
TURNS = (
    Turn(3, "Lotta Lind", "Billing", "", "open", 150, 180),
    Turn(2, "Ilari Into", "Service", "Sara Salo", "open", -4, 30),
    Turn(1, "Aino Aho", "Service", "Aki Aalto", "resolved", None, 0),
)
PICTURE = Picture(COUNTS, (Line("Billing", 1, HANDS),), TURNS, (Heard(12.3, "Aino", "reply", "Aki Aalto: “Hei”"),))
ROW = Row(1, "Ilari Into", "Finnish", "mail", "Service", "Sara Salo", Kept(30, 34), Kept(600, 35), 2, "0.000712345678")


def drawn(picture: Picture, height: int = 40, *, colour: bool = False) -> list[str]:
    console = Console(width=120, file=io.StringIO(), force_terminal=colour, color_system="standard" if colour else None)
    with console.capture() as captured:
        console.print(draw(picture, height))
    return captured.get().splitlines()


def words(line: str) -> str:
    return " ".join(line.replace("│", " ").split())


def line_with(word: str, lines: list[str]) -> str:
    return next(line for line in lines if word in line)


def test_the_head_counts_contacts_tickets_messages_and_checks() -> None:
    assert words(drawn(PICTURE)[0]) == "Vuoro, a working day 61 s contacts 3/45 tickets 3 messages out 5 checks passed 40"


def test_a_failed_check_is_told_in_the_head() -> None:
    assert words(drawn(Picture(Counts(61, 3, 45, 3, 5, 40, 2)))[0]).endswith("checks passed 40 failed 2")


def test_teams_show_who_waits_and_what_everybody_carries_beside_the_newest_tickets() -> None:
    shown = [words(line) for line in drawn(PICTURE)[2:5]]
    assert shown == [
        "Billing 1 waiting #3 Lotta Lind Billing waits 150 s left",
        "Ville Virta ████████ 2/2 #2 Ilari Into Service Sara Salo 4 s late",
        "Oskari Oja ░░░░░░░░ off 0/10 #1 Aino Aho Service Aki Aalto resolved",
    ]


def test_what_happens_is_told_with_its_second() -> None:
    assert words(line_with("reply", drawn(PICTURE))) == "12.3 Aino reply Aki Aalto: “Hei”"


def test_what_is_long_is_cut_and_never_its_second_or_its_name() -> None:
    shown = words(line_with("waits", drawn(Picture(COUNTS, stream=(Heard(100.5, "WhatsApp-Pirkko", "waits", "nobody is free " * 20),)))))
    assert shown.startswith("100.5 WhatsApp-Pirkko waits nobody is free nobody")
    assert shown.endswith("…")


@pytest.mark.parametrize(("left", "colour"), [(150, "32"), (90, "33"), (1, "33"), (-1, "1;31")])
def test_a_promise_that_runs_down_is_green_then_yellow_then_red(left: int, colour: str) -> None:
    told = "1 s late" if left < 0 else f"{left} s left"
    picture = Picture(COUNTS, turns=(Turn(3, "Lotta Lind", "Billing", "Ville Virta", "open", left, 180),))
    assert f"\x1b[{colour}m{told}" in line_with("s l", drawn(picture, colour=True))


def test_a_low_terminal_gets_a_shorter_stream() -> None:
    stream = tuple(Heard(float(second), "Aino", "reply", "Hei") for second in range(30))
    tall, low = (drawn(Picture(COUNTS, stream=stream), height) for height in (60, 27))
    assert [sum("reply" in line for line in shown) for shown in (tall, low)] == [14, 6]


def test_a_row_of_the_ticket_list_becomes_a_turn_whose_promise_runs_until_the_answer() -> None:
    row: dict[str, Any] = {
        "id": 3, "requester": {"name": "Aino"}, "group_id": 1, "responder_id": 2, "status": 2, "status_name": "Open",
        "created_at": "2026-12-01T08:00:00Z", "fr_due_by": "2026-12-01T08:03:00Z", "stats": {"first_responded_at": None},
    }  # fmt: skip
    assert turn(row, {1: "Service"}, {2: "Aki"}, NOW) == Turn(3, "Aino", "Service", "Aki", "open", 120, 180)
    late = turn(row, {1: "Service"}, {2: "Aki"}, NOW + timedelta(minutes=5))
    assert late.left == -180
    answered = {**row, "responder_id": None, "stats": {"first_responded_at": "2026-12-01T08:00:30Z"}}
    assert turn(answered, {1: "Service"}, {}, NOW) == Turn(3, "Aino", "Service", "", "answered", None, 0)


def test_a_line_has_those_who_take_tickets_and_counts_those_who_wait() -> None:
    agents = [agent("Ville", 2, 2, [1]), agent("Lead", 0, 0, [1]), agent("Aki", 1, 10, [2])]
    tickets = [{"group_id": 1, "responder_id": owner, "status": status} for owner, status in ((None, 2), (None, 4), (7, 2))]
    assert lines(agents, tickets, {1: "Billing", 2: "Service"}) == (
        Line("Billing", 1, (Hand("Ville", 2, 2),)),
        Line("Service", 0, (Hand("Aki", 1, 10),)),
    )


def agent(name: str, load: int, cap: int, groups: list[int]) -> dict[str, Any]:
    return {"contact": {"name": name}, "load": load, "cap": cap, "group_ids": groups, "available": True}


def test_the_closing_table_marks_what_was_late() -> None:
    console = Console(width=140, file=io.StringIO(), force_terminal=True, color_system="standard")
    with console.capture() as captured:
        console.print(closing_table([ROW]))
    assert "\x1b[31mLATE: 34 s of 30 s\x1b[0m" in captured.get()


def test_a_moment_and_the_table_are_saved_as_one_picture(tmp_path: Path) -> None:
    save_svg(tmp_path / "docs" / "demo.svg", PICTURE, [ROW])
    saved = (tmp_path / "docs" / "demo.svg").read_text().replace("&#160;", " ")
    assert saved.startswith("<svg")
    assert ["Lotta Lind" in saved, "LATE: 34 s of 30 s" in saved, "0.000712" in saved] == [True] * 3
