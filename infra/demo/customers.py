"""What customers do: write by mail and WhatsApp, answer by every way that mail programs leave, thank."""

import re
from typing import Any

from infra.demo.doors import chat_message, compose, until
from infra.demo.script import HELP, LANGUAGES, Apart, Chat, Forged, Mail, Once, Thanks, Way, Writes
from infra.demo.stage import Run, Scenery
from infra.demo.turn import opened

OPEN = 2
PLACE = re.compile(r"\{number:(\w+)\}")
QUOTES = {"fi": "Polku Oy kirjoitti:", "sv": "Polku Oy skrev:", "en": "Polku Oy wrote:"}


def mail(scene: Scenery, step: Mail) -> None:
    run = scene.run(step.who)
    run.subject = PLACE.sub(lambda found: str(_number_of(scene, found[1])), step.subject)
    run.opening = step.text
    message = compose(sender=_sender(run), to=step.to, subject=run.subject, text=step.text, ident=_message_id(scene, run))
    for _ in range(step.copies):
        scene.doors.mail(message)
    again = ", delivered twice" if step.copies > 1 else ""
    scene.tell(run, "arrived", f"{LANGUAGES[run.contact.language]} mail to {step.to}: “{run.subject}”{again}")
    opened(scene, run, waits=step.waits)


def chat(scene: Scenery, step: Chat) -> None:
    status = scene.doors.whatsapp([_chat_message(scene, scene.run(who), text) for who, text in step.texts])
    names = " and ".join(scene.run(who).name for who, _ in step.texts)
    for who, text in step.texts:
        run = scene.run(who)
        scene.tell(run, "writes" if step.joins else "arrived", f"{LANGUAGES[run.contact.language]} WhatsApp: “{text}”")
    several = len(step.texts) > 1
    scene.check(f"one signed call brings the messages of {names}", status == 200, f"status {status}", told=several)
    for who, text in step.texts:
        if step.joins:
            _landed(scene, scene.run(who), text, f"{names}'s second message is on the same ticket")
        else:
            scene.run(who).opening = text
            opened(scene, scene.run(who), waits=False)


def forged(scene: Scenery, step: Forged) -> None:
    run = scene.run(step.who)
    status = scene.doors.whatsapp([_chat_message(scene, run, step.text)], signed=False)
    scene.tell(run, "refused", f"WhatsApp in {run.name}'s name, but the call is not signed: “{step.text}”")
    scene.check("an unsigned webhook call is refused with 401", status == 401, f"status {status}")


def write_again(scene: Scenery, step: Writes) -> None:
    run = scene.run(step.who)
    if step.way is Way.CHAT:
        scene.doors.whatsapp([_chat_message(scene, run, step.text)])
    else:
        _answer_by_mail(scene, run, step.text, step.way)
    scene.tell(run, "writes", f"“{step.text}” – {step.way.value}")
    _landed(scene, run, step.text, f"{run.name}'s answer finds ticket #{run.ticket}")
    if step.reopens:
        status = scene.eyes.ticket(run.ticket).status
        scene.check(f"{run.name}'s question reopens the ticket", status == OPEN, f"its status is {status}")


def thank(scene: Scenery, step: Thanks) -> None:
    run = scene.run(step.who)
    _answer_by_mail(scene, run, step.text, Way.ADDRESS)
    scene.tell(run, "writes", f"“{step.text}”")
    _landed(scene, run, step.text, f"{run.name}'s thank-you is on ticket #{run.ticket}", told=False)
    scene.check(f"{run.name}'s thank-you reopens nothing", scene.eyes.ticket(run.ticket).is_resolved, "the ticket is open again")


def apart(scene: Scenery, step: Apart) -> None:
    """The other one's ticket shows nothing of the stranger; the stranger's own shows why it is apart."""
    run, other = scene.run(step.who), scene.run(step.other)
    if suggestion := scene.eyes.reasons(run.ticket).suggestion:
        scene.tell(run, "apart", f"not on #{other.ticket}, only suggested to the agents ({suggestion})")
    scene.check(f"{run.name}'s message opens a ticket of its own", run.ticket not in (0, other.ticket), f"it is on #{run.ticket}")
    scene.check(f"nothing of {run.name} is on {other.name}'s ticket", run.opening not in scene.eyes.words(other.ticket))


def once(scene: Scenery, step: Once) -> None:
    run = scene.run(step.who)
    found = scene.eyes.tickets_of(run.contact)
    scene.check(f"{run.name} has one ticket", found == [run.ticket], f"tickets {found}")


def _answer_by_mail(scene: Scenery, run: Run, text: str, way: Way) -> None:
    letter = run.letters[-1]
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    body = f"{text}\n\n{QUOTES[run.contact.language]}\n{quoted}\n" if way is Way.MARKER else f"{text}\n"
    references = " ".join((letter.header("References"), letter.header("Message-ID"))) if way is Way.REFERENCES else ""
    message = compose(
        sender=_sender(run), to=letter.reply_to if way is Way.ADDRESS else HELP, text=body, references=references,
        subject=f"{run.subject} 2" if way is Way.MARKER else f"Re: {run.subject}", ident=_message_id(scene, run),
    )  # fmt: skip
    scene.doors.mail(message)


def _landed(scene: Scenery, run: Run, text: str, name: str, *, told: bool = True) -> None:
    """The ticket shows the message as the newest of its customer, and none twice."""
    run.written.append(text)
    found = until(lambda: _written(scene, run), f"{run.name}'s message on ticket #{run.ticket}")
    scene.check(name, found == run.written, f"the ticket shows {found!r}", told=told)


def _written(scene: Scenery, run: Run) -> list[str] | None:
    found = scene.eyes.incoming(run.ticket)
    return found if len(found) >= len(run.written) else None


def _number_of(scene: Scenery, who: str) -> int:
    return until(lambda: scene.run(who).ticket, f"the ticket of {who}")


def _sender(run: Run) -> str:
    return f"{run.contact.name} <{run.contact.handle}>"


def _message_id(scene: Scenery, run: Run) -> str:
    return f"<{scene.ident()}@{run.contact.handle.partition('@')[2]}>"


def _chat_message(scene: Scenery, run: Run, text: str) -> dict[str, Any]:
    return chat_message(sender=run.contact.handle, name=run.contact.name, text=text, ident=f"wamid.{scene.ident().upper()}")
