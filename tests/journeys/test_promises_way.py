"""Promises in life: warned, breached, told to agent and lead, paused, moved by a new configuration, each to the second."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.routing import actions as routing
from chalicelib.tickets.actions import recheck_all
from chalicelib.tickets.events import PromisesSet, RungsReached
from tests.journeys.walks import context, found, reply, resolve, state, update
from tests.small_desk import DOCUMENT
from tests.world import World

AINO = "aino@asiakas.example"


def write(world: World, subject: str = "Keitin ei toimi") -> None:
    world.mail(AINO, subject, "Hei, keitin ei lämpene.")
    world.settle()


def test_a_promise_is_warned_and_breached_once_to_the_second(world: World) -> None:
    world.now = datetime(2026, 12, 1, 13, 50, tzinfo=UTC)
    write(world)
    assert state(1).due == datetime(2026, 12, 2, 9, 50, tzinfo=UTC)
    world.at(datetime(2026, 12, 2, 12, 0, tzinfo=UTC))
    first = [rungs for rungs in found(1, RungsReached) if "first_response#1:breach" in rungs.keys]
    assert [(rungs.audience, rungs.late_by) for rungs in first] == [(("agent", "lead"), 0)]
    owner = world.mails("liisa@talo.example")
    assert any("Tiketti 1" in sent.subject for sent in owner)
    assert world.failures == []


def test_an_answer_in_time_silences_the_ladder(world: World) -> None:
    write(world)
    world.after(minutes=30)
    reply(world, 1, "Irrota johto.")
    resolve(world, 1)
    world.after(days=2)
    assert found(1, RungsReached) == []


def test_waiting_for_the_customer_moves_the_solution_by_exactly_that_time(world: World) -> None:
    write(world)
    before = state(1).promise("resolution")
    world.now += timedelta(minutes=10)
    update(world, 1, status=3)
    paused = state(1).promise("resolution")
    world.now += timedelta(minutes=7, seconds=11)
    update(world, 1, status=2)
    after = state(1).promise("resolution")
    assert paused
    assert paused.due is None
    assert before
    assert after
    assert before.due
    assert after.due == before.due + timedelta(minutes=7, seconds=11)


def test_a_new_policy_recomputes_open_tickets_and_keeps_the_old_promise(world: World) -> None:
    write(world)
    old = state(1).due
    document = deepcopy(DOCUMENT)
    document["policies"][1]["targets"][0][1][0]["seconds"] = 3600
    desk = desks.activate(document, world.now, "tests")
    with world.time():
        recheck_all(Context(desk, world.now, clock.now))
    world.settle()
    promised = [event.promises[0].due for event in found(1, PromisesSet)]
    assert promised == [old, datetime(2026, 12, 1, 9, 0, tzinfo=UTC)]
    assert state(1).due == promised[1]


def test_early_late_repeated_and_foreign_checks_change_nothing(world: World) -> None:
    write(world)
    version, look = state(1).version, state(1).look_at
    assert look
    for at in (look, look + timedelta(seconds=1), look - timedelta(days=1)):
        world.send("checks", f'{{"ticket":1,"look_at":"{at.isoformat()}"}}')
        world.settle()
    assert state(1).version == version


def test_a_resolved_ticket_closes_by_itself_after_a_week(world: World) -> None:
    write(world)
    resolve(world, 1)
    world.after(days=8)
    assert state(1).category == "closed"


def test_the_lead_is_warned_when_nobody_has_the_ticket(world: World) -> None:
    ville = next(agent for agent in desks.current(world.now).agents if agent.name == "Ville")
    with world.time():
        routing.set_presence(ville, available=False, context=context(world))
    world.mail(AINO, "Lasku väärin", "Hei, laskussa on väärä summa.")
    world.settle().after(hours=2)
    assert [sent.subject for sent in world.mails("ville@talo.example")] != []
