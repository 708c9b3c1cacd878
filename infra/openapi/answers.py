"""What every route shares: refusals with their bodies, headers, and the two ways to send a key."""

from typing import Any

from infra.openapi.kinds import COUNT, ID, TEXT, Kind, like, many, null, optional, ref, said, thing

CODES = {
    400: ("Invalid", "The input is not valid; every fault is named.", "ValidationError"),
    401: ("NoKey", "There is no key, or not a valid one.", "Error"),
    403: ("NotAllowed", "The key does not allow this.", "Error"),
    404: ("NotFound", "There is no such object, or none that the caller may see.", "Error"),
    406: ("NotServed", "None of the types in `Accept` is served here.", "Error"),
    409: (
        "Conflict",
        "The object is not in a state that allows this, another one has a value that only one may have, or the first request with this "
        "`Idempotency-Key` still runs.",
        "Conflict",
    ),
    410: ("Gone", "It was there and is no longer kept.", "Error"),
    412: ("Stale", "The version in `If-Match` no longer stands: read the object again.", "Error"),
    413: ("TooLarge", "The body is larger than what is taken.", "Error"),
    415: ("WrongType", "The body is not of a type that is read here.", "Error"),
    422: ("KeyUsed", "The `Idempotency-Key` came before with another body.", "Error"),
    429: ("TooMany", "Too many requests; come again after `Retry-After` seconds.", "Brief"),
    500: ("OurFault", "Something went wrong on our side; the log has the traceback under `request_id`.", "Error"),
    503: ("Later", "A passing fault; the same call may work after `Retry-After` seconds.", "Error"),
}
_CODE = like(TEXT, "invalid_value")
_MESSAGE = like(TEXT, "It should be a string")
_REQUEST = said(like(TEXT, "5f1c0a5e-7d0c-4c51-9a53-6f3fd7b0d9a1"), "As in `X-Request-Id`; name it when you ask for help.")
SHAPES: dict[str, Kind] = {
    "Error": thing("What every refusal says.",
        code=like(TEXT, "not_found"), message=like(TEXT, "There is no such object."), request_id=_REQUEST),
    "Brief": thing("What the gateway says before we are asked.",
        code=optional(TEXT), message=like(TEXT, "Too Many Requests"), request_id=optional(TEXT)),
    "FieldFault": thing(
        "One wrong field.",
        field=like(TEXT, "subject"),
        message=_MESSAGE,
        code=_CODE,
        additional_info=optional(thing("Who has the value that only one may have.", user_id=null(ID))),
    ),
    "ValidationError": thing(
        "Every fault of the input at once.",
        description=like(TEXT, "Validation failed"),
        errors=many(ref("FieldFault")),
        code=_CODE,
        message=like(TEXT, "subject: It should be a string"),
        request_id=_REQUEST,
    ),
    "Conflict": {"anyOf": [ref("ValidationError"), ref("Error")], "description": "Why it cannot be done as things stand."},
}  # fmt: skip
ON_EVERY = (
    "X-Request-Id",
    "X-RateLimit-Total",
    "X-RateLimit-Remaining",
    "X-RateLimit-Used-CurrentRequest",
    "RateLimit-Policy",
    "RateLimit",
)
BY_STATUS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
HEADERS: dict[str, Kind] = {
    "X-Request-Id": {"description": "The id of this request.", "schema": TEXT},
    "X-RateLimit-Total": {"description": "Requests a minute.", "schema": COUNT},
    "X-RateLimit-Remaining": {"description": "Requests left in this minute.", "schema": COUNT},
    "X-RateLimit-Used-CurrentRequest": {"description": "What this request used of them.", "schema": COUNT},
    "RateLimit-Policy": {"description": "Requests that a window takes: `q` in `w` seconds.", "schema": TEXT},
    "RateLimit": {"description": "Requests left: `r`, and `t` seconds until all are there again.", "schema": TEXT},
    "Retry-After": {"description": "Seconds until the same call may work.", "schema": COUNT},
    "WWW-Authenticate": {"description": "How to send a key.", "schema": TEXT},
    "Location": {"description": "The address of what was made.", "schema": {"type": "string", "format": "uri"}},
    "ETag": {"description": "The version of the object, for `If-Match` and `If-None-Match`.", "schema": TEXT},
    "X-Search-Total": {"description": "Whether `total` is `exact` or `at-least`.", "schema": TEXT},
    "X-Cursor": {"description": "Where to go on: give it as `after`. It holds for ever and for every caller.", "schema": TEXT},
    "Link": {
        "description": 'The next page as `<address>; rel="next"`; absent on the last page.',
        "schema": {"type": "string", "pattern": '^<[^>]+>; rel="next"$'},
    },
}
TAKEN: dict[str, Kind] = {
    "Idempotency-Key": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Sent again with the same key within 24 hours, the request makes nothing twice.",
        "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,255}$"},
    },
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "description": "The `ETag` that the caller has read; 412 if it no longer stands.",
        "schema": {"type": "string", "examples": ['"3"']},
    },
    "If-None-Match": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` that the caller has.",
        "schema": {"type": "string", "examples": ['"3"']},
    },
    "Page": {
        "name": "page",
        "in": "query",
        "description": "The page, from 1.",
        "schema": {"type": "integer", "minimum": 1, "default": 1},
    },
    "PerPage": {
        "name": "per_page",
        "in": "query",
        "description": "How many on a page.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 30},
    },
    "Cursor": {
        "name": "cursor",
        "in": "query",
        "description": "Empty at first: the `Link` then carries a cursor instead of a page. It holds for its caller and question only.",
        "schema": {"type": "string", "maxLength": 1000},
        "allowEmptyValue": True,
    },
}
SECURITY: dict[str, Kind] = {
    "basic": {"type": "http", "scheme": "basic", "description": "The key as user name, any password."},
    "bearer": {"type": "http", "scheme": "bearer", "description": "The key as bearer token."},
}


def headers(*names: str, required: bool = False) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def refusals() -> dict[str, Any]:
    """Each refusal as a response that routes refer to."""
    return {
        name: {
            "description": about,
            "headers": headers(*(() if status == 429 else ON_EVERY), *BY_STATUS.get(status, ())),
            "content": {"application/json": {"schema": ref(shape)}},
        }
        for status, (name, about, shape) in CODES.items()
    }
