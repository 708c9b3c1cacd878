"""What a usual ticket weighs, because DynamoDB charges writes by the kilobyte: keys, names and values of every attribute."""

from typing import Any

import boto3
import pytest

from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.settings import settings
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.decide import Author
from tests.world import World

AINO = "aino.aalto@asiakas.example"
KILOBYTE = 1024
MESSAGE = (
    "Hei,\n\nostin teiltä kahvinkeittimen viime viikolla. Keitin ei lämpene enää, vaikka merkkivalo palaa. Olen puhdistanut sen\n"
    "ohjeen mukaan ja kokeillut toista pistorasiaa. Voinko vaihtaa sen uuteen, ja maksatteko palautuksen? Kuitti on tallessa.\n"
)
ANSWER = (
    "Hei Aino,\n\nikävä kuulla, että keitin lakkasi toimimasta. Lähetämme uuden huomenna ja palautustarran samassa paketissa.\n"
    "Vanhan voit jättää mihin tahansa postiin, se ei maksa sinulle mitään.\n\nTerveisin\nAki"
)


def size(item: dict[str, Any]) -> int:
    """DynamoDB developer guide, "Item sizes and formats": UTF-8 names and values, about half a byte a digit."""
    return sum(len(name) + _value(value) for name, value in item.items())


def _value(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    return {"S": lambda: len(content.encode()), "B": lambda: len(content), "N": lambda: (len(content) + 1) // 2 + 1}[kind]()


def play(world: World, *, rounds: int) -> list[dict[str, Any]]:
    """A customer and an agent write in turn, with a resolution and a reopening before the last round; the VIEW at each turn."""
    say(world, MESSAGE, 0)
    views = [view()]
    for turn in range(1, rounds + 1):
        answer(world, turn)
        views.append(view())
        if turn == rounds - 1:
            resolve(world)
        if turn < rounds:
            say(world, MESSAGE, turn)
            views.append(view())
    return [*views, view()]


def say(world: World, text: str, turn: int) -> None:
    head = {"message_id": f"<CAF8x2kq0Zy7w1v={turn}bQ3+hJm4T5rNp6sD8fGhJkL0aQwErTyUiOp@mail.mailer.example>"}
    if turn:
        last = world.mails(AINO)[-1]
        world.mail(f"Aino Aalto <{AINO}>", "Re: Kahvinkeitin ei lämpene", text, to=str(last.mail["Reply-To"]).split("<")[-1].strip(">"), **head)
    else:
        world.mail(f"Aino Aalto <{AINO}>", "Kahvinkeitin ei lämpene", text, **head)
    world.settle().after(minutes=20)


def answer(world: World, turn: int) -> None:
    agent = history.load(1).agent
    work = Context(desks.current(world.now), world.now, clock.now)
    with world.time():
        tickets.reply(1, Author(agent, "Aki"), (ANSWER, ""), (), Command(f"key-{turn:012}", f"agent:{agent}"), work)
    world.settle().after(minutes=40)


def resolve(world: World) -> None:
    with world.time():
        tickets.update(1, {"status": 4}, Command("resolve", "agent:1"), Context(desks.current(world.now), world.now, clock.now))
    world.settle().after(hours=2)


def items() -> list[dict[str, Any]]:
    return boto3.client("dynamodb").scan(TableName=settings().tickets_table)["Items"]  # type: ignore[return-value]  # boto3 has no types


def view() -> dict[str, Any]:
    return next(item for item in items() if item["sk"]["S"] == "VIEW")


@pytest.fixture
def views(world: World) -> list[dict[str, Any]]:
    return play(world, rounds=4)


def test_a_usual_ticket_keeps_view_and_commits_within_a_kilobyte(views: list[dict[str, Any]]) -> None:
    commits = [item for item in items() if item["sk"]["S"] != "VIEW"]
    state = history.load(1)
    assert (state.resolution, state.stats.reopened is not None) == (1, True)
    assert len([1 for item in commits if "content" in item]) == 8
    assert [size(item) for item in commits if size(item) > KILOBYTE] == []
    assert [size(item) for item in views if size(item) > KILOBYTE] == []


def test_what_a_line_shows_of_a_ticket_stays_within_half_a_kilobyte(views: list[dict[str, Any]]) -> None:
    assert max(len(item["row"]["B"]) for item in views if "row" in item) <= 500
