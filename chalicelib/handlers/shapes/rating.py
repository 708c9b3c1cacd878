"""Satisfaction ratings and the survey that they answer."""

from chalicelib.desk.model import Desk
from chalicelib.handlers.shapes.people import Since
from chalicelib.handlers.shapes.plain import Json, between
from chalicelib.ids import conversation_id, number_of
from chalicelib.ratings.actions import Rating
from chalicelib.surveys.scores import RATINGS
from chalicelib.surveys.texts import voice

QUESTION = "default_question"


def rating(one: Rating, desk: Desk) -> Json:
    group = desk.group(one.state.group)
    return {
        "id": conversation_id(one.state.number, one.resolution),
        "survey_id": survey_id(desk),
        "user_id": one.state.contact or None,
        "agent_id": one.agent or None,
        "group_id": group.id if group else None,
        "ticket_id": one.state.number,
        "feedback": one.feedback or None,
        "ratings": {QUESTION: RATINGS[one.score]},
        **between(one.created_at, one.updated_at),
    }


def survey(desk: Desk, since: Since) -> Json:
    label = voice(desk.language, desk).text("question")
    question = {"id": QUESTION, "label": label, "accepted_ratings": sorted(RATINGS.values(), reverse=True), "default": True}
    return {"id": survey_id(desk), "title": desk.name, "active": desk.survey.active, "questions": [question], **between(*since)}


def survey_id(desk: Desk) -> int:
    return number_of(f"survey:{desk.survey.question_version}")
