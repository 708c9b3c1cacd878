"""What must hold when everything is over: nothing lost, nothing twice, nobody on another's ticket, promises as told."""

from collections.abc import Iterable, Iterator, Sequence

from infra.demo.colleagues import notices
from infra.demo.eyes import Seen
from infra.demo.script import Scene, Silence
from infra.demo.stage import Run, Scenery
from infra.demo.telling import Row

Finding = tuple[str, bool, str]


def close(scene: Scenery, runs: Sequence[Run], scenes: Iterable[Scene]) -> list[Row]:
    """Check the whole and answer the rows of the closing table."""
    _count(scene, runs)
    present = [run for run in runs if run.ticket]
    seen = {run.ticket: scene.eyes.ticket(run.ticket) for run in present}
    scene.check_all("every message is on its sender's ticket, once", (_messages(scene, run) for run in present))
    scene.check_all("nobody but its customer and the desk is on any ticket", (_authors(scene, run, seen[run.ticket]) for run in present))
    scene.check_all("every customer received every answer and one survey, and nothing else", _mailboxes(scene, present))
    scene.check_all(
        "every ticket is resolved", ((f"{run.name}'s ticket ends resolved", seen[run.ticket].is_resolved, "") for run in present)
    )
    scene.check_all("every survey answer is on its ticket, and none that was not given", (_score(scene, run) for run in present))
    scene.check_all("every first answer came in time, but for the one that nobody gave", (_kept(run, seen[run.ticket]) for run in present))
    _quiet(scene, present, {step.who for one in scenes for step in one.steps if isinstance(step, Silence)})
    scene.check_all("every clock's itemised receipt sums to the clock", (_receipt(scene, run) for run in present))
    return [run.row(seen[run.ticket]) for run in present]


def _count(scene: Scenery, runs: Sequence[Run]) -> None:
    """Also after a duplicate, a stranger, a batch and a forged call."""
    every, known = scene.eyes.all_tickets(), sorted(run.ticket for run in runs)
    scene.check(f"{len(runs)} customers have exactly {len(runs)} tickets", every == known, f"tickets {every}, of customers {known}")
    strays = set(scene.eyes.contacts()) - {run.first.requester for run in runs if run.first}
    scene.check("nobody else became a contact", not strays, f"{strays}")


def _messages(scene: Scenery, run: Run) -> Finding:
    said = scene.eyes.incoming(run.ticket)
    return f"{run.name}'s messages are on ticket #{run.ticket}, once each", said == run.written, f"{said!r}"


def _authors(scene: Scenery, run: Run, seen: Seen) -> Finding:
    authors = scene.eyes.authors(run.ticket)
    return f"nobody but {run.name} and the desk is on ticket #{run.ticket}", authors <= {seen.requester, *scene.eyes.agents}, f"{authors}"


def _mailboxes(scene: Scenery, runs: Iterable[Run]) -> Iterator[Finding]:
    for run in runs:
        letters = scene.doors.letters(run.contact.channel, run.contact.handle)
        wanted, asked = len(run.replies) + bool(run.survey), sum(bool(letter.survey_link) for letter in letters)
        yield f"{run.name} received {wanted} messages and nothing else", len(letters) == wanted, f"{len(letters)} messages"
        yield f"{run.name} was asked once how it went", asked == 1, f"{asked} times"


def _score(scene: Scenery, run: Run) -> Finding:
    scores, wanted = scene.eyes.scores(run.ticket), run.contact.outcome.score
    last = scores[-1] if scores else None
    return f"{run.name}'s rating is {wanted or 'none'}", last == run.score == wanted, f"{scores}"


def _kept(run: Run, seen: Seen) -> Finding:
    """As the desk itself judges it, and as the instants say."""
    wanted = run.contact.outcome.kept
    by_instants = bool(run.first and run.first.first_due and seen.first_answered and seen.first_answered <= run.first.first_due)
    name = f"{run.name}'s first answer was {'in time' if wanted else 'late'}"
    return name, (not seen.is_late, by_instants) == (wanted, wanted), f"late: {seen.is_late}, answered in time: {by_instants}"


def _quiet(scene: Scenery, runs: Sequence[Run], silent: set[str]) -> None:
    told = [
        run.name for run in runs if run.contact.key not in silent and any(notices(scene, run, to) for to in scene.eyes.addresses.values())
    ]
    scene.check("colleagues hear of no promise that was kept", not told, f"notices about {told}")


def _receipt(scene: Scenery, run: Run) -> Finding:
    bills = scene.eyes.receipt(run.ticket)
    return f"the receipt of ticket #{run.ticket} sums to its clocks", bool(bills) and all(used == sums for used, sums in bills), f"{bills}"
