"""A verb that a path has not."""

from collections.abc import Callable
from typing import Any

from chalice import Response


def shaped(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Middleware: what Chalice answers by itself is told in the words of the API."""
    response = get_response(event)
    if response.status_code == 405:
        response.body = {"code": "method_not_allowed", "message": f"This path takes {response.headers.get('Allow', 'other verbs')}."}
    return response
