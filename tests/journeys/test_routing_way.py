"""Who gets a ticket in life: rules, language, caps, days off, and the line."""

from chalicelib.desk import actions as desks
from chalicelib.routing import actions as routing
from chalicelib.tickets.events import TicketAssigned, TicketRouted, TicketWaiting
from tests.journeys.walks import context, found, resolve, state, update
from tests.world import World


def agent_named(world: World, name: str) -> int:
    return next(agent.id for agent in desks.current(world.now).agents if agent.name == name)


def test_a_reason_leads_to_its_team_with_its_priority(world: World) -> None:
    world.mail("aino@asiakas.example", "Lasku väärin", "Hei, laskussa on väärä summa.")
    world.settle()
    (routed,) = found(1, TicketRouted)
    assert (routed.group, routed.rule) == ("Billing", "money to billing")
    assert (state(1).agent, state(1).priority) == (agent_named(world, "Ville"), 2)


def test_an_urgent_word_makes_an_urgent_ticket(world: World) -> None:
    world.mail("aino@asiakas.example", "Apua", "Keitin palaa!")
    world.settle()
    assert (state(1).group, state(1).priority) == ("Support", 4)


def test_swedish_goes_to_who_speaks_it(world: World) -> None:
    for number in range(3):
        world.mail(f"b{number}@kund.example", "Hjälp", "Hej, min maskin fungerar inte längre. Vad ska jag göra?")
    world.settle()
    assert {state(number).agent for number in (1, 2, 3)} == {agent_named(world, "Liisa")}


def test_a_full_team_lets_tickets_wait_with_a_reason_and_takes_the_most_urgent_first(world: World) -> None:
    for number in range(5):
        world.mail(f"a{number}@asiakas.example", "Lasku", "Hei, laskussa on väärä summa.")
    world.settle()
    waiting = [number for number in range(1, 6) if not state(number).agent]
    assert len(waiting) == 3
    (told,) = found(waiting[0], TicketWaiting)[:1]
    assert (told.kind, "2/2" in str(told.rejected)) == ("capacity", True)
    update(world, waiting[-1], priority=4)
    resolve(world, next(number for number in range(1, 6) if state(number).agent))
    assert [number for number in waiting if state(number).agent] == [waiting[-1]]


def test_nobody_there_is_seen_as_uncovered_and_ends_when_somebody_comes_back(world: World) -> None:
    ville = next(agent for agent in desks.current(world.now).agents if agent.name == "Ville")
    with world.time():
        routing.set_presence(ville, available=False, context=context(world))
    world.mail("aino@asiakas.example", "Lasku väärin", "Hei, laskussa on väärä summa.")
    world.settle()
    assert state(1).waiting == "uncovered"
    with world.time():
        routing.set_presence(ville, available=True, context=context(world))
    world.settle()
    assert state(1).agent == ville.id


def test_an_agent_who_asks_gets_the_top_of_the_line_with_a_lease_that_ends(world: World) -> None:
    ville = next(agent for agent in desks.current(world.now).agents if agent.name == "Ville")
    with world.time():
        routing.set_presence(ville, available=False, context=context(world))
    world.mail("aino@asiakas.example", "Lasku väärin", "Hei, laskussa on väärä summa.")
    world.settle()
    with world.time():
        taken = routing.next_for(ville, context(world), routing.Command("take:1", f"agent:{ville.id}"))
    world.settle()
    assert taken
    assert (taken.state.number, state(1).agent) == (1, ville.id)
    assert found(1, TicketAssigned)[0].lease_until
    world.after(minutes=20)
    assert state(1).agent == 0
