"""Around every handler: one bad record fails alone, a shard waits for passing faults only, and passing faults are 503."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from chalice import Response
from chalice.app import DynamoDBEvent, SQSEvent

from chalicelib.errors import Busy, NotFound, Unavailable, Uncertain, Unreadable, VuoroError
from chalicelib.handlers.edge import each_commit, each_message, each_part, fields, or_later, scheduled
from chalicelib.settings import settings
from tests.outside.faults import provoked
from tests.world import World

FAULTS: dict[str, Exception] = {
    "unreadable": Unreadable("no"), "busy": Busy("later"), "uncertain": Uncertain("perhaps"), "missing": NotFound("gone"),
    "bug": KeyError("x"),
}  # fmt: skip


def work(said: str) -> None:
    if said in FAULTS:
        raise FAULTS[said]


def messages(*bodies: str) -> SQSEvent:
    return SQSEvent({"Records": [{"messageId": f"m{number}", "body": body} for number, body in enumerate(bodies)]}, None)


def failed(answer: dict[str, Any]) -> list[str]:
    return [row["itemIdentifier"] for row in answer["batchItemFailures"]]


@pytest.mark.parametrize(
    ("bodies", "wanted"),
    [
        (["a", "b"], []),
        (["a", "bug", "b", "unreadable"], ["m1", "m3"]),
        (list(FAULTS), ["m0", "m1", "m2", "m3", "m4"]),
        ([], []),
    ],
)
def test_each_failed_message_goes_back_alone(bodies: list[str], wanted: list[str]) -> None:
    assert failed(each_message(work)(messages(*bodies))) == wanted


def test_a_part_that_fails_takes_no_other_down_and_the_message_comes_again() -> None:
    seen: list[str] = []

    def note(part: str) -> None:
        work(part)
        seen.append(part)

    each_part(note, ["a", "b"])
    with pytest.raises(Unavailable, match="parts 1, 3 failed"):
        each_part(note, ["c", "bug", "d", "busy", "e"])
    assert seen == ["a", "b", "c", "d", "e"]


def test_every_message_is_worked_on_whatever_came_before() -> None:
    seen: list[str] = []

    def note(body: str) -> None:
        seen.append(body)
        work(body)

    each_message(note)(messages("bug", "a", "busy", "b"))
    assert seen == ["bug", "a", "busy", "b"]


# -- the stream --


def records(*saids: str) -> DynamoDBEvent:
    rows = [
        {"dynamodb": {"SequenceNumber": f"s{seq}", "NewImage": {"pk": {"S": "T#7"}, "sk": {"S": f"C#{seq:06}"}, "said": {"S": said}}}}
        for seq, said in enumerate(saids, 1)
    ]
    return DynamoDBEvent({"Records": rows}, None)


def poison() -> list[dict[str, int]]:
    url = settings().queue_url("poison")
    found = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(message["Body"]) for message in found]


@pytest.fixture
def note() -> tuple[list[str], Callable[[dict[str, Any]], None]]:
    seen: list[str] = []

    def take(image: dict[str, Any]) -> None:
        seen.append(image["said"]["S"])
        work(image["said"]["S"])

    return seen, take


Note = tuple[list[str], Callable[[dict[str, Any]], None]]


@pytest.mark.parametrize("fault", ["busy", "uncertain"])
def test_a_passing_fault_makes_the_shard_wait_there(world: World, note: Note, fault: str) -> None:
    seen, take = note
    assert failed(each_commit(take)(records("a", fault, "b"))) == ["s2"]
    assert (seen, poison()) == (["a", fault], [])


@pytest.mark.parametrize("fault", ["bug", "unreadable", "missing"])
def test_a_poison_commit_goes_aside_and_its_neighbours_move_on(world: World, note: Note, fault: str) -> None:
    seen, take = note
    assert failed(each_commit(take)(records("a", fault, "b"))) == []
    assert (seen, poison()) == (["a", fault, "b"], [{"ticket": 7, "seq": 2}])


def test_poison_that_cannot_go_aside_waits(world: World, note: Note) -> None:
    with provoked("sqs", "SendMessage", *[(503, "<r/>")] * 8):
        assert failed(each_commit(note[1])(records("a", "bug", "b"))) == ["s2"]


# -- routes and bodies --


@pytest.mark.parametrize("fault", [Busy("later"), Unavailable("down", retry_after=7), Uncertain("perhaps")])
def test_a_passing_fault_is_503_with_a_time_to_come_again(fault: Unavailable) -> None:
    def route(name: str) -> Response:
        raise fault

    answer = or_later(route)("x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(fault.retry_after))
    assert fault.message not in str(answer.body)


@pytest.mark.parametrize("fault", [Unreadable("no"), KeyError("x")])
def test_any_other_fault_of_a_route_is_not_hidden(fault: Exception) -> None:
    def route() -> Response:
        raise fault

    with pytest.raises(type(fault)):
        or_later(route)()


def test_a_schedule_that_fails_is_seen_to_fail() -> None:
    with pytest.raises(VuoroError):
        scheduled(lambda: work("busy"))(None)


@pytest.mark.parametrize("body", ["", "nonsense", "[]", "3", "null", '"text"'])
def test_a_body_that_is_no_object_is_unreadable(body: str) -> None:
    with pytest.raises(Unreadable):
        fields(body)


def test_a_body_that_is_an_object_is_read() -> None:
    assert fields('{"a": [1, null]}') == {"a": [1, None]}
