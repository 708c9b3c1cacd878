"""Reply tokens as they stand in addresses and texts; whether one is genuine is decided where the key is."""

import re

MOST = 20
_TOKEN = re.compile(r"(?<![a-z0-9])t\d{1,12}\.[a-z0-9]{16,64}(?![a-z0-9])", re.I)


def find(text: str) -> tuple[str, ...]:
    """Candidates like t7.abc… in lower case, each once, in their order."""
    found: dict[str, None] = {}
    for token in _TOKEN.finditer(text):
        found[token[0].lower()] = None
        if len(found) == MOST:
            break
    return tuple(found)
