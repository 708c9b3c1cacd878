"""The standard mix, one ticket of it: four mails in, four replies out, one survey, and an agent who looks before each reply."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.acts import RESOLVED, answer_mail, link_in_newest_mail, post_answer
from bench.doors import STALE
from bench.measure import Measured, measured
from bench.recorder import Call, Recorder, place_of
from bench.routes import ask, meet
from bench.stage import AINO, ANSWER, WORDS, Stage, expect, item_now
from bench.tape import Take
from chalicelib.costs.actions import bill_of
from chalicelib.costs.tariff import LINES
from chalicelib.costs.units import item_size
from chalicelib.storage import loads
from chalicelib.storage.tickets import find_commits
from infra.functions import SCHEDULED

MAILS_IN = REPLIES = 4
# Before each reply the agent reads the line and the ticket with its conversation.
READS = REPLIES * 2
WRITES, _ = LINES["writes"]
ABOUT = f"{MAILS_IN} mails in, {REPLIES} replies out, {READS} readings by an agent, one survey answered"


@dataclass(frozen=True, slots=True)
class Life:
    """One ticket from its first mail to the customer's rating: each invocation with what it asked, and what came of it all."""

    takes: tuple[Take, ...]
    calls: tuple[tuple[Call, ...], ...]
    asked: Measured
    mails_out: int
    billed_units: float

    @property
    def doors(self) -> Counter[str]:
        return Counter(take.door for take in self.takes)

    @property
    def stored_bytes(self) -> int:
        """What its rows hold in the end, without their entries in indexes."""
        return sum(item_size(item) for item in _standing(self.asked.calls))


def play(document: dict[str, Any], recorder: Recorder) -> Life:
    """Every invocation finds a memory older than a minute, as on a quiet day; schedules are not the ticket's. Raises NotPlayed."""
    stage = Stage(document, recorder)
    for agent in stage.context.desk.agents:
        loads.prepare(agent.id)
    sent = len(stage.world.mails())
    with stage.measured(age=STALE):
        _live(stage)
    billed = _billed_units(stage.newest().number)
    own = [(take, calls) for take, calls in zip(stage.takes, stage.doors.calls, strict=True) if take.door not in SCHEDULED]
    calls = tuple(tuple(found) for _, found in own)
    flat = [call for found in calls for call in found]
    takes = tuple(take for take, _ in own)
    return Life(takes, calls, measured("mix", ABOUT, flat, item_now), len(stage.world.mails()) - sent, billed)


def _live(stage: Stage) -> None:
    world = stage.world
    world.mail(AINO, "Kahvinkeitin ei lämpene", WORDS)
    world.settle()
    state = stage.newest()
    key = meet(stage, state.agent)
    for round_ in range(REPLIES):
        if round_:
            world.after(minutes=2)
            world.send("inbound", answer_mail(stage, state))
            world.settle()
        world.after(minutes=2)
        ask(stage, key, "GET /api/v2/tickets?filter=new_and_my_open")
        ask(stage, key, f"GET /api/v2/tickets/{state.number}?include=conversations")
        ask(stage, key, f"POST /api/v2/tickets/{state.number}/reply", {"body": ANSWER})
        world.settle()
    ask(stage, key, f"PUT /api/v2/tickets/{state.number}", {"status": RESOLVED})
    world.settle().after(hours=2)
    link = link_in_newest_mail(stage)
    world.http("GET", link)
    post_answer(stage, link)
    world.settle()
    expect(stage.newest().survey.scores == ((1, 5),), "the answer is not on the ticket")
    expect(not world.failures, f"something failed: {world.failures}")


def _billed_units(number: int) -> float:
    """The write units that the ticket's own bill names."""
    told = bill_of(number, find_commits(number))
    return float(sum(line.quantity for section in told.sections for line in section.lines if line.what == WRITES))


def _standing(calls: Sequence[Call]) -> list[dict[str, Any]]:
    """The items that writes left, each as it was last."""
    last = {str(place_of(call)): call.after for call in calls if call.writes and not call.refused}
    together = {f"{table} {item['pk']} {item['sk']}": item for call in calls for table, item in call.put_together}
    return [item for item in (*last.values(), *together.values()) if item]
