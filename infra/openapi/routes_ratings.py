"""How satisfied customers were."""

from chalicelib.handlers.bodies_ratings import RATING
from infra.openapi.told import Declared, Told, instant, number, one_of

TAG = "Satisfaction"
ROUTES: Declared = {
    "GET /surveys": Told("[Survey]", "View the survey", query=(one_of("state", "Only if it is so.", "active", "inactive"),)),
    "GET /surveys/satisfaction_ratings": Told(
        "[Rating]",
        "List the ratings",
        "By the answer that counts, the oldest first: an edited rating comes again.",
        operation="list_ratings",
        paged=True,
        query=(
            instant("created_since", "Answered then or later; since the desk began if left out."),
            number("user_id", "Only this contact's, with whoever was merged into them."),
        ),
    ),
    "GET /tickets/{number}/satisfaction_ratings": Told(
        "[Rating]", "List the ratings of a ticket", operation="list_ratings_of_ticket", paged=True
    ),
    "POST /tickets/{number}/satisfaction_ratings": Told(
        "Rating",
        "Enter what a customer said",
        "A second rating of the same resolution is an edit.",
        operation="rate_ticket",
        status=201,
        body=RATING,
        example={"ratings": {"default_question": 103}, "feedback": "Nopeaa!"},
    ),
}
