"""The account of a piece of work: what clients report to it, and what it knows to be billed."""

from typing import Any

import pytest

from chalicelib import meter
from chalicelib.costs.parts import Part, Work, to_text, unpack
from chalicelib.outside import files, queues
from chalicelib.outside.aws import client as ours
from chalicelib.settings import settings
from chalicelib.storage import seen
from chalicelib.storage.rows import read_many
from tests.accounts import account
from tests.world import START, client

CARRIED = Part(Work.PAGE, 1, {"sqs:SendMessage": 1}, "0102030405ff")


@pytest.fixture(autouse=True)
def nothing_learnt() -> None:
    """Other tests have done work of every kind."""
    meter._tails.clear()


def asked(amounts: dict[str, int]) -> dict[str, int]:
    return {name: amount for name, amount in amounts.items() if name != "megabyte_ms"}


# -- what clients report --


@pytest.mark.usefixtures("tables")
def test_every_request_is_on_the_account_with_what_it_took() -> None:
    with meter.running(account()) as running:
        seen.remember_message("<m@x>", 7, START)
        seen.remember_message("<m@x>", 8, START)
        seen.find("M#<m@x>")
        read_many(seen.wanted(["M#<m@x>", "M#<nobody@x>"]))
    assert running.spent | {"write_units": 0, "half_read_units": 0} == {
        "dynamodb:PutItem": 2, "dynamodb:GetItem": 1, "dynamodb:BatchGetItem": 1, "write_units": 0, "half_read_units": 0,
    }  # fmt: skip


@pytest.mark.usefixtures("tables")
def test_nothing_is_counted_without_an_account() -> None:
    seen.find("M#<m@x>")
    with meter.running(account()) as running:
        pass
    seen.find("M#<m@x>")
    assert running.spent == {}


@pytest.mark.parametrize(
    ("operation", "asked_for", "answer", "amounts"),
    [
        ("PutItem", {}, {"ConsumedCapacity": {"CapacityUnits": 4.0}}, {"write_units": 4}),
        ("PutItem", {}, {"Error": {"Code": "ConditionalCheckFailedException"}, "Item": {"b": {"S": "x" * 2500}}}, {"write_units": 3}),
        ("PutItem", {}, {"Error": {"Code": "ConditionalCheckFailedException"}}, {"write_units": 1}),
        ("UpdateItem", {}, {"Error": {"Code": "ThrottlingException"}}, {"write_units": 0}),
        ("GetItem", {}, {"ConsumedCapacity": {"CapacityUnits": 0.5}}, {"half_read_units": 1}),
        ("Query", {}, {"Error": {"Code": "InternalServerError"}}, {}),
        ("BatchGetItem", {}, {"ConsumedCapacity": [{"CapacityUnits": 1.0}, {"CapacityUnits": 2.5}]}, {"half_read_units": 7}),
        (
            "BatchGetItem", {"RequestItems": {"t": {"Keys": [1, 2, 3], "ConsistentRead": True}, "u": {"Keys": [1]}}},
            {"Responses": {"t": [{"b": {"S": "x" * 5000}}]}}, {"half_read_units": 9},
        ),
        ("SendRawEmail", {"Destinations": ["a", "b"], "RawMessage": {"Data": b"xyz"}}, {}, {"mails_out": 2, "bytes_out": 3}),
        ("SendRawEmail", {"Destinations": ["a"], "RawMessage": {"Data": b""}}, {"Error": {"Code": "Throttling"}}, {}),
        ("SendMessage", {"MessageBody": "x" * 65_536}, {}, {}),
        ("SendMessage", {"MessageBody": "x" * 65_537}, {}, {"sqs_chunks": 1}),
        ("SendMessageBatch", {"Entries": [{"MessageBody": "x" * 70_000}, {"MessageBody": "x" * 70_000}]}, {}, {"sqs_chunks": 2}),
        ("GetParameter", {}, {}, {}),
    ],
)  # fmt: skip
def test_what_an_answer_does_not_say_follows_from_the_rules(operation: str, asked_for: Any, answer: Any, amounts: dict[str, int]) -> None:
    assert meter._amounts(operation, asked_for, answer) == amounts


def test_an_attempt_that_reached_nobody_is_none() -> None:
    with meter.running(account()) as running:
        context = dict[str, Any]()
        meter._asked({}, _model("sqs", "SendMessage"), context)
        meter._attempted("before-send.sqs.SendMessage")
        assert running.spent == {"sqs:SendMessage": 1}
        meter._heard("response-received.sqs.SendMessage", None, context, EndpointConnectionError())
    assert running.spent == {}


def test_an_attempt_whose_answer_was_lost_is_one() -> None:
    with meter.running(account()) as running:
        context = dict[str, Any]()
        meter._asked({}, _model("sqs", "SendMessage"), context)
        meter._attempted("before-send.sqs.SendMessage")
        meter._heard("response-received.sqs.SendMessage", None, context, ReadTimeoutError())
    assert running.spent == {"sqs:SendMessage": 1}


class EndpointConnectionError(Exception):
    """Named as botocore names it."""


class ReadTimeoutError(Exception):
    """Named as botocore names it."""


def _model(service: str, operation: str) -> Any:
    class Service:
        service_name = service

    class Model:
        name = operation
        service_model = Service

    return Model


# -- who pays --


def test_what_serves_everybody_is_apart() -> None:
    with meter.running(account()) as running:
        running.add({"dynamodb:GetItem": 1})
        with meter.for_all(), meter.for_all():
            running.add({"ssm:GetParameter": 1})
        running.add({"dynamodb:GetItem": 1})
    assert (running.spent, running.shared) == ({"dynamodb:GetItem": 2}, {"ssm:GetParameter": 1})


