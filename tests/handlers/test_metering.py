"""Around every handler: each piece of work has an account, and what no ticket pays for is told once an invocation."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chalice import Response
from chalice.app import DynamoDBEvent, SQSEvent

from app import app
from chalicelib import meter
from chalicelib.costs.parts import Part, Work, from_text, pack, to_text
from chalicelib.errors import Unavailable
from chalicelib.handlers.edge import each_commit, each_message, or_later, scheduled
from chalicelib.handlers.metering import WORKS
from chalicelib.settings import settings
from chalicelib.storage import ledger, seen
from tests.storage.desk import opened
from tests.world import START, client

CARRIED = Part(Work.PAGE, 1, {"sqs:SendMessage": 1}, "0102030405ff")
GET, PUT = {"dynamodb:GetItem": 1}, {"dynamodb:PutItem": 1}


def messages(*bodies: str, delivery: int = 1) -> SQSEvent:
    attributes = {"ApproximateReceiveCount": str(delivery)}
    return SQSEvent({"Records": [{"messageId": f"m{n}", "body": body, "attributes": attributes} for n, body in enumerate(bodies)]}, None)


def commits(*images: dict[str, Any]) -> DynamoDBEvent:
    records = [{"dynamodb": {"SequenceNumber": f"s{number}", "NewImage": image}} for number, image in enumerate(images)]
    return DynamoDBEvent({"Records": records}, None)


def on_check(body: str) -> None:
    """Looks for everybody or for a ticket, writes something for a ticket, or does that in vain."""
    said, _, number = body.strip('{}"').partition(" ")
    if number:
        meter.charge_to(int(number))
    if said == "look":
        seen.find("M#nothing")
        return
    seen.remember_message(body, 7, START)
    if said == "fail":
        raise Unavailable


def told(caplog: Any) -> list[dict[str, Any]]:
    found = [record for record in caplog.records if record.getMessage() == "metered"]
    keys = ("work", "pieces", "of", "shared", "carried")
    return [{key: getattr(record, key) for key in keys if hasattr(record, key)} for record in found]


def requests(amounts: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in amounts.items() if ":" in name}


pytestmark = pytest.mark.usefixtures("tables")


def test_every_trigger_has_its_kind_of_work() -> None:
    assert set(WORKS) == {source.name for source in app.event_sources}


def test_what_was_done_for_nobody_is_told_once_for_the_whole_batch(caplog: Any) -> None:
    each_message(on_check)(messages("look", "look"))
    (rest,) = told(caplog)
    assert (rest["work"], rest["pieces"], rest["of"], requests(rest["shared"])) == ("check", 2, 2, {"dynamodb:GetItem": 2})


def test_what_only_read_for_a_ticket_is_less_than_a_line_and_told_in_the_log(caplog: Any) -> None:
    each_message(on_check)(messages("look 7"))
    (rest,) = told(caplog)
    assert (rest["work"], rest["pieces"], requests(rest["shared"]), ledger.find_lines(7)) == ("check", 1, GET, ())


def test_what_was_written_for_a_ticket_is_a_line_on_its_bill_and_no_line_in_the_log(caplog: Any) -> None:
    each_message(on_check)(messages("write 7", "write 8"))
    (part,) = ledger.find_lines(7)
    assert (part.work, part.share, part.requests) == (Work.CHECK, 2, {"dynamodb:PutItem": 2})
    assert len(ledger.find_lines(8)) == 1
    assert told(caplog) == []


def test_pieces_for_one_ticket_share_a_line() -> None:
    each_message(on_check)(messages("write 7", "write 7"))
    assert [(part.share, part.requests) for part in ledger.find_lines(7)] == [(2, {"dynamodb:PutItem": 2}), (2, PUT)]


def test_work_that_failed_is_paid_for_too() -> None:
    each_message(on_check)(messages("fail 7"))
    each_message(on_check)(messages("fail 7", delivery=2))
    assert [part.requests for part in ledger.find_lines(7)] == [{"dynamodb:PutItem": 2}] * 2


def test_a_carried_cost_goes_where_the_work_goes() -> None:
    each_message(on_check)(messages(f'{{"write 7","metered":"{to_text(CARRIED)}"}}'))
    assert ledger.find_lines(7)[1:] == (CARRIED,)


def test_a_carried_cost_waits_while_the_work_fails() -> None:
    each_message(on_check)(messages(f'{{"fail 7","metered":"{to_text(CARRIED)}"}}'))
    assert [part.work for part in ledger.find_lines(7)] == [Work.CHECK]


def test_a_carried_cost_that_leads_to_no_ticket_is_told(caplog: Any) -> None:
    each_message(on_check)(messages(f'{{"look","metered":"{to_text(CARRIED)}"}}'))
    (rest,) = told(caplog)
    assert [from_text(text) for text in rest["carried"]] == [CARRIED]


def test_a_load_that_cannot_be_read_is_told_and_holds_no_work_up(caplog: Any) -> None:
    answer = each_message(on_check)(messages('{"write 7","metered":"nonsense"}', "look"))
    assert answer == {"batchItemFailures": []}
    assert [part.work for part in ledger.find_lines(7)] == [Work.CHECK]
    assert [record.reason for record in caplog.records if record.getMessage() == "cost not read"] != []


def test_a_ledger_that_does_not_answer_leaves_the_rest_in_the_log(caplog: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(*_: Any) -> None:
        raise Unavailable

    # Below is moto, whose tables always answer.
    monkeypatch.setattr(ledger, "put_line", unable)
    answer = each_message(on_check)(messages(f'{{"write 7","metered":"{to_text(CARRIED)}"}}'))
    (rest,) = told(caplog)
    assert answer == {"batchItemFailures": []}
    assert (requests(rest["shared"]), rest["carried"]) == (PUT, [to_text(CARRIED)])


@pytest.fixture
def no_ledger(tables: None) -> Iterator[None]:
    dynamodb, name = client("dynamodb"), settings().ledger_table
    found = dynamodb.describe_table(TableName=name)["Table"]
    dynamodb.delete_table(TableName=name)
    yield
    kept = {part: found[part] for part in ("KeySchema", "AttributeDefinitions")}
    dynamodb.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **kept)


@pytest.mark.usefixtures("no_ledger")
def test_a_ledger_that_refuses_lines_fails_no_work(caplog: Any) -> None:
    answer = each_message(on_check)(messages("write 7"))
    (rest,) = told(caplog)
    # What was refused was asked as well.
    assert (answer, requests(rest["shared"])) == ({"batchItemFailures": []}, {"dynamodb:PutItem": 2})


# -- the stream --


def image(ticket: int, foreseen: dict[str, int] | None) -> dict[str, Any]:
    cost = {"m": {"B": pack([Part(Work.API, 1, GET), Part(Work.ANNOUNCING, 1, foreseen)])}} if foreseen is not None else {}
    return {"pk": {"S": f"T#{ticket}"}, "sk": {"S": "C#000001"}, **cost}


def on_commits(image: dict[str, Any]) -> None:
    meter.charge_to(int(image["pk"]["S"][2:]))
    seen.find("M#nothing")


def writing(image: dict[str, Any]) -> None:
    on_commits(image)
    seen.remember_message("M#something", 7, START)


def failing(image: dict[str, Any]) -> None:
    writing(image)
    raise Unavailable


@pytest.mark.parametrize(
    ("work", "foreseen", "lines"),
    [
        (on_commits, GET, []),
        (on_commits, {**GET, "sqs:SendMessage": 1}, [(0, {"sqs:SendMessage": -1, "dynamodb:PutItem": 1})]),
        (writing, None, [(1, {**GET, "dynamodb:PutItem": 2})]),
        (failing, GET, [(1, {**GET, "dynamodb:PutItem": 2})]),
    ],
    ids=["as foreseen", "less than foreseen", "not foreseen", "to be done again"],
)
def test_an_announcement_is_on_the_commits_bill(
    work: Callable[[dict[str, Any]], None], foreseen: dict[str, int] | None, lines: list[tuple[int, dict[str, int]]], caplog: Any
) -> None:
    work.__name__ = "on_commits"
    each_commit(work)(commits(image(7, foreseen)))
    assert [(part.share, part.requests) for part in ledger.find_lines(7)] == lines
    assert told(caplog) == []


def test_a_cost_of_a_newer_version_holds_no_announcement_up() -> None:
    on_commits.__name__ = "on_commits"
    written = {**image(7, None), "m": {"B": b"\xff" + pack([Part(Work.ANNOUNCING, 1, GET)])[1:]}}
    assert each_commit(on_commits)(commits(written)) == {"batchItemFailures": []}


# -- others --


def test_a_schedule_is_for_everybody(caplog: Any) -> None:
    def agenda() -> None:
        meter.charge_to(7)
        seen.find("M#nothing")

    scheduled(agenda)(None)
    (rest,) = told(caplog)
    assert (rest["work"], rest["pieces"], requests(rest["shared"]), ledger.find_lines(7)) == ("agenda", 1, GET, ())


def test_a_page_that_only_shows_is_told_as_work_without_a_bill(caplog: Any) -> None:
    def show() -> Response:
        return Response("")

    or_later(show)()
    (rest,) = told(caplog)
    assert (rest["work"], rest["pieces"], requests(rest["shared"])) == ("page", 1, {})


def test_the_process_that_dies_bills_nothing(desk: Any, caplog: Any) -> None:
    """As Lambda ends it: nothing of ours runs any more."""
    opened(7, desk)

    def on_check(body: str) -> None:
        meter.charge_to(7)
        seen.find("M#nothing")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        each_message(on_check)(messages("look"))
    assert (ledger.find_lines(7), told(caplog), meter._current.get()) == ((), [], None)
