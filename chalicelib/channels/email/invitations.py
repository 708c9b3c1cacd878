"""What a calendar file (RFC 5545) says to a person: what, when, where, from whom; one paragraph an event."""

import re
from collections.abc import Iterator

MOST_EVENTS = 5
_LINE = re.compile(r"(SUMMARY|LOCATION|DTSTART|DTEND|ORGANIZER|RRULE|DESCRIPTION)((?:;[^:\n]{1,200}?)?):(.{0,2000})", re.I)
_ZONE = re.compile(r"TZID=\"?([^;:\"]{1,60})", re.I)
_NAME = re.compile(r"CN=\"?([^;:\"]{1,100})", re.I)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_ESCAPED = re.compile(r"\\([nN,;\\])")


def told(text: str) -> str:
    """Empty for what holds no event."""
    whole = re.sub(r"\r?\n[ \t]", "", text[:200_000])
    events = [piece.partition("\nEND:VEVENT")[0] for piece in whole.split("BEGIN:VEVENT", MOST_EVENTS + 1)[1 : MOST_EVENTS + 1]]
    is_cancelled = re.search(r"^METHOD:CANCEL", whole, re.M | re.I) is not None
    return "\n\n".join(filter(None, ("\n".join(_event(event, is_cancelled=is_cancelled)) for event in events)))


def _event(event: str, *, is_cancelled: bool) -> Iterator[str]:
    found: dict[str, tuple[str, str]] = {}
    for line in event.splitlines():
        if match := _LINE.fullmatch(line.strip()):
            found.setdefault(match[1].upper(), (match[2], match[3]))
    what = _plain(found.get("SUMMARY", ("", ""))[1])
    if what or "DTSTART" in found:
        yield f"[CANCELLED] {what}".strip() if is_cancelled else what
    if "DTSTART" in found:
        yield _span(found["DTSTART"], found.get("DTEND"))
    if where := _plain(found.get("LOCATION", ("", ""))[1]):
        yield where
    if "ORGANIZER" in found:
        parameters, address = found["ORGANIZER"]
        name = _NAME.search(parameters)
        yield f"{name[1]} <{address.partition(':')[2] or address}>" if name else address.partition(":")[2] or address


def _span(start: tuple[str, str], end: tuple[str, str] | None) -> str:
    first, last = _stamp(start[1]), _stamp(end[1]) if end else ""
    zone = _ZONE.search(start[0])
    place = f" ({zone[1]})" if zone else " UTC" if start[1].strip().endswith("Z") else ""
    if last and last != first:
        shown = last[11:] if last[:10] == first[:10] and last[11:] else last
        return f"{first} – {shown}{place}"
    return f"{first}{place}"


def _stamp(value: str) -> str:
    match = _STAMP.match(value.strip())
    if match is None:
        return value.strip()[:40]
    day = f"{match[1]}-{match[2]}-{match[3]}"
    return f"{day} {match[4]}:{match[5]}" if match[4] else day


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value).strip()
