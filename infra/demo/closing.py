"""What must hold when everything is over: nothing lost, nothing twice, nobody on another's ticket, promises as told."""

from collections.abc import Iterable, Iterator, Sequence

from infra.demo.colleagues import LEAD, notices
from infra.demo.eyes import Seen
from infra.demo.script import Scene, Silence
from infra.demo.stage import Run, Scenery
from infra.demo.telling import Kept

Finding = tuple[str, bool, str]
FAILED = "failed"


def close(scene: Scenery, runs: Sequence[Run], scenes: Iterable[Scene]) -> dict[int, Seen]:
    """Check the whole and answer how each ticket stands at last."""
    _count(scene, runs)
    present = [run for run in runs if run.ticket]
    seen = {run.ticket: scene.eyes.ticket(run.ticket) for run in present}
    scene.check_all("every message is on its sender's ticket, once", (_messages(scene, run) for run in present))
    scene.check_all("nobody but its customer and the desk is on any ticket", (_authors(scene, run, seen[run.ticket]) for run in present))
    scene.check_all("every customer received every answer and at most one survey, and nothing else", _mailboxes(scene, present))
    _post(scene, present)
    scene.check_all("every answer left the house, and what came back is marked", (_deliveries(scene, run) for run in present))
    scene.check_all(
        "every ticket is resolved", ((f"{run.name}'s ticket ends resolved", seen[run.ticket].is_resolved, "") for run in present)
    )
    scene.check_all("every survey answer is on its ticket, and none that was not given", (_score(scene, run) for run in present))
    scene.check_all("every first answer came in time, but for the one that nobody gave", (_kept(run, seen[run.ticket]) for run in present))
    scene.check_all("every matter was solved in the promised time", (_solved(run, seen[run.ticket]) for run in present))
    _quiet(scene, present, {step.who for one in scenes for step in one.steps if isinstance(step, Silence)})
    scene.check_all("every clock's itemised receipt sums to the clock", (_receipt(scene, run) for run in present))
    _colleagues(scene, seen)
    return seen


def names_differ(scene: Scenery) -> None:
    """The last check, about the checks."""
    names = [check.name for check in scene.stage.checks.all]
    scene.check("every check of the day has a name of its own", len(set(names)) == len(names), f"{_twice(names)}")


