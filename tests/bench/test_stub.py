"""The stub answers what was recorded, in its order, and nothing else."""

import json
from datetime import timedelta

from bench.stub import Stub
from bench.tape import Answer, Take
from tests.world import START

GET = Answer("GetItem", 200, {"Content-Type": "application/x-amz-json-1.0", "Date": "then"}, b'{"Item":{}}')
PUT = Answer("PutItem", 400, {}, b"{}")
MAIL = Answer("SendRawEmail", 200, {}, b"<sent/>")
OBJECT = Answer("GetObject", 200, {}, b"a mail")
TAKE = Take("on_check", {}, START, (), timedelta(0), (GET,), (GET, PUT, MAIL, OBJECT), None)
ASKED = (
    ("POST / HTTP/1.1\r\nX-Amz-Target: DynamoDB_20120810.GetItem", b"{}"),
    ("POST / HTTP/1.1\r\nX-Amz-Target: DynamoDB_20120810.PutItem", b"{}"),
    ("POST / HTTP/1.1\r\nHost: ses", b"Action=SendRawEmail&RawMessage.Data=x"),
    ("GET /vuoro-raw/mail/1 HTTP/1.1\r\nHost: s3", b""),
)


def put_on(stub: Stub, part: str) -> dict[str, object]:
    ended: dict[str, object] = json.loads(stub.answer(f"POST /take/0/{part} HTTP/1.1", b"").partition(b"\r\n\r\n")[2])
    return ended


def test_a_part_is_answered_in_its_order_and_begins_anew() -> None:
    stub = Stub([TAKE])
    put_on(stub, "answers")
    said = [stub.answer(*asked) for asked in ASKED * 2]
    assert [answer.partition(b"\r\n\r\n")[2] for answer in said] == [b'{"Item":{}}', b"{}", b"<sent/>", b"a mail"] * 2
    assert [answer[:12] for answer in said[:2]] == [b"HTTP/1.1 200", b"HTTP/1.1 400"]
    assert b"Content-Type: application/x-amz-json-1.0\r\nContent-Length: 11\r\n" in said[0]
    assert b"Date" not in said[0]
    assert put_on(stub, "warming") == {"position": 0, "faults": []}


def test_a_request_that_is_not_the_recorded_one_is_refused_and_told() -> None:
    stub = Stub([TAKE])
    assert stub.answer(*ASKED[0]).startswith(b"HTTP/1.1 400")
    put_on(stub, "answers")
    assert stub.answer(*ASKED[1]).startswith(b"HTTP/1.1 400")
    assert stub.answer(*ASKED[0]).startswith(b"HTTP/1.1 200")
    assert put_on(stub, "answers") == {"position": 1, "faults": ["GetItem is on, not POST / DynamoDB_20120810.PutItem"]}
