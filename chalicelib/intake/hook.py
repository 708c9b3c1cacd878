"""How a webhook call waits in the inbound queue or the bucket."""

from dataclasses import field
from datetime import datetime

from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook call as it was proven at the edge: its body in base64 so that no byte changes, of the rest what reading it needs."""

    channel: str
    at: datetime
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
