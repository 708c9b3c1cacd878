"""The survey: asked once per resolution, opened without effect, answered, changed, or left alone."""

from infra.demo.doors import Letter, SurveyPage, chosen_on, language_of, until
from infra.demo.script import LANGUAGES, Leave, Rate, Unasked
from infra.demo.stage import Run, Scenery


def rate(scene: Scenery, step: Rate) -> None:
    """The link of another smiley is opened first: what it preselects must never count."""
    run = scene.run(step.who)
    page = SurveyPage(asked(scene, run).survey_link)
    other = 6 - step.score if step.score != 3 else 1
    shown = page.open(other)
    wanted, language = run.contact.language, language_of(shown.text)
    scene.check(f"{run.name}'s survey page is in {LANGUAGES[wanted]}", language == wanted, f"it is in {language}", told=False)
    quiet = run.opening not in shown.text and run.contact.name not in shown.text
    scene.check(f"{run.name}'s survey page tells nothing of {run.name}'s matter", quiet, shown.text, told=False)
    chosen, counted = chosen_on(shown.text), scene.eyes.scores(run.ticket)
    opened = f"opening {run.name}'s link with smiley {other} chooses it and records nothing"
    scene.check(opened, chosen == other and not counted, f"{chosen}, {counted}", told=False)
    _send(scene, run, page, step.score, step.comment)
    if step.changed_to:
        _send(scene, run, page, step.changed_to, step.comment)
    if step.sent_twice:
        again = page.send(step.score, step.comment)
        scene.check(f"{run.name}'s second click on Send is taken like the first", again.status == 200, f"status {again.status}")
    expected = [step.score, step.changed_to] if step.changed_to else [step.score]
    given, kept = scene.eyes.scores(run.ticket), ", and the first one is kept" if step.changed_to else ""
    scene.check(f"{run.name}'s rating {step.final} counts{kept}", given == expected, f"{given}", told=bool(kept))


def unasked(scene: Scenery, step: Unasked) -> None:
    run = scene.run(step.who)
    because = until(lambda: scene.eyes.survey(run.ticket), f"why {run.name} is not asked")
    scene.tell(run, "answer", f"no survey: {because}")
    scene.check(f"{run.name} is not asked how it went, and the ticket says why", step.because in because, because)


def leave(scene: Scenery, step: Leave) -> None:
    run = scene.run(step.who)
    asked(scene, run)
    scene.tell(run, "answer", "none: not everybody answers")


def asked(scene: Scenery, run: Run) -> Letter:
    """The survey, told once."""
    letter = until(lambda: _survey(scene, run), f"the survey to {run.name}")
    if not run.survey:
        shown = letter.subject or letter.text.replace(letter.survey_link, "[link]")
        scene.tell(run, "survey", f"by {run.contact.way} in {LANGUAGES[run.contact.language]}: “{shown}”")
    run.survey = letter.survey_link
    return letter


def _survey(scene: Scenery, run: Run) -> Letter | None:
    letters = scene.doors.letters(run.contact.channel, run.contact.handle)
    return next((letter for letter in letters if letter.survey_link), None)


def _send(scene: Scenery, run: Run, page: SurveyPage, score: int, comment: str) -> None:
    before = len(run.scores)
    answer = page.send(score, comment)
    changed = f"change to {score}" if before else f"answer {score}"
    scene.check(f"{run.name}'s {changed} is taken by the page", answer.status == 200, f"status {answer.status}", told=False)
    until(lambda: len(scene.eyes.scores(run.ticket)) > before, f"{run.name}'s rating on ticket #{run.ticket}")
    run.scores.append(score)
    scene.tell(run, "answer", f"{score} of 5{', changed' if before else ''}: “{comment}”")
