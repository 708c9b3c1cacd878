"""Configurations come to hold one after another."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.codec import pack
from chalicelib.desk import actions
from chalicelib.desk.reading import desk_of, version_of
from chalicelib.desk.versions import Activation, follow
from chalicelib.errors import BadConfiguration, NotFound, Unavailable
from chalicelib.storage import desk as rows

pytestmark = pytest.mark.usefixtures("desk_table")

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST: dict[str, Any] = {"name": "Kukka Oy"}
SECOND: dict[str, Any] = {"name": "Kukka Oy", "language": "fi"}
V1, V2 = version_of(FIRST), version_of(SECOND)


def test_what_was_activated_last_holds_and_what_held_before_stays_readable() -> None:
    assert actions.activate(FIRST, NOON, "elli") == desk_of(FIRST)
    assert actions.activate(SECOND, NOON + HOUR, "otso") == desk_of(SECOND)
    assert actions.current(NOON + HOUR) == desk_of(SECOND)
    assert actions.version(V1) == desk_of(FIRST)
    assert actions.history() == (Activation(2, V2, NOON + HOUR, "otso", V1), Activation(1, V1, NOON, "elli"))


def test_the_same_content_again_changes_nothing() -> None:
    actions.activate(FIRST, NOON, "elli")
    actions.activate({**FIRST, "close_after": 604_800}, NOON + HOUR, "otso")
    assert actions.history() == (Activation(1, V1, NOON, "elli"),)


def test_going_back_is_an_activation_of_its_own() -> None:
    for hours, document in enumerate((FIRST, SECOND, FIRST)):
        actions.activate(document, NOON + hours * HOUR, "elli")
    assert [(row.version, row.previous) for row in actions.history()] == [(V1, V2), (V2, V1), (V1, "")]
    assert actions.current(NOON + 3 * HOUR).version == V1


@pytest.mark.parametrize(("seconds", "version"), [(0, V1), (59, V1), (60, V2), (-1, V2)])
def test_a_process_follows_within_a_minute(seconds: int, version: str) -> None:
    actions.activate(FIRST, NOON, "elli")
    actions.current(NOON)
    rows.put_document(V2, pack(SECOND))
    rows.point_to(Activation(2, V2, NOON, "another process", V1))
    assert actions.current(NOON + timedelta(seconds=seconds)).version == version


def test_before_the_first_activation_everything_waits() -> None:
    with pytest.raises(Unavailable) as fault:
        actions.current(NOON)
    assert fault.value.retryable


def test_every_version_stays_readable_however_many_there_were() -> None:
    versions = [actions.activate({"name": f"Kukka {number}"}, NOON, "elli").version for number in range(20)]
    assert [actions.version(version).name for version in versions] == [f"Kukka {number}" for number in range(20)]


def test_a_version_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFound):
        actions.version("0123456789abcdef")


def test_an_activation_cut_short_before_the_pointer_is_finished_by_the_next_try() -> None:
    actions.activate(FIRST, NOON, "elli")
    rows.put_document(V2, pack(SECOND))
    assert rows.put_activation(Activation(2, V2, NOON, "elli", V1))
    assert actions.current(NOON + HOUR).version == V1
    actions.activate(SECOND, NOON + HOUR, "elli")
    assert actions.current(NOON + HOUR).version == V2
    assert actions.history(1) == (Activation(2, V2, NOON, "elli", V1),)


def test_one_number_is_taken_by_one_activation_and_the_pointer_never_goes_back() -> None:
    mine, other = Activation(1, V1, NOON, "elli"), Activation(1, V2, NOON, "otso")
    assert (rows.put_activation(mine), rows.put_activation(mine), rows.put_activation(other)) == (True, True, False)
    rows.point_to(Activation(7, V2, NOON, "otso"))
    rows.point_to(mine)
    assert rows.current() == Activation(7, V2, NOON, "otso")


@pytest.mark.parametrize(
    ("latest", "next_one"),
    [
        (None, Activation(1, V1, NOON, "elli")),
        (Activation(4, V2, NOON - HOUR, "otso"), Activation(5, V1, NOON, "elli", V2)),
        (Activation(4, V1, NOON - HOUR, "otso", V2), Activation(4, V1, NOON - HOUR, "otso", V2)),
    ],
)
def test_an_activation_follows_the_latest(latest: Activation | None, next_one: Activation) -> None:
    assert follow(latest, V1, now=NOON, by="elli") == next_one


def test_a_configuration_too_large_for_one_row_is_refused_before_anything_is_written() -> None:
    noise = random.Random(1)
    long = {**FIRST, "texts": [["reply_footer", [["fi", "".join(chr(noise.randrange(0x4E00, 0x9FFF)) for _ in range(200_000))]]]]}
    with pytest.raises(BadConfiguration, match=r"takes \d+ kB after compression, more than the 350 kB that fit"):
        actions.activate(long, NOON, "elli")
    assert actions.history() == ()
