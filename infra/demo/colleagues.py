"""What agents do, and what is heard when they do nothing."""

import time
from datetime import timedelta

from infra.demo.doors import Letter, until
from infra.demo.script import RESOLVED, Reply, Resolve, Silence
from infra.demo.stage import Run, Scenery

LEAD = "liisa@polku.example"
WARNED_AT = 0.5
LATEST = timedelta(seconds=20)


def reply(scene: Scenery, step: Reply) -> None:
    run = scene.run(step.who)
    scene.doors.api.post(f"/tickets/{run.ticket}/reply", {"body": step.text, "user_id": scene.eyes.ticket(run.ticket).agent})
    run.replies.append(step.text)
    scene.tell(run, "reply", f"{run.agent}: “{step.text}”")
    run.letters.append(scene.letter(run, step.text))
    scene.check(f"{run.name} receives the answer by {run.contact.way}", ok=True, told=False)


def resolve(scene: Scenery, step: Resolve) -> None:
    run = scene.run(step.who)
    answer = scene.doors.api.put(f"/tickets/{run.ticket}", {"status": RESOLVED})
    scene.tell(run, "resolved", f"by {run.agent}")
    scene.check(f"{run.name}'s ticket is resolved", answer["status"] == RESOLVED, f"its status is {answer['status']}", told=False)


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
    time.sleep(step.longer)
    lead = notices(scene, run, LEAD)
    scene.check("the team lead hears of the breach only", [letter.id for letter in lead] == [late.id], f"{[one.subject for one in lead]}")


def _notice(scene: Scenery, run: Run, to: str, count: int) -> Letter:
    """The notice of that number about the contact's ticket."""

    def found() -> Letter | None:
        heard = notices(scene, run, to)
        return heard[count - 1] if len(heard) >= count else None

    return until(found, f"notice {count} about ticket #{run.ticket} to {to}")


def notices(scene: Scenery, run: Run, to: str) -> list[Letter]:
    """What an agent heard by mail about the contact's ticket, oldest first."""
    return [letter for letter in scene.doors.letters("email", to) if f" {run.ticket}:" in letter.subject]
