"""What Chalice hands over loosely, made exact."""

from chalice.app import Request


def body_of(request: Request) -> bytes:
    """The exact bytes that were sent."""
    raw = request.raw_body
    return raw.encode() if isinstance(raw, str) else raw


def header_of(request: Request, name: str) -> str:
    return str(dict(request.headers).get(name, ""))


def packing_of(request: Request) -> str:
    """How the body was packed, empty for bytes as they are: nothing here unpacks what strangers send."""
    told = header_of(request, "content-encoding").strip().lower()
    return "" if told == "identity" else told[:40]
