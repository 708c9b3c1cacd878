"""The body of a rating."""

from typing import Any

from chalicelib.handlers.schema import Field, NotOfTypeError, Schema, lines
from chalicelib.surveys.scores import LONGEST_COMMENT, SCORE_OF


def _ratings(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(item, int) and not isinstance(item, bool) for item in value.values()):
        raise NotOfTypeError('It should be an object such as {"default_question": 103}')
    return value


RATING: Schema = {
    "ratings": Field(
        _ratings, True, None, {"type": "object", "additionalProperties": {"type": "integer", "enum": sorted(SCORE_OF, reverse=True)}}
    ),
    "feedback": lines(LONGEST_COMMENT * 4),
}
