"""One clean run, then each of its calls killed once before and once after; how each story ended all the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.bad_days import ending as endings
from tests.bad_days.calls import Call, When
from tests.bad_days.ending import Ending
from tests.bad_days.faults import Fault, strike
from tests.bad_days.watched import Invocation, Watched, status_of
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


EFFECTS = ("Put", "Update", "Delete", "Send")


def with_site(every: Iterable[Point]) -> Iterator[Point]:
    """The first point of each call site."""
    seen = set[Call]()
    for point in every:
        if point.call not in seen:
            seen.add(point.call)
            yield point


def with_effect(every: Iterable[Point]) -> Iterator[Point]:
    """The first point of each call site that changes something; between two of them a crash leaves the same behind everywhere."""
    return (point for point in with_site(every) if point.call.operation.partition(".")[2].startswith(EFFECTS))


def killed_at(world: Watched, point: Point, *, patient: bool) -> list[str]:
    """Kill there, deliver again; what then differs from the clean run."""
    world.restore(point.invocation.began)
    world.patient = patient
    world.wire.kill(point.number, point.when)
    # A caller with a key waits until the first request must have ended, see handlers/once.py.
    found = _ended(world, point, slack=3600 if patient else 16)
    return [f"{point}: {difference}" for difference in (found if world.deaths else ["nobody died"])]


def struck_at(world: Watched, point: Point, fault: Fault) -> list[str]:
    """Let it happen there and the desk recover; what then differs from the clean run."""
    world.restore(point.invocation.began)
    world.patient = True
    strike(world.wire, point.number, fault)
    found = _ended(world, point, slack=3600, forgiving=True)
    return [f"{point.played.leg.name}: {fault} at call {point.number}, {point.call}: {difference}" for difference in found]


def _ended(world: Watched, point: Point, slack: int, *, forgiving: bool = False) -> list[str]:
    """What differs once the desk has come to rest: for whoever called us, and altogether; `forgiving` if work may fail on the way."""
    told = status_of(point.invocation.again(world))
    world.rest(point.played.until)
    world.failures = [] if forgiving else world.failures
    heard = [] if told == point.invocation.status else [f"the caller heard {told} instead of {point.invocation.status}"]
    return [*heard, *endings.differences(point.played.ending, endings.ending(world), slack)]
