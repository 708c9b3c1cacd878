"""What must hold when everything is over: nothing lost, nothing twice, nobody on another's ticket, promises as told."""

from collections.abc import Iterable, Sequence

from infra.demo.colleagues import LEAD, notices
from infra.demo.script import Scene, Silence
from infra.demo.stage import Run, Scenery
from infra.demo.telling import Row


def close(scene: Scenery, runs: Sequence[Run], scenes: Iterable[Scene]) -> list[Row]:
    """Check the whole and answer the rows of the closing table."""
    _count(scene, runs)
    rows = [run.row(scene.eyes.ticket(run.ticket)) for run in runs if run.ticket]
    for run in runs:
        if run.ticket:
            _ticket(scene, run)
    for row, run in zip(rows, [run for run in runs if run.ticket], strict=True):
        _outcome(scene, row, run)
    _quiet(scene, runs, {step.who for one in scenes for step in one.steps if isinstance(step, Silence)})
    return rows


def _count(scene: Scenery, runs: Sequence[Run]) -> None:
    """Also after a duplicate, a stranger, a batch and a forged call."""
    every, known = scene.eyes.all_tickets(), sorted(run.ticket for run in runs)
    scene.check(f"{len(runs)} contacts have exactly {len(runs)} tickets", every == known, f"tickets {every}, of contacts {known}")
    strays = [number for number in scene.eyes.contacts() if number not in {run.first.requester for run in runs if run.first}]
    scene.check("nobody else became a contact", not strays, f"{strays}")


def _ticket(scene: Scenery, run: Run) -> None:
    """Every message once on its own ticket, every answer once in the mailbox of the one who asked."""
    name, seen = run.name, scene.eyes.ticket(run.ticket)
    said = scene.eyes.incoming(run.ticket)
    scene.check(f"{name}'s messages are on the ticket once each", said == run.written, f"{said!r}")
    authors = scene.eyes.authors(run.ticket)
    scene.check(f"nobody but {name} and the desk is on ticket #{run.ticket}", authors <= {seen.requester, *scene.eyes.agents}, f"{authors}")
    letters = scene.doors.letters(run.contact.channel, run.contact.handle)
    wanted = len(run.replies) + bool(run.survey)
    scene.check(f"{name} received {wanted} messages and nothing else", len(letters) == wanted, f"{len(letters)} messages")
    asked = [letter for letter in letters if letter.survey_link]
    scene.check(f"{name} was asked once how it went", len(asked) == 1, f"{len(asked)} times")
    bills = scene.eyes.receipt(run.ticket)
    scene.check(
        f"the receipt of ticket #{run.ticket} sums to its clocks", bool(bills) and all(one == other for one, other in bills), f"{bills}"
    )


def _outcome(scene: Scenery, row: Row, run: Run) -> None:
    outcome = run.contact.outcome
    kept = row.answered is not None and row.promised is not None and row.answered <= row.promised
    wanted = "in time" if outcome.kept else "late"
    scene.check(f"{run.name}'s first answer was {wanted}", kept is outcome.kept, f"{row.answered} of {row.promised} s")
    scene.check(f"{run.name}'s ticket ends resolved", row.resolved)
    scene.check(f"{run.name}'s rating is {outcome.score or 'none'}", row.score == outcome.score, f"{row.score}")


def _quiet(scene: Scenery, runs: Sequence[Run], silent: set[str]) -> None:
    """No notice but those of the promise that was broken."""
    addresses = {*scene.eyes.addresses.values(), LEAD}
    told = [run.name for run in runs if run.contact.key not in silent and any(notices(scene, run, to) for to in addresses)]
    scene.check("colleagues hear of no promise that was kept", not told, f"notices about {told}")
