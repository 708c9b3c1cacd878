"""What the desk does with a new contact, as it can be seen from outside: ticket, team, agent, promise."""

from infra.demo.doors import until
from infra.demo.eyes import Seen
from infra.demo.script import Follow
from infra.demo.stage import Run, Scenery


def opened(scene: Scenery, run: Run, *, waits: bool) -> None:
    """The contact has a ticket; unless it waits for a free agent, its team and agent are told with their reasons."""
    run.ticket = until(lambda: scene.eyes.tickets_of(run.contact), f"{run.name}'s ticket")[0]
    if waits:
        because = until(lambda: scene.eyes.reasons(run.ticket).waiting, f"why ticket #{run.ticket} waits")
        run.first = scene.eyes.ticket(run.ticket)
        scene.tell(run, "waits", f"#{run.ticket}: {because}; {_promises(run)}")
        scene.check(f"{run.name}'s ticket waits, and says that the agent is full", run.first.agent == 0 and "2/2" in because, because)
    else:
        run.first = _taken(scene, run)
        scene.tell(run, "ticket", f"#{run.ticket} {_owner(scene, run)}; {_promises(run)}")
        _reached(scene, run)
    scene.check(f"{run.name} is promised an answer by a certain second", run.promised is not None, "it has no due time", told=False)
    scene.check(f"{run.name} is promised a solution by a certain second", bool(run.promised_solution), "it has no due time", told=False)


def follow(scene: Scenery, step: Follow) -> None:
    """The ticket that waited gets its agent, moved by the event that freed a place."""
    run = scene.run(step.who)
    _taken(scene, run)
    scene.tell(run, "ticket", f"#{run.ticket} {_owner(scene, run)}")
    _reached(scene, run)
    scene.check(f"{run.name}'s ticket follows as soon as a place is free", bool(run.agent))
    if step.before:
        other = scene.run(step.before)
        waits = scene.eyes.ticket(other.ticket).agent == 0
        order = "more urgent ticket overtakes" if run.ticket > other.ticket else "older ticket gets its turn before"
        scene.check(f"{run.name}'s {order} {other.name}'s", waits, f"{other.name} has an agent too")


def _taken(scene: Scenery, run: Run) -> Seen:
    """The ticket as soon as somebody has it."""

    def owned() -> Seen | None:
        seen = scene.eyes.ticket(run.ticket)
        return seen if seen.agent and seen.group else None

    seen = until(owned, f"an agent for ticket #{run.ticket}")
    run.team, run.agent = scene.eyes.groups[seen.group], scene.eyes.agents[seen.agent]
    return seen


def _reached(scene: Scenery, run: Run) -> None:
    wanted = run.contact.outcome.team
    scene.check(f"{run.name} reaches the team {wanted}", run.team == wanted, f"it is {run.team}", told=False)


def _owner(scene: Scenery, run: Run) -> str:
    reasons = scene.eyes.reasons(run.ticket)
    agent = reasons.agent if reasons.agent.startswith(run.agent) else f"{run.agent}: {reasons.agent}"
    return f"to {run.team} ({reasons.team}); {agent}"


def _promises(run: Run) -> str:
    return f"answer within {run.promised} s, solution within {run.promised_solution} s"
