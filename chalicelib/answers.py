"""Whether an answer of AWS came whole: botocore takes one that was cut short for one with nothing in it."""

from typing import Any


def is_cut(http_response: Any, model: Any) -> bool:
    """Fewer bytes than the head promised; both are what botocore's `after-call` hands over. Streams tell it themselves."""
    if model.has_streaming_output or model.http.get("method") == "HEAD":
        return False
    promised = str(http_response.headers.get("Content-Length", ""))
    return promised.isdigit() and len(http_response.content) < int(promised)
