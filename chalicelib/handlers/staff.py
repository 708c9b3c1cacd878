"""From bodies about agents and groups to fields of the configuration: names for ids, and one change at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.desk.edits import Edit
from chalicelib.desk.model import Desk
from chalicelib.errors import AccessDenied, FieldFault, InvalidInput
from chalicelib.handlers.http import Call
from chalicelib.handlers.repeats import began_before
from chalicelib.handlers.shapes.people import SCOPES, role_id, skill_id
from chalicelib.handlers.shapes.settings import skill_names
from chalicelib.markup import clean
from chalicelib.people.keys import RIGHTS, Principal, Role
from chalicelib.people.profile import FIELDS as PROFILE
from chalicelib.tickets import actions as tickets
from chalicelib.time_zones import zone_of

Fields = dict[str, Any]
# What may stay as it was given.
PLAIN = ("email", "name", "job_title", "phone", "mobile", "cap")
# Null leaves these as they are.
NEEDED = ("email", "name")
# What agents may say of themselves.
OWN = frozenset(PROFILE)
# desk.yaml has its own word for the narrowest scope.
SCOPE_WORDS = {number: "restricted" if scope == "own" else scope.value for scope, number in SCOPES.items()}


def fresh(call: Call) -> Call:
    """The call under the configuration that holds now: another process may just have changed it."""
    return _under(desks.newest(call.context.now), call)


def change(edit: Edit, call: Call) -> Call:
    """Make hold what the edit makes of the configuration, and have the open tickets checked against it; the call under that."""
    _, after = desks.change(edit, call.context.now, call.who.actor, tickets.recheck_soon)
    return _under(after, call)


def add(edit: Edit, call: Call, is_there: Callable[[Desk], bool]) -> Call:
    """As `change`; what an earlier request with the same Idempotency-Key added is not added again."""
    if began_before(call):
        desks.make_good(call.context.now)
        again = fresh(call)
        if is_there(again.context.desk):
            return again
    return change(edit, call)


def _under(desk: Desk, call: Call) -> Call:
    return replace(call, context=replace(call.context, desk=desk))


def demand_role(who: Principal, role: str) -> None:
    """Nobody gives a role, or the address by which its holder signs in, without every right of it. Raises AccessDenied."""
    if missing := sorted(RIGHTS[Role(role)] - who.rights):
        raise AccessDenied(f"Your key does not have what it would give away: {', '.join(missing)}")


def agent_fields(given: Fields, desk: Desk) -> Fields:
    """The fields of an agent, in the words of desk.yaml. Raises InvalidInput for whatever leads nowhere."""
    faults = [*_unknown(given, desk), *_unspoken(given)]
    zone = zone_of(given.get("time_zone", ""))
    if zone is None:
        faults.append(FieldFault("time_zone", "It should be a time zone such as Europe/Helsinki"))
    if faults:
        raise InvalidInput(*faults)
    fields = {name: given[name] for name in PLAIN if name in given and (given[name] or name not in NEEDED)}
    if "signature" in given:
        fields["signature"] = clean(given["signature"])
    if "time_zone" in given:
        fields["time_zone"] = zone
    if "language" in given:
        fields["language"] = given["language"].lower()
    if "languages" in given:
        fields["languages"] = tuple(language.lower() for language in given["languages"])
    return fields | _places(given, desk)


def _places(given: Fields, desk: Desk) -> Fields:
    fields: Fields = {}
    if "group_ids" in given:
        fields["groups"] = tuple(group.name for number in given["group_ids"] if (group := desk.group_by_id(number)))
    if "skill_ids" in given:
        skills = {skill_id(name): name for name in skill_names(desk)}
        fields["skills"] = tuple(skills[number] for number in given["skill_ids"])
    if "ticket_scope" in given:
        fields["scope"] = SCOPE_WORDS[given["ticket_scope"]]
    if given.get("role_ids"):
        fields["role"] = next(role.value for role in Role if role_id(role) in given["role_ids"])
    elif given.get("type") == "collaborator":
        fields["role"] = Role.LIGHT.value
    return fields


def _unknown(given: Fields, desk: Desk) -> list[FieldFault]:
    known = {
        "group_ids": {group.id for group in desk.groups},
        "role_ids": {role_id(role) for role in Role},
        "skill_ids": {skill_id(name) for name in skill_names(desk)},
    }
    return [
        FieldFault(name, f"There is no {name.removesuffix('_ids')} {number}")
        for name, numbers in known.items()
        for number in given.get(name, ())
        if number not in numbers
    ]


def _unspoken(given: Fields) -> list[FieldFault]:
    """Languages are codes of two or three letters, as in desk.yaml."""
    said = [("language", given.get("language", "")), *(("languages", language) for language in given.get("languages", ()))]
    return [
        FieldFault(name, "It should be a language code such as fi")
        for name, language in said
        if language and not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3)
    ]


def group_fields(given: Fields, desk: Desk) -> tuple[Fields, tuple[int, ...] | None]:
    """The fields of a group, and its members if they were given. Raises InvalidInput for agents who are not there."""
    faults = [
        FieldFault(name, f"There is no agent {number}")
        for name, numbers in (
            ("agent_ids", given.get("agent_ids", ())),
            ("escalate_to", (given.get("escalate_to", 0),)),
            ("manager_id", (given.get("manager_id", 0),)),
        )
        for number in numbers
        if number and desk.agent(number) is None
    ]
    if faults:
        raise InvalidInput(*faults)
    fields = {name: given[name] for name in ("name", "description") if given.get(name) or (name == "description" and name in given)}
    for name, field in (("escalate_to", "lead"), ("manager_id", "manager")):
        if name in given:
            found = desk.agent(given[name])
            fields[field] = found.email if found else ""
    return fields, given.get("agent_ids")
