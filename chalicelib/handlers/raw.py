"""What Chalice hands over loosely, made exact."""

from chalice.app import Request


def body_of(request: Request) -> bytes:
    """The exact bytes that were sent."""
    raw = request.raw_body
    return raw.encode() if isinstance(raw, str) else raw


def header_of(request: Request, name: str) -> str:
    return str(dict(request.headers).get(name, ""))
