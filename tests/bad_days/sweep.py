"""One clean run, then each of its calls killed once before and once after; how each story ended all the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.bad_days import ending as endings
from tests.bad_days.calls import Call, When
from tests.bad_days.ending import Ending
from tests.bad_days.faults import Fault, strike
from tests.bad_days.watched import Invocation, Watched
from tests.bad_days.way import LEGS, Leg


@dataclass
class Played:
    """A leg as it went when nothing went wrong."""

    leg: Leg
    until: datetime
    invocations: list[Invocation]
    ending: Ending


@dataclass(frozen=True)
class Point:
    """A call of the story, to be killed before or after it."""

    played: Played
    invocation: Invocation
    number: int
    when: When

    @property
    def call(self) -> Call:
        return self.invocation.calls[self.number]

    def __str__(self) -> str:
        return f"{self.played.leg.name}: killed {self.when} call {self.number}, {self.call}"


def play(world: Watched, legs: Iterable[Leg] = LEGS) -> list[Played]:
    """The clean run."""
    return [_play(world, leg) for leg in legs]


def _play(world: Watched, leg: Leg) -> Played:
    world.noted = []
    until = world.now + leg.span
    leg.play(world)
    world.rest(until)
    world.close_note()
    noted, world.noted = world.noted, None
    return Played(leg, until, noted, endings.ending(world))


def points(story: Iterable[Played], whens: tuple[When, ...]) -> Iterator[Point]:
    for played in (each for each in story if each.leg.watched):
        for invocation in played.invocations:
            for number in range(len(invocation.calls)):
                yield from (Point(played, invocation, number, when) for when in whens)


def killed_at(world: Watched, point: Point, *, patient: bool) -> list[str]:
    """Kill there, deliver again; what then differs from the clean run."""
    world.restore(point.invocation.began)
    world.patient = patient
    world.wire.kill(point.number, point.when)
    point.invocation.again(world)
    world.rest(point.played.until)
    if not world.deaths:
        return [f"{point}: nobody died"]
    found = endings.differences(point.played.ending, endings.ending(world), slack=3600 if patient else 1)
    return [f"{point}: {difference}" for difference in found]


def struck_at(world: Watched, point: Point, fault: Fault) -> list[str]:
    """Let it happen there and the desk recover; what then differs from the clean run."""
    world.restore(point.invocation.began)
    world.patient = True
    strike(world.wire, point.number, fault)
    point.invocation.again(world)
    world.rest(point.played.until)
    world.failures.clear()
    found = endings.differences(point.played.ending, endings.ending(world), slack=3600)
    return [f"{point.played.leg.name}: {fault} at call {point.number}, {point.call}: {difference}" for difference in found]
