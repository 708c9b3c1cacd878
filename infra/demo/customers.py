"""What customers do: write by mail and WhatsApp, answer by every way that mail programs leave, thank."""

import re
from typing import Any

from infra.demo.doors import attach, chat_message, compose, until
from infra.demo.script import HELP, LANGUAGES, Alarm, Apart, Chat, Forged, Mail, Once, SamePerson, Thanks, TwoPersons, Way, Writes
from infra.demo.stage import Run, Scenery
from infra.demo.turn import opened

OPEN = 2
PLACE = re.compile(r"\{number:(\w+)\}")
QUOTES = {"fi": "Polku Oy kirjoitti:", "sv": "Polku Oy skrev:", "en": "Polku Oy wrote:"}
ORDINALS = ("second", "third", "fourth", "fifth")
PRIORITIES = {1: "low", 2: "medium", 3: "high", 4: "urgent"}


def mail(scene: Scenery, step: Mail) -> None:
    run = scene.run(step.who)
    run.subject = PLACE.sub(lambda found: str(_number_of(scene, found[1])), step.subject)
    run.opening = step.text
    text = f"{step.text}\n\n{step.forwarded}" if step.forwarded else step.text
    message = attach(compose(sender(run), step.to, run.subject, text, {"Message-ID": message_id(scene, run)}), step.files)
    for _ in range(step.copies):
        scene.doors.mail(message)
    again = ", delivered twice" if step.copies > 1 else ""
    files = f", with {' and '.join(file.name for file in step.files)}" if step.files else ""
    scene.tell(run, "arrived", f"{LANGUAGES[run.contact.language]} mail to {step.to}: “{run.subject}”{files}{again}")
    opened(scene, run, waits=step.waits)
    if step.files:
        _files(scene, run, step)
    if step.forwarded:
        shown = scene.eyes.opening(run.ticket)
        complete = all(line in shown for line in step.forwarded.splitlines() if line.strip())
        scene.check(
            f"what {run.name} forwarded stands on the ticket below {run.name}'s own words", run.opening in shown and complete, shown
        )


def chat(scene: Scenery, step: Chat) -> None:
    statuses = scene.doors.whatsapp([_chat_message(scene, scene.run(who), text) for who, text in step.texts], step.copies)
    names = " and ".join(scene.run(who).name for who, _ in step.texts)
    again = ", delivered twice" if step.copies > 1 else ""
    for who, text in step.texts:
        run = scene.run(who)
        scene.tell(run, "writes" if step.joins else "arrived", f"{LANGUAGES[run.contact.language]} WhatsApp{again}: “{text}”")
    what = "a second signed call brings more" if step.joins else "a signed call brings the first words"
    name = f"{what} of {names}{' and may come twice' if step.copies > 1 else ''}"
    scene.check(name, set(statuses) == {200}, f"statuses {statuses}", told=len(step.texts) + step.copies > 2)
    for who, text in step.texts:
        if step.joins:
            landed(scene, scene.run(who), text, f"{names}'s second message is on the same ticket")
        else:
            scene.run(who).opening = text
            opened(scene, scene.run(who), waits=False)


def forged(scene: Scenery, step: Forged) -> None:
    run = scene.run(step.who)
    status = scene.doors.forged_whatsapp(_chat_message(scene, run, step.text), step.how)
    scene.tell(run, "refused", f"WhatsApp in {run.name}'s name {step.how}: “{step.text}”")
    scene.check(f"a WhatsApp call {step.how} is refused with 401", status == 401, f"status {status}")


def write_again(scene: Scenery, step: Writes) -> None:
    run = scene.run(step.who)
    if step.way is Way.CHAT:
        scene.doors.whatsapp([_chat_message(scene, run, step.text)])
    else:
        _answer_by_mail(scene, run, step.text, step.way)
    scene.tell(run, "writes", f"“{step.text}” – {step.way.value}")
    landed(scene, run, step.text, f"{run.name}'s {ORDINALS[len(run.written)]} message finds {run.name}'s ticket")
    if step.reopens:
        status = scene.eyes.ticket(run.ticket).status
        scene.check(f"{run.name}'s question reopens the ticket", status == OPEN, f"its status is {status}")


def thank(scene: Scenery, step: Thanks) -> None:
    run = scene.run(step.who)
    _answer_by_mail(scene, run, step.text, Way.ADDRESS)
    scene.tell(run, "writes", f"“{step.text}”")
    landed(scene, run, step.text, f"{run.name}'s thank-you is on {run.name}'s ticket", told=False)
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
    scene.check(f"{run.name}'s message came twice and is one ticket", found == [run.ticket], f"tickets {found}")


