"""What must hold of any configuration, from a file or from the API: names that are given once, and names that exist."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from chalicelib.desk.model import Desk
from chalicelib.routing.lint import lint

# Section, what its rows are called, and the field that only one of them may have.
UNIQUE = (
    ("groups", "group", "name"),
    ("groups", "group", "id"),
    ("agents", "agent", "email"),
    ("agents", "agent", "id"),
    ("products", "product", "name"),
    ("products", "product", "id"),
    ("scenarios", "scenario", "name"),
    ("policies", "policy", "name"),
    ("rules", "rule", "name"),
    ("statuses", "status", "number"),
)
# Section, what its rows are called, by what they are told apart, the field that names something else, and what that is.
REFERENCES = (
    ("accounts", "channel", "address", "group", "group"),
    ("groups", "group", "name", "lead", "agent"),
    ("groups", "group", "name", "manager", "agent"),
    ("agents", "agent", "email", "groups", "group"),
    ("agents", "agent", "email", "shift", "calendar"),
    ("policies", "policy", "name", "calendar", "calendar"),
    ("policies", "policy", "name", "groups", "group"),
    ("scenarios", "scenario", "name", "group", "group"),
    ("rules", "rule", "name", "group", "group"),
)
NAMES: dict[str, Callable[[Desk], set[str]]] = {
    "group": lambda desk: {group.name for group in desk.groups},
    "agent": lambda desk: {agent.email for agent in desk.agents},
    "calendar": lambda desk: {calendar.name for calendar in desk.calendars},
}


def faults(desk: Desk) -> tuple[str, ...]:
    """A sentence for each thing that forbids this configuration."""
    fatal = (finding for finding in lint(desk) if finding.fatal)
    linted = (f"rule {finding.rule}: {finding.message}" if finding.rule else finding.message for finding in fatal)
    return tuple(dict.fromkeys((*_twice(desk), *_unknown(desk), *_former(desk), *linted)))


def new_faults(before: Desk, after: Desk) -> tuple[str, ...]:
    """Those that the change from one to the other brought."""
    known = set(faults(before))
    return tuple(fault for fault in faults(after) if fault not in known)


def _twice(desk: Desk) -> Iterator[str]:
    for section, kind, field in UNIQUE:
        seen = set[str]()
        for row in getattr(desk, section):
            value = str(getattr(row, field)).casefold()
            if value in seen:
                yield f"there are two of the {kind} with the {field} {getattr(row, field)}"
            seen.add(value)


def _unknown(desk: Desk) -> Iterator[str]:
    for section, kind, name, field, wanted in REFERENCES:
        known = NAMES[wanted](desk)
        for row in getattr(desk, section):
            yield from (
                f"{kind} {getattr(row, name)}: its {field} names the {wanted} {value}, and there is none"
                for value in _named(getattr(row, field))
                if value not in known
            )
    if desk.default_group and not desk.group(desk.default_group):
        yield f"routing: its default_group names the group {desk.default_group}, and there is none"


def _named(value: Any) -> Iterable[str]:
    return ([value] if value else []) if isinstance(value, str) else value


def _former(desk: Desk) -> Iterator[str]:
    """A name that is in use leads to the group that has it now."""
    for group in desk.groups:
        yield from (f"group {group.name}: its former name {name} is another group's" for name in group.formerly if desk.group(name))
