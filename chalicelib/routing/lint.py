"""What is wrong with a desk's routing before it is active: faults that forbid it, and rules that can never decide."""

from collections.abc import Iterator
from itertools import combinations

from chalicelib.desk.model import Condition, Desk, Rule
from chalicelib.routing.kinds import channel, keyword, reason
from chalicelib.routing.kinds.registry import KINDS, faults
from chalicelib.routing.words import fault_of, same
from chalicelib.values import dataclass

# A message may say many words and comes by both a channel and an address; of the other kinds a ticket has one value.
MANY_AT_ONCE = frozenset({keyword.NAME, channel.NAME})


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, at a rule or elsewhere (`rule` is ""); `fatal` ones forbid the configuration, the others warn."""

    rule: str
    message: str
    fatal: bool = True


def lint(desk: Desk) -> tuple[Finding, ...]:
    """All findings, rule by rule in order, then those of reasons, accounts and the default group."""
    found: list[Finding] = []
    for place, rule in enumerate(desk.rules):
        found += _broken(rule, desk)
        found += _unreachable(rule, desk.rules[:place])
    return (*found, *_elsewhere(desk))


def _broken(rule: Rule, desk: Desk) -> Iterator[Finding]:
    if not desk.group(rule.group):
        yield Finding(rule.name, f'there is no group "{rule.group}"')
    for condition in rule.conditions:
        for fault in faults(condition):
            yield Finding(rule.name, fault)
        if condition.kind == reason.NAME:
            yield from _unknown_reasons(rule, condition, desk)


def _unknown_reasons(rule: Rule, condition: Condition, desk: Desk) -> Iterator[Finding]:
    known = {same(item.name) for item in desk.reasons}
    for value in condition.values:
        if same(value) and same(value) not in known:
            yield Finding(rule.name, f'no reason "{value}" is configured, so only a form can give it', fatal=False)


def _unreachable(rule: Rule, earlier: tuple[Rule, ...]) -> Iterator[Finding]:
    if any(other.name == rule.name for other in earlier):
        yield Finding(rule.name, "an earlier rule has the same name")
    shadow = next((other for other in earlier if _shadows(other, rule)), None)
    if shadow:
        yield Finding(rule.name, f'it never decides: all it matches goes to "{shadow.name}" before', fatal=False)
    for first, second in combinations(rule.conditions, 2):
        if _contradict(first, second):
            yield Finding(rule.name, f"it never matches: two conditions of kind {first.kind} have no value in common", fatal=False)


def _shadows(earlier: Rule, later: Rule) -> bool:
    """Whether each condition of the earlier rule is implied by one of the later."""
    return all(any(_implies(narrow, wide) for narrow in later.conditions) for wide in earlier.conditions)


def _implies(narrow: Condition, wide: Condition) -> bool:
    kind = KINDS.get(wide.kind)
    if kind is None or narrow.kind != wide.kind or not narrow.values:
        return False
    return all(any(kind.covers(outer, inner) for outer in wide.values) for inner in narrow.values)


def _contradict(first: Condition, second: Condition) -> bool:
    kind = KINDS.get(first.kind)
    if kind is None or first.kind != second.kind or first.kind in MANY_AT_ONCE:
        return False
    return not any(kind.covers(one, other) for one in first.values for other in second.values)


def _elsewhere(desk: Desk) -> Iterator[Finding]:
    for item in desk.reasons:
        for fault in filter(None, map(fault_of, item.words)):
            yield Finding("", f"reason {item.name}: {fault}")
    for account in desk.accounts:
        if account.group and not desk.group(account.group):
            yield Finding("", f'account {account.address}: there is no group "{account.group}"')
    if not desk.group(desk.default_group):
        yield Finding("", f'default group: there is no group "{desk.default_group}"')
