"""Which group gets a ticket: the first rule whose conditions all hold, else the account's group, else the desk's."""

from chalicelib.desk.model import Desk, Rule
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds.registry import kind_of
from chalicelib.tickets.events import Rejected
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """Where a ticket goes and what it is from now on; `rule` is "" when no rule decided, `group` "" when nothing could.

    `priority`, `reason`, `tags` and `skills` are the ticket's values after routing, not only what the rule adds.
    """

    group: str
    rule: str
    because: str
    rejected: tuple[Rejected, ...] = ()
    priority: int = 0
    reason: str = ""
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


def decide(facts: Facts, desk: Desk) -> Route:
    """The route with its reason and every rule before it that did not match. Raises BadConfiguration for an unknown kind."""
    rejected: list[Rejected] = []
    for rule in desk.rules:
        against = _against(rule, facts, desk)
        if not against:
            return _route(rule, _why(rule, facts), facts, rejected)
        rejected.append(Rejected(rule.name, against))
    group, because = _without_rule(facts, desk)
    return _route(Rule("", (), group), because, facts, rejected)


def _against(rule: Rule, facts: Facts, desk: Desk) -> str:
    """What speaks against the rule, "" if it matches: every condition that does not hold, in words."""
    failing = [condition for condition in rule.conditions if not kind_of(condition).matches(condition, facts)]
    if failing:
        return "; ".join(kind_of(condition).explain(condition, facts) for condition in failing)
    return "" if desk.group(rule.group) else f'it matches, but there is no group "{rule.group}"'


def _why(rule: Rule, facts: Facts) -> str:
    holds = "; ".join(kind_of(condition).explain(condition, facts) for condition in rule.conditions)
    return holds or "the rule has no conditions, so it always matches"


def _without_rule(facts: Facts, desk: Desk) -> tuple[str, str]:
    nothing = "no rule matched" if desk.rules else "there are no rules"
    account = desk.account(facts.channel, facts.account)
    if account and desk.group(account.group):
        return account.group, f"{nothing}; tickets to {account.address} go to {account.group}"
    if desk.group(desk.default_group):
        return desk.default_group, f"{nothing}; {desk.default_group} is the desk's default group"
    return "", f"{nothing}, and the desk has no default group"


def _route(rule: Rule, because: str, facts: Facts, rejected: list[Rejected]) -> Route:
    return Route(
        group=rule.group,
        rule=rule.name,
        because=because,
        rejected=tuple(rejected),
        priority=rule.priority or facts.priority,
        reason=rule.reason or facts.reason,
        tags=tuple(dict.fromkeys((*facts.tags, *rule.tags))),
        skills=tuple(dict.fromkeys((*facts.skills, *rule.skills))),
    )
