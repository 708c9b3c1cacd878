"""Satisfaction ratings."""

from chalicelib.surveys.scores import RATINGS
from infra.openapi.kinds import FLAG, ID, INSTANT, TEXT, Kind, like, many, null, said, thing

TIMES: dict[str, Kind] = {"created_at": INSTANT, "updated_at": INSTANT}
SCALE: Kind = {
    "type": "integer",
    "enum": sorted(RATINGS.values(), reverse=True),
    "description": "103 extremely happy to -103 extremely unhappy.",
}
SHAPES: dict[str, Kind] = {
    "Rating": thing(
        "What a customer answered after one resolution; an edit replaces it.",
        id=ID,
        survey_id=ID,
        user_id=said(null(ID), "The contact."),
        agent_id=said(null(ID), "Who had the ticket when it was answered."),
        group_id=null(ID),
        ticket_id=ID,
        feedback=null(TEXT),
        ratings=thing("", default_question=like(SCALE, 103)),
        created_at=said(INSTANT, "The first answer."),
        updated_at=said(INSTANT, "The answer that counts."),
    ),
    "Survey": thing(
        "The question how it went.",
        id=ID,
        title=TEXT,
        active=FLAG,
        questions=many(thing("", id=like(TEXT, "default_question"), label=TEXT, accepted_ratings=many(SCALE), default=FLAG)),
        **TIMES,
    ),
}
