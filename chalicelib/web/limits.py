"""How much one visitor, one source and one address may bring, and the sizes that are taken; above that the answer is 413 or 429."""

from datetime import timedelta

from chalicelib.values import dataclass

LARGEST_BODY = 24_000
MOST_EVENTS = 10


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times per `window` for each one of its kind."""

    name: str
    most: int
    window: timedelta


VISITS_OF_SOURCE = Limit("visits of a source", 30, timedelta(minutes=10))
LINES_OF_VISITOR = Limit("lines of a visitor", 30, timedelta(minutes=5))
LINES_OF_SOURCE = Limit("lines of a source", 120, timedelta(minutes=10))
FORMS_OF_SOURCE = Limit("forms of a source", 10, timedelta(hours=1))
FORMS_OF_ADDRESS = Limit("forms of an address", 5, timedelta(hours=1))
ASKED_BY_DESK = Limit("addresses asked to confirm", 20, timedelta(hours=1))
