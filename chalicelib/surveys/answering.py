"""An answer on its way into a ticket's history."""

from dataclasses import replace

from chalicelib.tickets.change import Change
from chalicelib.tickets.content import Sealed
from chalicelib.tickets.events import SurveyAnswered
from chalicelib.tickets.state import State


def answered(state: State, answer: SurveyAnswered, words: Sealed) -> Change:
    """A later answer to the same question is an edit."""
    edit = state.survey.edits + 1 if answer.resolution in dict(state.survey.scores) else 0
    return Change((replace(answer, digest=words.digest, edit=edit),), words.content)
