"""The sections `fields`, `contact_fields` and `company_fields`: what each may hold, and what must hold between its parts."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.desk.fields import DEMANDABLE, FieldKind, Level, TicketField
from infra.deskfile.faults import Faults, closest
from infra.deskfile.kinds import Many, One, Record, entries, one_of, switch, text

OWN = re.compile(r"cf_[a-z0-9_]{1,60}")
MOST_LEVELS = 2
MOST_OWN = 50
CHOOSING = (FieldKind.DROPDOWN, FieldKind.NESTED)
FLAGS = ("required_for_agents", "required_for_closure", "required_for_customers", "customers_can_edit", "displayed_to_customers")
DEMANDS = {"name", "choices", "required_for_agents", "required_for_closure"}
_TEXT = One(text)
FIELD = Record(
    {
        "name": _TEXT,
        "label": _TEXT,
        "type": One(one_of(*FieldKind)),
        "choices": Many(_TEXT),
        "levels": Many(Record({"name": _TEXT, "label": _TEXT}, frozenset({"name"}))),
        "label_for_customers": _TEXT,
        **dict.fromkeys(FLAGS, One(switch)),
    },
    frozenset({"name"}),
)
# Of contacts and companies, which no customer fills in and nobody resolves.
OWN_FIELD = Record(
    {name: kind for name, kind in FIELD.shape.items() if name not in FLAGS or name == "required_for_agents"}, frozenset({"name"})
)
HOLDERS = {"fields": "ticket", "contact_fields": "contact", "company_fields": "company"}
Row = Mapping[str, Any]


def ticket_field(row: Row) -> TicketField:
    levels = tuple(Level(level["name"], level.get("label", "")) for level in row.get("levels", ()))
    same = {name: value for name, value in row.items() if name not in ("type", "choices", "levels")}
    return TicketField(**same, kind=FieldKind(row.get("type", FieldKind.TEXT)), choices=tuple(row.get("choices", ())), levels=levels)


def check_fields(sheet: Row, faults: Faults) -> None:
    for section, holder in HOLDERS.items():
        _check_section(sheet, section, holder, faults)


def _check_section(sheet: Row, section: str, holder: str, faults: Faults) -> None:
    found = list(entries(sheet, "", section))
    usual = tuple(DEMANDABLE) if section == "fields" else ()
    for path, row in found:
        if "name" in row:
            _check_one(path, row, usual, faults)
    if sum(1 for _ in _own_names(found)) > MOST_OWN:
        faults.add(section, f"a {holder} has at most {MOST_OWN} fields of the desk's own")
    seen: dict[str, str] = {}
    for path, name in _names(found):
        first = seen.setdefault(name, path)
        if first != path:
            faults.add(path, f'"{name}" is given already in line {faults.line(first)}')


def _check_one(path: str, row: Row, usual: tuple[str, ...], faults: Faults) -> None:
    if row["name"] in usual:
        _check_usual(path, row, faults)
    elif OWN.fullmatch(row["name"]):
        _check_own(path, row, faults)
    else:
        others = f"; others are {', '.join(usual)}{closest(row['name'], usual)}" if usual else ""
        faults.add(f"{path}.name", f"an own field begins with cf_ and has small letters, digits and _{others}")


def _check_usual(path: str, row: Row, faults: Faults) -> None:
    allowed = DEMANDS if row["name"] == "ticket_type" else DEMANDS - {"choices"}
    for name in sorted(row.keys() - allowed):
        faults.add(f"{path}.{name}", f"of {row['name']} only {', '.join(sorted(allowed - {'name'}))} can be said")


def _check_own(path: str, row: Row, faults: Faults) -> None:
    kind = FieldKind(row.get("type", FieldKind.TEXT))
    choices = [choice for _, choice in entries(row, path, "choices")]
    if kind in CHOOSING and not choices:
        faults.add(path, f"a {kind} field needs choices")
    if kind not in CHOOSING and choices:
        faults.add(f"{path}.choices", f"a {kind} field has none")
    if (kind is FieldKind.NESTED) != ("levels" in row):
        faults.add(path, "a nested field needs levels, and no other has them")
    if len(row.get("levels", ())) > MOST_LEVELS:
        faults.add(f"{path}.levels", f"at most {MOST_LEVELS} follow the first")
    for place, level in entries(row, path, "levels"):
        if not OWN.fullmatch(level.get("name", "cf_x")):
            faults.add(f"{place}.name", "an own field begins with cf_ and has small letters, digits and _")
    _check_choices(path, row, kind, faults)


def _check_choices(path: str, row: Row, kind: FieldKind, faults: Faults) -> None:
    deepest, seen = 1 + len(row.get("levels", ())), set[str]()
    for place, choice in entries(row, path, "choices"):
        steps = [step.strip() for step in choice.split(">")]
        if kind is FieldKind.NESTED and row.get("levels") and (len(steps) > deepest or not all(steps)):
            faults.add(place, f'expected up to {deepest} steps like "Hardware > Phone", found "{choice}"')
        if choice in seen:
            faults.add(place, f'"{choice}" is given twice')
        seen.add(choice)


def _names(found: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for path, row in found:
        if "name" in row:
            yield f"{path}.name", row["name"]
        yield from ((f"{place}.name", level["name"]) for place, level in entries(row, path, "levels") if "name" in level)


def _own_names(found: list[tuple[str, Any]]) -> Iterator[str]:
    return (name for _, name in _names(found) if name not in DEMANDABLE)