@pytest.mark.parametrize(("is_first", "spent"), [(True, {"mails_in": 1}), (False, {})])
def test_what_brought_a_message_is_paid_once(is_first: bool, spent: dict[str, int]) -> None:
    with meter.running(account(is_first=is_first)) as running:
        meter.arrived({"mails_in": 1})
    assert running.spent == spent


# -- quotes --


def test_a_quote_has_the_cost_so_far_and_what_is_foreseen() -> None:
    running = account(share=3)
    running.add({"dynamodb:GetItem": 2})
    with meter.running(running):
        first = meter.quote(7, {"dynamodb:PutItem": 2})
        again = meter.quote(7, {"dynamodb:PutItem": 2})
    assert first == again
    assert unpack(first.raw) == (Part(Work.ROUTING, 3, {"dynamodb:GetItem": 2, "dynamodb:PutItem": 2, "megabyte_ms": 5120}),)


def test_after_the_quote_stands_only_the_rest_is_open() -> None:
    running = account(carried=(CARRIED,))
    running.add({"dynamodb:GetItem": 2})
    with meter.running(running):
        quoted = meter.quote(7, {"dynamodb:PutItem": 1})
        meter.stands(quoted, 7)
        running.add({"dynamodb:PutItem": 2})
        rest = unpack(meter.quote(7, {}).raw)
    assert unpack(quoted.raw)[1:] == (CARRIED,)
    assert rest == (Part(Work.ROUTING, 0, {"dynamodb:PutItem": 1}),)
    assert running.ticket == 7


def test_the_time_behind_the_last_bill_is_foreseen_the_next_time() -> None:
    times = iter([10.0, 10.0, 26.0, 5.0])
    running = account()
    running.elapsed = lambda: next(times)
    with meter.running(running):
        meter.stands(meter.quote(7, {}), 7)
        running.end()
        assert unpack(meter.quote(7, {}).raw)[0].amounts == {"megabyte_ms": round((5 + 16 / meter.MEAN_OF) * 512) - 10 * 512}


def test_what_an_earlier_piece_left_over_goes_onto_the_next_commit_of_its_ticket() -> None:
    left = Part(Work.INBOUND, 2, {"dynamodb:GetItem": 1})
    running = account(owed={7: (left,), 8: (left,)})
    with meter.running(running):
        quoted = meter.quote(7, {})
        assert running.owed == {7: (left,), 8: (left,)}
        meter.stands(quoted, 7)
    assert unpack(quoted.raw)[1:] == (left,)
    assert running.owed == {8: (left,)}


# -- in messages --


@pytest.mark.usefixtures("places")
def test_a_public_page_sends_its_cost_along(queue: Any) -> None:
    with meter.running(account(Work.PAGE)) as running:
        running.add({"ssm:GetParameter": 1})
        queues.send("background", '{"posted":{"token":"t"}}')
    body, load = meter.unloaded(queue())
    assert body == '{"posted":{"token":"t"}}'
    assert meter.brought(load) == (Part(Work.PAGE, 1, {"sqs:SendMessage": 1, "ssm:GetParameter": 1, "megabyte_ms": 5120}, "0a0b0c0d0e0f"),)
    assert asked(running.rest()) == {}


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("work", [None, *(work for work in Work if work is not Work.PAGE)])
def test_others_send_bodies_as_they_are(queue: Any, work: Work | None) -> None:
    if work is None:
        queues.send("background", '{"ticket":7}')
    else:
        with meter.running(account(work)):
            queues.send("background", '{"ticket":7}')
    assert queue() == '{"ticket":7}'


@pytest.fixture
def queue() -> Any:
    """Takes the one message that waits for the background worker."""
    sqs, url = client("sqs"), settings().queue_url("background")
    sqs.purge_queue(QueueUrl=url) if _waiting(sqs, url) else None

    def take() -> str:
        (message,) = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return str(message["Body"])

    return take


def _waiting(sqs: Any, url: str) -> bool:
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
    return bool(counts["ApproximateNumberOfMessages"] != "0")


@pytest.mark.parametrize(
    "body",
    [
        '{"ticket":7}',
        "",
        "no JSON",
        '{"subject":"a \\",\\"metered\\":\\"AQEB\\"}"}',
        '{"metered":"AQEB"}',
        '{"a":{"b":1,"metered":"AQEB"}}',
        f'{{"a":1,"metered":"{to_text(CARRIED)}" }}',
    ],
)
def test_only_a_load_at_the_very_end_is_taken_for_one(body: str) -> None:
    assert meter.unloaded(body) == (body, "")


@pytest.mark.parametrize("load", ["nonsense", "AQEB\u00e4", "A", "____", "AQEBAQEBAQ", to_text(CARRIED)[:-4], to_text(CARRIED) * 2])
def test_a_load_that_nobody_packed_is_refused_and_taken_off_all_the_same(load: str) -> None:
    assert meter.unloaded(f'{{"a":1,"metered":"{load}"}}') == ('{"a":1}', load)
    with pytest.raises(ValueError, match=r"."):
        meter.brought(load)


@pytest.mark.usefixtures("places")
def test_clients_of_every_service_report() -> None:
    with meter.running(account()) as running:
        files.exists("raw", "nothing")
        ours("ssm").get_parameter(Name=settings().keys_parameter, WithDecryption=True)
        ours("sqs").send_message(QueueUrl=settings().queue_url("poison"), MessageBody="x")
        ours("ses").send_raw_email(Source="a@kauppa.example", Destinations=["b@x.example"], RawMessage={"Data": b"Subject: x\n\ny"})
    assert running.spent == {
        "s3:HeadObject": 1, "ssm:GetParameter": 1, "sqs:SendMessage": 1, "ses:SendRawEmail": 1, "mails_out": 1, "bytes_out": 13,
    }  # fmt: skip
