"""What must hold between the fields of desk.yaml: names that exist, are given once, and fit together."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.desk.reading import STATUSES, agent_id, group_id, product_id
from chalicelib.routing.kinds.registry import KINDS
from chalicelib.routing.words import fault_of
from infra.deskfile import catalogue
from infra.deskfile.calendars import check_calendars
from infra.deskfile.faults import Faults, closest
from infra.deskfile.kinds import entries, mail
from infra.deskfile.policies import check_policies
from infra.deskfile.sign_in import check_sign_in
from infra.deskfile.ticket_fields import check_fields

Sheet = Mapping[str, Any]

# As a browser writes it: scheme, host in lower case, the port if it is not the usual one.
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")

UNIQUE = (
    ("groups", "name"),
    ("agents", "email"),
    ("companies", "name"),
    ("calendars", "name"),
    ("policies", "name"),
    ("reasons", "name"),
    ("routing.rules", "name"),
    ("statuses", "number"),
    ("statuses", "name"),
    ("products", "name"),
    ("scenarios", "name"),
)
REFERENCES = (
    ("channels", "group", "group"),
    ("channels", "language", "language"),
    ("groups", "lead", "agent"),
    ("groups", "manager", "agent"),
    ("agents", "groups", "group"),
    ("agents", "shift", "calendar"),
    ("policies", "calendar", "calendar"),
    ("policies", "companies", "company"),
    ("policies", "groups", "group"),
    ("reasons", "words", "language"),
    ("scenarios", "group", "group"),
    ("routing.rules", "group", "group"),
    ("routing.rules", "reason", "reason"),
    ("routing.rules", "skills", "skill"),
    ("routing.rules", "when.company", "company"),
    ("routing.rules", "when.language", "language"),
    ("routing.rules", "when.channel", "channel or address"),
)


def check(sheet: Sheet, faults: Faults) -> None:
    _check_unique(sheet, faults)
    _check_ids(sheet, faults)
    _check_references(sheet, faults)
    _check_channels(sheet, faults)
    _check_members(sheet, faults)
    _check_patterns(sheet, faults)
    _check_texts(sheet, faults)
    _check_survey(sheet, faults)
    _check_scenarios(sheet, faults)
    check_sign_in(sheet, faults)
    check_calendars(sheet, faults)
    check_policies(sheet, faults)
    check_fields(sheet, faults)


def rows(sheet: Sheet, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of a section such as agents or routing.rules, with their paths."""
    holder, _, name = section.rpartition(".")
    yield from entries(sheet.get(holder, {}) if holder else sheet, holder, name)


def said(row: Mapping[str, Any], field: str) -> Any:
    """A field, or a field of a field as in when.company."""
    first, _, rest = field.partition(".")
    value = row.get(first)
    return value.get(rest) if rest and value else None if rest else value


def names_of(sheet: Sheet, kind: str) -> list[str]:
    """All names that a reference of this kind may use."""
    desk, agents = sheet.get("desk", {}), [row for _, row in rows(sheet, "agents")]
    channels = [row for _, row in rows(sheet, "channels")]
    known: dict[str, list[Any]] = {
        "group": [row.get("name") for _, row in rows(sheet, "groups")],
        "agent": [row.get("email") for row in agents],
        "company": [row.get("name") for _, row in rows(sheet, "companies")],
        "calendar": [row.get("name") for _, row in rows(sheet, "calendars")],
        "reason": [row.get("name") for _, row in rows(sheet, "reasons")],
        "skill": [skill for row in agents for skill in row.get("skills", ())],
        "language": desk.get("languages") or [desk.get("language")],
        "channel or address": [row.get(field) for field in ("channel", "address") for row in channels],
    }
    return [name for name in known[kind] if isinstance(name, str)]


def _check_unique(sheet: Sheet, faults: Faults) -> None:
    for section, field in UNIQUE:
        _once(((f"{path}.{field}", row.get(field)) for path, row in rows(sheet, section)), faults)
    # One number takes texts and calls, one page has messages and comments: an address counts within its channel.
    for name in dict.fromkeys(str(row.get("channel")) for _, row in rows(sheet, "channels")):
        _once(((f"{path}.address", row.get("address")) for path, row in rows(sheet, "channels") if str(row.get("channel")) == name), faults)
    domains = (item for path, row in rows(sheet, "companies") for item in entries(row, path, "domains"))
    _once(domains, faults)


def _once(values: Iterator[tuple[str, Any]], faults: Faults) -> None:
    seen: dict[str, str] = {}
    for path, value in values:
        first = seen.setdefault(str(value).casefold(), path)
        if value is not None and first != path:
            faults.add(path, f'"{value}" is given already in line {faults.line(first)}')


def _check_ids(sheet: Sheet, faults: Faults) -> None:
    """Also a group that takes the former name of a renamed one would take its id."""
    for section, field, derive in (("groups", "name", group_id), ("agents", "email", agent_id), ("products", "name", product_id)):
        by_name = {row[field].casefold(): (path, row) for path, row in rows(sheet, section) if field in row}
        _once(((f"{path}.id", row.get("id") or derive(row[field])) for path, row in by_name.values()), faults)


