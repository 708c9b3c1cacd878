"""Every message about a desk.yaml, each provoked by one changed line."""

from pathlib import Path

import pytest

from tests.desk.samples import SMALL, changed, reading

TABLE = (Path(__file__).parent / "messages.txt").read_text("utf-8")
CASES = [block.split("\n") for block in TABLE.strip().split("\n\n") if not block.startswith("#")]


@pytest.mark.parametrize(("change", "message"), CASES)
def test_what_is_wrong_is_named_by_line_and_field_and_nothing_else_is(change: str, message: str) -> None:
    line, _, text = change.partition(" ")
    found = reading(changed(int(line), text.replace("⏎", "\n")))
    assert (*found.errors, *found.warnings) == (message,)


GERMAN_TOO = SMALL.replace("[fi, sv]", "[fi, sv, de]")


def test_a_language_that_nobody_can_be_asked_in_is_a_fault() -> None:
    assert reading(GERMAN_TOO).errors == ("desk.yaml:33: survey.questions: there is no question in de, one of the desk's languages",)


def test_a_language_that_lacks_texts_is_warned_of() -> None:
    (warning,) = reading(GERMAN_TOO.replace("active: true", "active: false")).warnings
    assert warning.startswith("desk.yaml:1: warning: desk.languages[2]: de lacks the texts reply_footer, acknowledgement_subject, ")
    assert warning.endswith(" more: fi or English is used there")


def test_all_faults_are_reported_at_once_in_the_order_of_lines() -> None:
    broken = SMALL.replace("group: Shop}", "group: Shup}").replace("Europe/Helsinki", "Helsinki").replace("80%", "180%")
    assert [message.partition(": ")[0] for message in reading(broken).errors] == ["desk.yaml:3", "desk.yaml:15", "desk.yaml:21"]


def test_the_small_desk_itself_has_nothing_wrong() -> None:
    assert reading(SMALL).errors == reading(SMALL).warnings == ()


@pytest.mark.parametrize("source", ["", "# nothing\n"])
def test_an_empty_file_is_named_as_such(source: str) -> None:
    assert reading(source).errors == ("desk.yaml:1: the file is empty",)


def test_a_language_code_is_not_taken_for_a_false() -> None:
    found = reading(SMALL.replace("[fi, sv]", "[fi, no]").replace("survey: {active: true, delay: 1h}", "survey: {}"))
    assert found.desk is not None
    assert found.desk.languages == ("fi", "no")


def test_one_number_takes_texts_and_calls_and_one_page_messages_and_comments() -> None:
    one, first = "+358401234567", "- {channel: email, address: a@k.example}"
    more = "".join(f"\n  - {{channel: {name}, address: '{one}'}}" for name in ("twilio_sms", "twilio_voice", "phone"))
    assert reading(changed(3, first + more)).errors == ()
    twice = reading(changed(3, f"{first}{more}\n  - {{channel: phone, address: '{one}'}}")).errors
    assert twice == (f'desk.yaml:7: channels[4].address: "{one}" is given already in line 6',)