def same_person(scene: Scenery, step: SamePerson) -> None:
    """What the provider vouches for, the number, is on the card: the tickets stay two, and the agents see that they may be one matter."""
    run, other = scene.run(step.who), scene.run(step.other)
    here, there = scene.eyes.ticket(run.ticket), scene.eyes.ticket(other.ticket)
    scene.check(f"{run.name} is recognised as the contact who wrote by mail", here.requester == there.requester, "two contacts")
    suggestion = until(lambda: scene.eyes.reasons(run.ticket).suggestion, f"a suggestion on ticket #{run.ticket}")
    scene.tell(run, "apart", f"a ticket of its own, and #{other.ticket} is suggested to the agents ({suggestion})")
    named = scene.eyes.reasons(run.ticket).suggested == f"ticket {other.ticket}"
    scene.check(f"{run.name}'s ticket names the open ticket of the same matter", named, suggestion)
    scene.check(f"the two tickets of {other.name} are not joined by guessing", run.ticket != other.ticket)


def two_persons(scene: Scenery, step: TwoPersons) -> None:
    """Whoever knows a name and an order number could write the same."""
    run, other = scene.run(step.who), scene.run(step.other)
    here, there = scene.eyes.ticket(run.ticket), scene.eyes.ticket(other.ticket)
    scene.check(f"{run.name}, of whose number nothing is known, is another contact", here.requester != there.requester, "the same contact")
    scene.check(f"{run.name}'s ticket gives no hint at {other.name}'s", not scene.eyes.reasons(run.ticket).suggestion)


def alarm(scene: Scenery, step: Alarm) -> None:
    run, wanted = scene.run(step.who), PRIORITIES[step.priority]
    seen = scene.eyes.ticket(run.ticket)
    scene.tell(run, "team", f"priority {PRIORITIES[seen.priority]}, tags {', '.join(seen.tags)}")
    scene.check(f"{run.name}'s words alone make the ticket {wanted}", seen.priority == step.priority, f"it is {PRIORITIES[seen.priority]}")
    scene.check(f"{run.name}'s ticket is tagged {step.tag}", step.tag in seen.tags, f"its tags are {seen.tags}")


def _files(scene: Scenery, run: Run, step: Mail) -> None:
    """Each file as the ticket lists it, fetched from where the API says."""
    shown = scene.eyes.files(run.ticket)
    wanted = [(file.name, file.type, len(file.content)) for file in step.files]
    scene.check(
        f"{run.name}'s ticket lists {len(wanted)} files with name, kind and size", [one.about for one in shown] == wanted, f"{shown}"
    )
    same = [scene.doors.fetch(one.address) == file.content for one, file in zip(shown, step.files, strict=False)]
    scene.check(f"{run.name}'s files are byte by byte as they were sent", bool(same) and all(same), f"{same}")


def _answer_by_mail(scene: Scenery, run: Run, text: str, way: Way) -> None:
    letter = run.letters[-1]
    headers = {"Message-ID": message_id(scene, run)}
    if way is Way.REFERENCES:
        headers["References"] = " ".join((letter.header("References"), letter.header("Message-ID")))
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    body = f"{text}\n\n{QUOTES[run.contact.language]}\n{quoted}\n" if way is Way.MARKER else f"{text}\n"
    subject = f"{run.subject} 2" if way is Way.MARKER else f"Re: {run.subject}"
    scene.doors.mail(compose(sender(run), letter.reply_to if way is Way.ADDRESS else HELP, subject, body, headers))


def landed(scene: Scenery, run: Run, text: str, name: str, *, told: bool = True) -> None:
    """The ticket shows the message as the newest of its customer, and none twice."""
    run.written.append(text)
    found = until(lambda: _written(scene, run), f"{run.name}'s message on ticket #{run.ticket}")
    scene.check(name, found == run.written, f"the ticket shows {found!r}", told=told)


def _written(scene: Scenery, run: Run) -> list[str] | None:
    found = scene.eyes.incoming(run.ticket)
    return found if len(found) >= len(run.written) else None


def _number_of(scene: Scenery, who: str) -> int:
    return until(lambda: scene.run(who).ticket, f"the ticket of {who}")


def sender(run: Run) -> str:
    return f"{run.contact.name} <{run.contact.handle}>"


def message_id(scene: Scenery, run: Run) -> str:
    return f"<{scene.ident()}@{run.contact.handle.partition('@')[2]}>"


def _chat_message(scene: Scenery, run: Run, text: str) -> dict[str, Any]:
    return chat_message(sender=run.contact.handle, name=run.contact.name, text=text, ident=f"wamid.{scene.ident().upper()}")
