"""What agents do, and what is heard when they do nothing."""

from datetime import UTC, datetime, timedelta

from infra.demo.doors import Letter, until
from infra.demo.script import RESOLVED, Card, GoesOff, Note, Reply, Resolve, Silence
from infra.demo.stage import Run, Scenery

LEAD = "liisa@polku.example"
WARNED_AT = 0.5
LATEST, OVERDUE = timedelta(seconds=60), timedelta(seconds=2)


def reply(scene: Scenery, step: Reply) -> None:
    run = scene.run(step.who)
    scene.doors.api.post(f"/tickets/{run.ticket}/reply", {"body": step.text, "user_id": scene.eyes.ticket(run.ticket).agent})
    run.replies.append(step.text)
    scene.tell(run, "reply", f"{run.agent}: “{step.text}”")
    run.letters.append(scene.letter(run, step.text))
    scene.check(f"{run.name} receives {_which(run)} answer by {run.contact.way}, complete", step.text in run.letters[-1].text, told=False)


def _which(run: Run) -> str:
    return ("the first", "the second", "the third", "the fourth")[len(run.letters) - 1]


def note(scene: Scenery, step: Note) -> None:
    run = scene.run(step.who)
    agent = scene.eyes.ticket(run.ticket).agent
    scene.doors.api.post(f"/tickets/{run.ticket}/notes", {"body": step.text, "user_id": agent})
    run.notes.append(step.text)
    scene.tell(run, "note", f"{run.agent}, for colleagues only: “{step.text}”")
    private = [one.private for one in scene.eyes.said(run.ticket) if step.text in one.text]
    scene.check(f"the note on {run.name}'s ticket is marked private", private == [True], f"{private}", told=False)


def card(scene: Scenery, step: Card) -> None:
    run = scene.run(step.who)
    contact = scene.eyes.ticket(run.ticket).requester
    kept = scene.doors.api.put(f"/contacts/{contact}", {"mobile": step.number})
    scene.tell(run, "note", f"{run.agent} writes {run.name}'s number on the card: {step.number}")
    scene.check(
        f"{run.name}'s card has the number and still the address", (kept["mobile"], kept["email"]) == (step.number, run.contact.handle)
    )


def goes_off(scene: Scenery, step: GoesOff) -> None:
    """Every open ticket of the colleague finds another owner, whoever that is; the others keep theirs."""
    gone, runs = scene.eyes.ticket(scene.run(step.who).ticket).agent, [scene.run(who) for who in step.others]
    before = {run.ticket: scene.eyes.ticket(run.ticket).agent for run in runs}
    left = [run for run in runs if before[run.ticket] == gone]
    scene.doors.api.put(f"/agents/{gone}", {"available": False, "hand_over": True})
    name = scene.eyes.agents[gone]
    scene.tell(left[0], "leaves", f"{name} goes off and hands {len(left)} open tickets over: {', '.join(run.name for run in left)}")
    for run in left:
        _new_owner(scene, run, gone)
    scene.check(f"the {len(left)} tickets of {name}, who went off, have other owners", len(left) > 1)
    scene.check(f"nothing is left with {name}", scene.eyes.load(gone) == 0, f"load {scene.eyes.load(gone)}")
    kept = {run.ticket: scene.eyes.ticket(run.ticket).agent for run in runs if run not in left}
    scene.check(f"whoever stayed keeps what they had when {name} went off", all(before[one] == agent for one, agent in kept.items()))


def _new_owner(scene: Scenery, run: Run, gone: int) -> None:
    def found() -> int:
        agent = scene.eyes.ticket(run.ticket).agent
        return agent if agent != gone else 0

    owner = until(found, f"a new owner for ticket #{run.ticket}")
    run.agent = scene.eyes.agents[owner]
    scene.tell(run, "agent", scene.eyes.reasons(run.ticket).agent)
    scene.check(f"{run.name}'s ticket has a new owner who is there", owner not in (0, gone), run.agent, told=False)


def resolve(scene: Scenery, step: Resolve) -> None:
    run = scene.run(step.who)
    answer = scene.doors.api.put(f"/tickets/{run.ticket}", {"status": RESOLVED})
    scene.tell(run, "resolved", f"by {run.agent}")
    again = " again" if run.resolutions else ""
    run.resolutions += 1
    scene.check(f"{run.name}'s ticket is resolved{again}", answer["status"] == RESOLVED, f"its status is {answer['status']}", told=False)


def silence(scene: Scenery, step: Silence) -> None:
    """The warning comes between half of the promised time and its end, the breach not before the end, each once."""
    run = scene.run(step.who)
    seen, due = run.seen(), run.due()
    half, agent = seen.created + (due - seen.created) * WARNED_AT, scene.eyes.addresses[seen.agent]
    warned = _notice(scene, run, agent, 1)
    scene.tell(run, "warned", f"to {run.agent}: “{warned.subject}”")
    scene.check("the agent is warned when half of the time is over", half <= warned.at < due, f"at {warned.at}, between {half} and {due}")
    late = _notice(scene, run, agent, 2)
    scene.tell(run, "late", f"to {run.agent} and the team lead: “{late.subject}”")
    scene.check("the broken promise is told when it breaks, not before", due <= late.at < due + LATEST, f"at {late.at}, due {due}")
    # The API tells whole seconds: an answer in the second of the breach would look like one in time.
    until(lambda: datetime.now(UTC) > due + OVERDUE, "the second after the breach")
    lead = _notice(scene, run, LEAD, 1)
    scene.check("the team lead is told in the same mail as the agent", lead.id == late.id, f"“{lead.subject}” and “{late.subject}”")


def _notice(scene: Scenery, run: Run, to: str, count: int) -> Letter:
    """The notice of that number about the contact's ticket."""

    def found() -> Letter | None:
        heard = notices(scene, run, to)
        return heard[count - 1] if len(heard) >= count else None

    return until(found, f"notice {count} about ticket #{run.ticket} to {to}")


def notices(scene: Scenery, run: Run, to: str) -> list[Letter]:
    """What an agent heard by mail about the contact's ticket, oldest first."""
    return [letter for letter in scene.doors.letters("email", to) if letter.subject.partition(":")[0].endswith(f" {run.ticket}")]
