"""The Python client on the real handlers: work done with it, lists walked to their end, and what it does when answers are lost."""

import json
from collections.abc import Callable
from http.client import IncompleteRead
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request

import pytest
from vuoro_client import ApiError, Client, NoAnswer
from vuoro_client.connection import Answer

from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from tests.openapi import checking
from tests.world import World

KEY = "the-key-of-a-client"
Send = Callable[[Request, float], Answer]


class Wire:
    """The way into a world, which loses the answers that it is told to lose after the desk has done the work."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lose = 0
        self.asked: list[str] = []
        self.slept: list[float] = []

    def send(self, request: Request, timeout: float) -> Answer:
        address = urlsplit(request.full_url)
        target = f"{address.path}?{address.query}" if address.query else address.path
        headers = {"host": address.netloc, **{name.lower(): value for name, value in request.header_items()}}
        body = request.data if isinstance(request.data, bytes) else b""
        told = self.world.http(request.get_method(), target, body=body, headers=headers)
        self.asked.append(f"{request.get_method()} {target}")
        given = json.loads(told["body"]) if told["body"] else None
        assert checking.faults((request.get_method(), target), told["statusCode"], given, told["headers"]) == []
        if self.lose:
            self.lose -= 1
            raise IncompleteRead(b"")
        return Answer(told["statusCode"], {name.lower(): value for name, value in told["headers"].items()}, (told["body"] or "").encode())


@pytest.fixture
def wire(world: World) -> Wire:
    people.forget()
    people.ensure_key(KEY, Key(), world.now)
    return Wire(world)


def client(wire: Wire, **given: Any) -> Client:
    return Client("https://desk.kauppa.example", KEY, send=wire.send, sleep=wire.slept.append, **given)


def test_a_ticket_is_opened_worked_on_and_resolved(wire: Wire) -> None:
    desk = client(wire)
    ticket = desk.open_ticket({"email": "aino@asiakas.example", "subject": "Parcel", "description": "Where is it?", "priority": 3})
    said = desk.reply_to_ticket(ticket["id"], {"body": "On its way."})
    desk.add_note(ticket["id"], {"body": "Asked the warehouse."})
    changed = desk.update_ticket(ticket["id"], {"status": 4, "tags": ["parcel"]})
    assert (said["replied_to"], changed["status"], changed["tags"]) == (["aino@asiakas.example"], 4, ["parcel"])
    assert [one["body_text"] for one in desk.list_conversations(ticket["id"])] == ["On its way.", "Asked the warehouse."]
    desk.delete_ticket(ticket["id"])
    assert [one["deleted"] for one in desk.list_tickets(filter="deleted")] == [True]
    assert desk.view_caller()["contact"]["name"] == "Mikko"


def test_a_list_is_walked_to_its_end_and_no_further_than_asked(wire: Wire) -> None:
    desk = client(wire)
    for number in range(5):
        desk.create_company({"name": f"Company {number}"})
    wire.asked.clear()
    walk = desk.list_companies(per_page=2)
    first = next(walk)["name"]
    assert len(wire.asked) == 1
    names = [first, *(one["name"] for one in walk)]
    assert sorted(name for name in names if name.startswith("Company ")) == [f"Company {number}" for number in range(5)]
    assert len(names) == len(set(names))


def test_a_lost_answer_is_asked_for_again_and_makes_nothing_twice(wire: Wire) -> None:
    desk = client(wire)
    wire.lose = 2
    ticket = desk.open_ticket({"email": "aino@asiakas.example", "subject": "Parcel"})
    assert wire.asked == ["POST /api/v2/tickets"] * 3
    assert wire.slept == [0.5, 1.0]
    assert [one["id"] for one in desk.list_tickets()] == [ticket["id"]]


def test_who_gets_no_answer_at_all_is_told_so(wire: Wire) -> None:
    wire.lose = 9
    with pytest.raises(NoAnswer):
        client(wire, tries=3).view_caller()
    assert len(wire.asked) == 3


def test_a_refusal_tells_every_fault_and_is_not_repeated(wire: Wire) -> None:
    with pytest.raises(ApiError) as refused:
        client(wire).create_contact({"name": "", "email": "nobody"})
    assert (refused.value.status, refused.value.request_id) == (400, "r1")
    assert sorted((fault["field"], fault["code"]) for fault in refused.value.faults) == [
        ("email", "invalid_value"),
        ("name", "missing_field"),
    ]
    assert len(wire.asked) == 1


@pytest.mark.parametrize(
    ("status", "headers", "slept"),
    [
        (429, {"retry-after": "7"}, [7.0]), (503, {}, [0.5]), (409, {"retry-after": "1"}, [1.0]),
        (409, {}, None), (503, {"retry-after": "900"}, None), (500, {}, None),
    ],
)  # fmt: skip
def test_what_passes_is_waited_for_as_long_as_the_desk_says(status: int, headers: dict[str, str], slept: list[float] | None) -> None:
    answers = [Answer(status, headers, b'{"code": "x", "message": "y"}'), Answer(200, {}, b"[]")]
    waited: list[float] = []
    desk = Client("https://desk.example", KEY, send=lambda request, timeout: answers.pop(0), sleep=waited.append)
    if slept is None:
        with pytest.raises(ApiError):
            desk.call("GET", "/x")
    else:
        assert desk.call("GET", "/x") == []
    assert waited == (slept or [])


def test_a_gateways_page_is_told_as_it_came() -> None:
    desk = Client("https://desk.example", KEY, send=lambda request, timeout: Answer(403, {}, b"<html>no</html>"))
    with pytest.raises(ApiError, match="<html>no</html>"):
        desk.view_caller()
