"""The demonstration's story is whole, and what it prints can be read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.channels.email.language import detect
from chalicelib.tickets.thanks import is_thanks
from infra.demo.checks import Checks, verdict, write
from infra.demo.doors import Letter, chosen_on, language_of
from infra.demo.playing import ACTS
from infra.demo.script import LANGUAGES, Chat, Contact, Leave, Mail, Rate, Reply, Resolve, Thanks, Writes, cast_of
from infra.demo.story import CAST, SCENES
from infra.demo.telling import Row, Telling, promise, table

STEPS = tuple(step for scene in SCENES for step in scene.steps)
ROW = Row(7, "Aino Aho", "fi", "email", "Service", "Aki Aalto", promised=60, answered=3, resolved=True, score=5)


def first_words(contact: Contact) -> str:
    for step in STEPS:
        if isinstance(step, Mail) and step.who == contact.key:
            return f"{step.subject}\n{step.text}"
        if isinstance(step, Chat) and contact.key in dict(step.texts):
            return dict(step.texts)[contact.key]
    raise AssertionError(f"{contact.name} never writes")


def last_words(lines: list[str]) -> list[str]:
    return [line.split()[-1] for line in lines if line.strip()]


def test_everybody_of_the_cast_plays_in_exactly_one_scene() -> None:
    assert sorted(who for scene in SCENES for who in cast_of(scene)) == sorted(contact.key for contact in CAST)


def test_a_dozen_contacts_in_three_languages_over_two_channels() -> None:
    assert len(CAST) == 12
    assert {contact.language for contact in CAST} == {"fi", "sv", "en"}
    assert {contact.channel for contact in CAST} == {"email", "whatsapp"}


def test_surveys_are_answered_in_every_language() -> None:
    rated = {step.who for step in STEPS if isinstance(step, Rate)}
    assert {contact.language for contact in CAST if contact.key in rated} == {"fi", "sv", "en"}


@pytest.mark.parametrize("contact", CAST, ids=lambda contact: contact.key)
def test_every_contact_has_an_outcome_that_its_steps_lead_to(contact: Contact) -> None:
    mine = [step for step in STEPS if not isinstance(step, Chat) and step.who == contact.key]
    ratings = [step.final for step in mine if isinstance(step, Rate)]
    left = [step for step in mine if isinstance(step, Leave)]
    assert ratings == ([contact.outcome.score] if contact.outcome.score else [])
    assert len(ratings) + len(left) == 1
    assert {Reply, Resolve} <= {type(step) for step in mine}


@pytest.mark.parametrize("contact", CAST, ids=lambda contact: contact.key)
def test_every_contact_writes_in_a_language_that_the_desk_is_sure_of(contact: Contact) -> None:
    found = detect(first_words(contact), LANGUAGES)
    assert (found.language, found.confidence >= 0.6) == (contact.language, True)


def test_only_the_thank_you_is_one() -> None:
    thanks = [step.text for step in STEPS if isinstance(step, Thanks)]
    others = [step.text for step in STEPS if isinstance(step, Writes)]
    assert [is_thanks(text) for text in (*thanks, *others)] == [True] * len(thanks) + [False] * len(others)


def test_every_kind_of_step_can_be_played() -> None:
    assert {type(step) for step in STEPS} == set(ACTS)


def test_the_closing_table_has_a_line_for_each_contact_in_the_order_of_tickets() -> None:
    lines = table([replace(ROW, ticket=12, customer="Björn", score=None), ROW])
    assert [line.split()[0] for line in lines[2:]] == ["#7", "#12"]
    assert lines[2] == "#7      Aino Aho  fi        email    Service  Aki Aalto  3 s of 60 s     yes       5 very good"
    assert lines[3].endswith("not answered")


@pytest.mark.parametrize(
    ("promised", "answered", "told"),
    [
        (60, 3, "3 s of 60 s"),
        (10, 10, "10 s of 10 s"),
        (10, 14, "LATE: 14 s of 10 s"),
        (10, None, "NONE of 10 s"),
        (None, 3, "not promised"),
    ],
)
def test_the_first_response_is_told_against_its_promise(promised: int | None, answered: int | None, told: str) -> None:
    assert promise(replace(ROW, promised=promised, answered=answered)) == told


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


def test_long_lines_are_wrapped_under_themselves() -> None:
    told = Telling(colour=False, width=60).line("Aino", "agent", "Aki Aalto 0/10 shares the least load and has waited longest for a ticket")
    assert all(len(line) <= 60 for line in told.splitlines())
    assert told.splitlines()[1].startswith(" " * 28)


def test_a_check_that_fails_is_counted_and_says_what_was_seen(tmp_path: Path) -> None:
    checks = Checks()
    checks.add("one ticket", ok=True)
    checks.add("in time", ok=False, detail="14 s of 10 s")
    assert verdict(checks.all) == "2 checks, 1 failed"
    write(tmp_path / "build" / "demo.json", [ROW], checks.all)
    result = json.loads((tmp_path / "build" / "demo.json").read_text())
    assert result["contacts"] == 1
    assert result["tickets"][0]["customer"] == "Aino Aho"
    assert result["checks"][1] == {"name": "in time", "ok": False, "detail": "14 s of 10 s"}


def test_letters_and_pages_are_read_as_their_readers_do() -> None:
    letter = Letter(
        "m1", "Answer here: http://127.0.0.1:8600/survey/e30.mac_-1?score=4", headers={"reply-to": "Polku <t7.abc@desk.polku.example>"}
    )
    page = '<html lang="sv"><input type="radio" name="score" id="score4" value="4" required checked>'
    assert (letter.survey_link, letter.reply_to) == ("http://127.0.0.1:8600/survey/e30.mac_-1", "t7.abc@desk.polku.example")
    assert (chosen_on(page), language_of(page)) == (4, "sv")
