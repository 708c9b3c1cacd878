"""Plays the operations one after the other, each in a world of its own, on as many stored tickets as asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import mix
from bench.measure import Measured, NoPlaceError, measured
from bench.operations import OPERATIONS, wide_desk
from bench.recorder import Call, Recorder
from bench.stage import NotPlayed, Play, Stage, item_now
from bench.tape import Take
from bench.volume import Volume, stored
from chalicelib.storage.tickets import find_commits
from tests.world import START


@dataclass(frozen=True, slots=True)
class Played:
    """One operation: what it asked, its take, and the requests that made the ground for it."""

    measured: Measured
    take: Take
    before: tuple[Call, ...]


Faults = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Volumes:
    """Volumes of stored tickets, all like one that came by mail, was routed and given to an agent."""

    recorder: Recorder

    def of(self, tickets: int) -> Volume | None:
        if not tickets:
            return None
        pattern = find_commits(Stage(wide_desk(), self.recorder).open().number)
        return stored(tuple(pattern[:3]), tickets, START)


def play_all(recorder: Recorder, volume: Volume | None, only: str = "") -> tuple[list[Played], Faults]:
    """What was played, and what did not end as it must."""
    played: list[Played] = []
    faults: Faults = []
    for name, play in OPERATIONS:
        if only in name:
            try:
                played.append(_play(name, play, recorder, volume))
            except (NotPlayed, NoPlaceError) as fault:
                faults.append((name, str(fault)))
    return played, faults


def live(recorder: Recorder) -> tuple[mix.Life | None, Faults]:
    """One ticket of the standard mix."""
    try:
        return mix.play(wide_desk(), recorder), []
    except (NotPlayed, NoPlaceError) as fault:
        return None, [("one ticket of the standard mix", str(fault))]


def _play(name: str, play: Play, recorder: Recorder, volume: Volume | None) -> Played:
    stage = Stage(wide_desk(), recorder, volume)
    way = play(stage)
    (take,) = _once(stage.takes)
    return Played(measured(name, way, stage.calls, item_now), take, tuple(stage.before))


def _once(takes: Sequence[Take]) -> Sequence[Take]:
    if len(takes) != 1:
        raise NotPlayed(f"{len(takes)} invocations instead of one")
    return takes
