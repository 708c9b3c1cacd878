"""What counts as the meter's."""

from typing import Any

from bench.measure import Measured
from bench.metered import added
from bench.mix import Life
from bench.recorder import Call
from chalicelib.costs.parts import Part, Work, to_text
from chalicelib.meter import LOAD
from chalicelib.settings import settings


def put(table: str, sk: str, **columns: Any) -> Call:
    item = {"pk": {"S": "T#1"}, "sk": {"S": sk}, **columns}
    return Call("dynamodb", "PutItem", {"TableName": table, "Item": item}, after=item)


def life(*calls: Call) -> Life:
    return Life((), (), Measured("mix", "", calls, (), {}), 0, 0)


def test_a_line_of_a_bill_and_a_cost_on_a_commit_are_the_meters() -> None:
    commit = put(settings().tickets_table, "C#000001", body={"B": b"x" * 1000}, m={"B": b"y" * 40})
    line = put(settings().ledger_table, "COST#2026#1", m={"B": b"z" * 30})
    get = Call("dynamodb", "GetItem", {})
    found = added(life(commit, line, get))
    assert (found.requests, found.units) == ((1, 2), (2, 1))
    assert found.written == (41 + len("pkT#1skCOST#2026#1m") + 30, len("pkT#1skC#000001body") + 1000)


def test_a_cost_that_travels_in_a_message_is_the_meters() -> None:
    load = LOAD + to_text(Part(Work.PAGE, 1, {"sqs:SendMessage": 1})) + '"'
    send = Call("sqs", "SendMessage", {"MessageBody": '{"ticket":1' + load + "}"})
    found = added(life(send))
    assert (found.messages, found.written) == ((0, 1), (len(load), len('{"ticket":1}')))


def test_nothing_is_the_meters_where_there_is_none() -> None:
    found = added(life(put(settings().tickets_table, "C#000001", body={"B": b"x"}), put(settings().tickets_table, "VIEW")))
    assert (found.requests[0], found.units[0], found.written[0]) == (0, 0, 0)