def _twice(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _count(scene: Scenery, runs: Sequence[Run]) -> None:
    """Also after duplicates, strangers, batches, reports of machines and forged calls."""
    every, known = scene.eyes.all_tickets(), sorted(run.ticket for run in runs)
    scene.check(f"{len(runs)} contacts have become exactly {len(runs)} tickets", every == known, f"tickets {every}, of contacts {known}")
    strays = set(scene.eyes.contacts()) - {run.first.requester for run in runs if run.first}
    scene.check("nobody who did not write became a contact", not strays, f"{strays}")


def _post(scene: Scenery, runs: Sequence[Run]) -> None:
    links = [run.survey for run in runs if run.survey]
    scene.check("no two customers got the same survey link", len(set(links)) == len(links) > 0, f"{len(links)} links")
    known = {*(run.contact.handle for run in runs), *scene.eyes.addresses.values()}
    strangers = scene.doors.recipients() - known
    scene.check("the desk wrote to nobody but its customers and colleagues", not strangers, f"{strangers}")


def _messages(scene: Scenery, run: Run) -> Finding:
    said = scene.eyes.incoming(run.ticket)
    return f"all that {run.name} wrote is on {run.name}'s ticket, once each", said == run.written, f"{said!r}"


def _authors(scene: Scenery, run: Run, seen: Seen) -> Finding:
    authors = scene.eyes.authors(run.ticket)
    strangers = authors - {seen.requester, *scene.eyes.agents}
    return f"nobody but {run.name} and the desk is on {run.name}'s ticket", not strangers, f"{strangers}"


def _mailboxes(scene: Scenery, runs: Iterable[Run]) -> Iterator[Finding]:
    for run in runs:
        letters = scene.doors.letters(run.contact.channel, run.contact.handle)
        wanted, asked = len(run.replies) + bool(run.survey), sum(bool(letter.survey_link) for letter in letters)
        yield f"{run.name} received {wanted} messages and nothing else", len(letters) == wanted, f"{len(letters)} messages"
        expected = int(run.contact.outcome.asked)
        name = f"{run.name} was asked once how it went" if expected else f"{run.name} was never asked how it went"
        yield name, asked == expected, f"{asked} times"
        whole = "\n".join(letter.text for letter in letters)
        if run.notes:
            yield f"no note about {run.name} reached {run.name}", not any(text in whole for text in run.notes), whole


def _deliveries(scene: Scenery, run: Run) -> Finding:
    """The provider's word on every answer."""
    states = [one.delivery for one in scene.eyes.said(run.ticket) if one.delivery]
    good = set(states) == {FAILED} if run.came_back else bool(states) and not set(states) - {"sent", "delivered", "read"}
    name = f"the answer to {run.name} is told to be undeliverable" if run.came_back else f"the provider took every answer to {run.name}"
    return name, good, f"{states}"


def _score(scene: Scenery, run: Run) -> Finding:
    scores, wanted = scene.eyes.scores(run.ticket), run.contact.outcome.score
    last = scores[-1] if scores else None
    return f"{run.name}'s rating is {wanted or 'none'} at the end of the day", (last, scores) == (wanted, run.scores), f"{scores}"


def _kept(run: Run, seen: Seen) -> Finding:
    """As the desk itself judges it, and as the instants say."""
    wanted = run.contact.outcome.kept
    by_instants = bool(run.first and run.first.first_due and seen.first_answered and seen.first_answered <= run.first.first_due)
    name = f"{run.name}'s first answer was {'in time' if wanted else 'late'}"
    return name, (not seen.is_late, by_instants) == (wanted, wanted), f"late: {seen.is_late}, answered in time: {by_instants}"


def _solved(run: Run, seen: Seen) -> Finding:
    solution = run.row(seen).solution
    return f"{run.name}'s matter was solved in the promised time", _is_kept(solution), str(solution)


def _is_kept(kept: Kept) -> bool:
    return kept.promised is not None and kept.took is not None and kept.took <= kept.promised


def _quiet(scene: Scenery, runs: Sequence[Run], silent: set[str]) -> None:
    told = [
        run.name for run in runs if run.contact.key not in silent and any(notices(scene, run, to) for to in scene.eyes.addresses.values())
    ]
    scene.check("colleagues hear of no promise that was kept", not told, f"notices about {told}")
    scene.check_all("a broken promise is told as often as it should be", (_told(scene, run) for run in runs if run.contact.key in silent))


def _told(scene: Scenery, run: Run) -> Finding:
    agent = scene.eyes.addresses[scene.eyes.ticket(run.ticket).agent]
    heard = [len(notices(scene, run, to)) for to in (agent, LEAD)]
    return f"{run.name}'s broken promise is told to the agent twice, to the lead once, and never again", heard == [2, 1], f"{heard}"


def _receipt(scene: Scenery, run: Run) -> Finding:
    bills = scene.eyes.receipt(run.ticket)
    return f"the itemised receipt of {run.name}'s promises sums up", bool(bills) and all(used == sums for used, sums in bills), f"{bills}"


def _colleagues(scene: Scenery, seen: dict[int, Seen]) -> None:
    loads = {name: scene.eyes.load(agent) for agent, name in scene.eyes.agents.items()}
    scene.check("nobody carries any work when all is resolved", not any(loads.values()), f"{loads}")
    caps = {scene.eyes.agents[agent] for agent in scene.eyes.caps if scene.eyes.caps[agent] == 0}
    owners = {scene.eyes.agents.get(one.agent, "nobody") for one in seen.values()}
    scene.check("nobody with a cap of 0 ever owns a ticket", not caps & owners, f"{caps & owners}")
    scene.check("every ticket has one owner at the end", "nobody" not in owners, f"{owners}")
