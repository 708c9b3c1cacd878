"""What every answer under /api/v2 has in common, whoever gave it: our words for a verb that a path has not, and what browsers need."""

from collections.abc import Callable
from typing import Any

from chalice import Response

from chalicelib.handlers import cors
from chalicelib.handlers.raw import header_of

ROOT = "/api/v2/"


def shaped(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Middleware: what Chalice answers by itself is told in the words of the API."""
    response = get_response(event)
    if response.status_code == 405:
        response.body = {"code": "method_not_allowed", "message": f"This path takes {response.headers.get('Allow', 'other verbs')}."}
    if event.path.startswith(ROOT):
        told = cors.headers(header_of(event, "origin"))
        both = {"Vary": ", ".join((told["Vary"], str(response.headers["Vary"])))} if "Vary" in told and "Vary" in response.headers else {}
        response.headers.update({**told, **both})
    return response
