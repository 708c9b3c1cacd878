"""What the desk does with a new contact, as it can be seen from outside: ticket, team, agent, promise."""

from infra.demo.doors import until
from infra.demo.eyes import Seen
from infra.demo.script import Follow
from infra.demo.stage import Run, Scenery


def opened(scene: Scenery, run: Run, *, waits: bool) -> None:
    """The contact has a ticket; unless it waits for a free agent, its team and agent are told with their reasons."""
    run.ticket = until(lambda: scene.eyes.tickets_of(run.contact), f"{run.name}'s ticket")[0]
    scene.tell(run, "ticket", f"#{run.ticket}")
    if waits:
        _waits(scene, run)
    else:
        _assigned(scene, run)
    _due(scene, run)


def follow(scene: Scenery, step: Follow) -> None:
    """The ticket that waited gets its agent, moved by the event that freed a place."""
    run = scene.run(step.who)
    _assigned(scene, run)
    scene.check(f"{run.name}'s ticket follows as soon as a place is free", bool(run.agent))


def _assigned(scene: Scenery, run: Run) -> None:
    seen = until(lambda: _taken(scene, run), f"an agent for ticket #{run.ticket}")
    run.team, run.agent = scene.eyes.groups[seen.group], scene.eyes.agents[seen.agent]
    reasons = scene.eyes.reasons(run.ticket)
    scene.tell(run, "team", f"{run.team}: {reasons.team}")
    scene.tell(run, "agent", reasons.agent if reasons.agent.startswith(run.agent) else f"{run.agent}: {reasons.agent}")
    wanted = run.contact.outcome.team
    scene.check(f"{run.name} reaches the team {wanted}", run.team == wanted, f"it is {run.team}", told=False)


def _taken(scene: Scenery, run: Run) -> Seen | None:
    seen = scene.eyes.ticket(run.ticket)
    return seen if seen.agent and seen.group else None


def _waits(scene: Scenery, run: Run) -> None:
    because = until(lambda: scene.eyes.reasons(run.ticket).waiting, f"why ticket #{run.ticket} waits")
    scene.tell(run, "waits", because)
    nobody = scene.eyes.ticket(run.ticket).agent == 0
    scene.check(f"{run.name}'s ticket waits, and says that the agent is full", nobody and "2/2" in because, because)


def _due(scene: Scenery, run: Run) -> None:
    run.first = scene.eyes.ticket(run.ticket)
    scene.check(f"{run.name} is promised an answer", run.promised is not None, "the ticket has no due time", told=False)
    solved = run.first.solved_by
    rest = f", solved within {round((solved - run.first.created).total_seconds())} s" if solved else ""
    scene.tell(run, "due", f"answered within {run.promised} s{rest}")
