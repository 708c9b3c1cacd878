"""The list of rule kinds; a new kind is one module and its name here."""

from chalicelib.desk.model import Condition
from chalicelib.errors import BadConfiguration
from chalicelib.routing.kinds import channel, company, keyword, language, reason
from chalicelib.routing.kinds.kind import Kind

ALL: tuple[Kind, ...] = (keyword, channel, language, reason, company)
KINDS: dict[str, Kind] = {kind.NAME: kind for kind in ALL}


def kind_of(condition: Condition) -> Kind:
    """The kind of a condition; raises BadConfiguration for a name that is not in the registry."""
    kind = KINDS.get(condition.kind)
    if kind is None:
        raise BadConfiguration(f'there is no rule kind "{condition.kind}"; known kinds: {", ".join(KINDS)}')
    return kind


def faults(condition: Condition) -> tuple[str, ...]:
    """What is wrong with a condition, for whoever wrote it; () if nothing. For the check of a configuration."""
    kind = KINDS.get(condition.kind)
    if kind is None:
        return (f'there is no rule kind "{condition.kind}"; known kinds: {", ".join(KINDS)}',)
    if not condition.values:
        return (f"a condition of kind {condition.kind} needs at least one value",)
    return tuple(fault for value in condition.values if (fault := kind.fault(value)))