def _check_references(sheet: Sheet, faults: Faults) -> None:
    for section, field, kind in REFERENCES:
        known = names_of(sheet, kind)
        used = (use for path, row in rows(sheet, section) for use in _named(row, path, field))
        for place, name in used:
            # Where the desk's languages could not be read, all the others would look wrong.
            if name not in known and (known or kind != "language"):
                faults.unknown(place, kind, name, known)
    groups, default = names_of(sheet, "group"), sheet.get("routing", {}).get("default_group")
    if default is not None and default not in groups:
        faults.unknown("routing.default_group", "group", default, groups)
    _check_languages(sheet, faults)


def _check_languages(sheet: Sheet, faults: Faults) -> None:
    known = names_of(sheet, "language")
    own = sheet.get("desk", {}).get("language")
    if not known:
        return
    if own is not None and own not in known:
        faults.add("desk.languages", f"lacks {own}, the desk's own language")
    tables = {f"texts.{key}": variants for key, variants in sheet.get("texts", {}).items()}
    for path, table in {**tables, "survey.questions": sheet.get("survey", {}).get("questions", {})}.items():
        for language in table:
            if language not in known:
                faults.unknown(f"{path}.{language}", "language", language, known)


def _named(row: Mapping[str, Any], path: str, field: str) -> Iterator[tuple[str, str]]:
    value = said(row, field)
    if isinstance(value, str):
        yield f"{path}.{field}", value
    elif isinstance(value, dict):
        yield from ((f"{path}.{field}.{name}", name) for name in value)
    elif value:
        yield from entries({field: value}, path, field)


def _check_channels(sheet: Sheet, faults: Faults) -> None:
    for path, row in rows(sheet, "channels"):
        if row.get("channel") == "email" and "address" in row:
            try:
                mail(row["address"])
            except ValueError as fault:
                faults.add(f"{path}.address", str(fault))
        if row.get("channel") == "web" and not ORIGIN.fullmatch(row.get("address", "https://x")):
            faults.add(f"{path}.address", f'expected the origin of the pages like https://shop.example, found "{row["address"]}"')


def _check_members(sheet: Sheet, faults: Faults) -> None:
    for path, row in rows(sheet, "agents"):
        if row.get("groups") == []:
            faults.warn(f"{path}.groups", "belongs to no group, so no rule ever gives them a ticket")


def _check_patterns(sheet: Sheet, faults: Faults) -> None:
    for path, row in rows(sheet, "routing.rules"):
        for kind, values in row.get("when", {}).items():
            if not values:
                faults.add(f"{path}.when.{kind}", "needs at least one value")
            for place, value in entries(row["when"], f"{path}.when", kind):
                _report(place, KINDS[kind].fault(value), faults)
    for path, row in rows(sheet, "reasons"):
        for language in row.get("words", {}):
            for place, word in entries(row["words"], f"{path}.words", language):
                _report(place, fault_of(word), faults)


def _check_scenarios(sheet: Sheet, faults: Faults) -> None:
    known = {status.number for status in STATUSES} | {row.get("number") for _, row in rows(sheet, "statuses")}
    for path, row in rows(sheet, "scenarios"):
        if "status" in row and row["status"] not in known:
            faults.add(f"{path}.status", f"there is no status {row['status']}")
        if not row.keys() - {"name", "description"}:
            faults.add(path, "changes nothing")


def _report(path: str, message: str, faults: Faults) -> None:
    if message:
        faults.add(path, message)


def _check_texts(sheet: Sheet, faults: Faults) -> None:
    known = catalogue.built_in()
    for key, variants in sheet.get("texts", {}).items():
        if key not in known:
            faults.add(f"texts.{key}", f"there is no such text{closest(key, known)}")
            continue
        for language, text in variants.items():
            _check_placeholders(f"texts.{key}.{language}", text, catalogue.allowed(known[key]), faults)
            for name in sorted(catalogue.NEEDED.get(key, frozenset()) - catalogue.placeholders(text)):
                faults.add(f"texts.{key}.{language}", f"needs the placeholder {{{name}}}")


def _check_placeholders(path: str, text: str, allowed: frozenset[str], faults: Faults) -> None:
    for name in sorted(catalogue.placeholders(text) - allowed):
        offer = ", ".join(f"{{{one}}}" for one in sorted(allowed)) or "none"
        faults.add(path, f"unknown placeholder {{{name}}}; this text has {offer}")


def _check_survey(sheet: Sheet, faults: Faults) -> None:
    """Somebody who is asked must be asked in the ticket's language."""
    survey = sheet.get("survey", {})
    questions, own = survey.get("questions", {}), sheet.get("texts", {}).get("survey.question", {})
    for language in names_of(sheet, "language") if survey.get("active") else ():
        spoken = language in questions or language in own
        if not spoken and (questions or language not in catalogue.LANGUAGES):
            faults.add("survey.questions", f"there is no question in {language}, one of the desk's languages")
    for language, question in questions.items():
        _check_placeholders(f"survey.questions.{language}", question, frozenset(), faults)
