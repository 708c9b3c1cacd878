"""The survey: asked once per resolution, opened without effect, answered, changed, or left alone."""

from infra.demo.doors import Letter, SurveyPage, chosen_on, language_of, until
from infra.demo.script import LANGUAGES, Leave, Rate
from infra.demo.stage import Run, Scenery


def rate(scene: Scenery, step: Rate) -> None:
    """The link of another smiley is opened first: what it preselects must never count."""
    run = scene.run(step.who)
    page = SurveyPage(_asked(scene, run).survey_link)
    other = 6 - step.score if step.score != 3 else 1
    shown = page.open(other)
    wanted, language = run.contact.language, language_of(shown.text)
    scene.check(f"{run.name}'s survey page is in {LANGUAGES[wanted]}", language == wanted, f"it is in {language}", told=False)
    chosen, counted = chosen_on(shown.text), scene.eyes.scores(run.ticket)
    scene.check(f"opening {run.name}'s link with smiley {other} records nothing", chosen == other and not counted, f"{chosen}, {counted}")
    _send(scene, run, page, step.score, step.comment)
    if step.changed_to:
        _send(scene, run, page, step.changed_to, step.comment)
    expected = [step.score, step.changed_to] if step.changed_to else [step.score]
    given, kept = scene.eyes.scores(run.ticket), ", and the first one is kept" if step.changed_to else ""
    scene.check(f"{run.name}'s rating {step.final} counts{kept}", given == expected, f"{given}", told=bool(kept))


def leave(scene: Scenery, step: Leave) -> None:
    run = scene.run(step.who)
    _asked(scene, run)
    scene.tell(run, "answer", "none: not everybody answers")


def _asked(scene: Scenery, run: Run) -> Letter:
    letter = until(lambda: _survey(scene, run), f"the survey to {run.name}")
    run.survey = letter.survey_link
    shown = letter.subject or letter.text.replace(letter.survey_link, "[link]")
    scene.tell(run, "survey", f"by {run.contact.way} in {LANGUAGES[run.contact.language]}: “{shown}”")
    return letter


def _survey(scene: Scenery, run: Run) -> Letter | None:
    letters = scene.doors.letters(run.contact.channel, run.contact.handle)
    return next((letter for letter in letters if letter.survey_link), None)


def _send(scene: Scenery, run: Run, page: SurveyPage, score: int, comment: str) -> None:
    before = len(scene.eyes.scores(run.ticket))
    answer = page.send(score, comment)
    scene.check(f"{run.name}'s answer is taken by the page", answer.status == 200, f"status {answer.status}", told=False)
    until(lambda: len(scene.eyes.scores(run.ticket)) > before, f"{run.name}'s rating on ticket #{run.ticket}")
    run.score = scene.eyes.scores(run.ticket)[-1]
    scene.tell(run, "answer", f"{score} of 5{', changed' if before else ''}: “{comment}”")
