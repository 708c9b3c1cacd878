"""What machines write: vacation replies, reports of undelivered mail, and the scanners that open every link."""

from infra.demo.customers import landed, message_id, sender
from infra.demo.doors import SurveyPage, compose, returned_mail, until
from infra.demo.eyes import Said
from infra.demo.ratings import asked
from infra.demo.script import AutoReply, Returned, Scanned, Undelivered
from infra.demo.stage import Run, Scenery

SCORES = (1, 2, 3, 4, 5)


def auto_reply(scene: Scenery, step: AutoReply) -> None:
    """As vacation programs answer: to the sender, threaded, and marked (RFC 3834)."""
    run, before = scene.run(step.who), scene.run(step.who).letters[-1]
    status = scene.eyes.ticket(run.ticket).status
    headers = {
        "Message-ID": message_id(scene, run), "In-Reply-To": before.header("Message-ID"), "Auto-Submitted": "auto-replied",
    }  # fmt: skip
    scene.doors.mail(compose(sender(run), before.reply_to, f"Automatic reply: {before.subject}", step.text, headers))
    scene.tell(run, "machine", f"{run.name}'s mail program: “{step.text}”")
    landed(scene, run, step.text, f"{run.name}'s automatic reply is kept on {run.name}'s ticket")
    marked = [one.automatic for one in scene.eyes.said(run.ticket) if step.text in one.text]
    scene.check(f"{run.name}'s automatic reply is marked as no person's", marked == [True], f"{marked}")
    now = scene.eyes.ticket(run.ticket).status
    scene.check(f"{run.name}'s automatic reply moves nothing", now == status, f"its status went from {status} to {now}")


def undelivered(scene: Scenery, step: Undelivered) -> None:
    run = scene.run(step.who)
    answer = until(lambda: _failed(scene, run), f"the provider's word on the answer to {run.name}")
    scene.tell(run, "machine", f"the mail provider could not deliver the answer: “{answer.failure}”")
    run.came_back = True
    scene.check(f"the answer that {run.name} never got is marked as failed", answer.delivery == "failed", answer.delivery)
    scene.check(f"the ticket of {run.name} says why the mail came back", "550" in answer.failure, answer.failure)
    scene.check(f"{run.name}'s ticket stays open after the bounce", not scene.eyes.ticket(run.ticket).is_resolved)


def returned(scene: Scenery, step: Returned) -> None:
    run = scene.run(step.who)
    before = scene.eyes.ticket(run.ticket)
    letter = run.letters[-1]
    scene.doors.report(letter.reply_to, returned_mail(letter, run.contact.handle, step.because, message_id(scene, run)))
    scene.tell(run, "machine", f"{run.name}'s mail server sends the answer back: “{step.because}”")
    report = until(lambda: _reported(scene, run, step.because), f"the report on ticket #{run.ticket}")
    run.written.append(report.text)
    run.came_back = True
    scene.check(f"the report of {run.name}'s mail server finds {run.name}'s ticket", report.incoming)
    scene.check(f"the report of {run.name}'s mail server is marked as no person's", report.automatic)
    answer = until(lambda: _failed(scene, run), f"the answer to {run.name} marked as failed")
    scene.check(f"the answer that {run.name}'s mail server sent back is marked as failed", answer.delivery == "failed", answer.delivery)
    scene.check(f"the report of {run.name}'s mail server moves nothing", scene.eyes.ticket(run.ticket).status == before.status)


def scanned(scene: Scenery, step: Scanned) -> None:
    """Five smileys, five visits, as mail filters do before anybody has read the mail."""
    run = scene.run(step.who)
    page = SurveyPage(asked(scene, run).survey_link)
    answers = [page.open(score).status for score in SCORES]
    scene.tell(run, "machine", f"{run.name}'s mail filter opens all {len(SCORES)} smileys of the survey")
    scene.check(f"all five links in {run.name}'s survey open", answers == [200] * len(SCORES), f"{answers}")
    scene.check(
        f"the filter's visits to {run.name}'s survey are no votes", not scene.eyes.scores(run.ticket), f"{scene.eyes.scores(run.ticket)}"
    )


def _failed(scene: Scenery, run: Run) -> Said | None:
    return next((one for one in scene.eyes.said(run.ticket) if one.failure), None)


def _reported(scene: Scenery, run: Run, because: str) -> Said | None:
    return next((one for one in scene.eyes.said(run.ticket) if one.incoming and because in one.text), None)
