"""What is allowed in desk.yaml but surely not meant: rules and policies never reached, nobody to take a ticket, texts that lack."""

from collections.abc import Iterator

from chalicelib.desk.model import Desk
from chalicelib.routing.lint import lint
from chalicelib.sla.policy import Policy
from infra.deskfile import catalogue
from infra.deskfile.faults import Faults


def hint(desk: Desk, faults: Faults) -> None:
    _check_rules(desk, faults)
    _warn_of_policies(desk, faults)
    _warn_of_empty_groups(desk, faults)
    _warn_of_missing_texts(desk, faults)


def _check_rules(desk: Desk, faults: Faults) -> None:
    places = {rule.name: f"routing.rules[{index}]" for index, rule in enumerate(desk.rules)}
    for finding in lint(desk):
        report = faults.add if finding.fatal else faults.warn
        report(places.get(finding.rule, "routing"), finding.message)


def _warn_of_policies(desk: Desk, faults: Faults) -> None:
    for index, policy in enumerate(desk.policies):
        shadow = next((other for other in desk.policies[:index] if _covers(other, policy)), None)
        if shadow:
            faults.warn(f"policies[{index}]", f'is never used: "{shadow.name}" before it takes every ticket that it is for')
    if desk.policies and not any(not policy.companies and not policy.groups for policy in desk.policies):
        faults.warn("policies", "no policy is for everybody (without companies and groups), so some tickets have no promise")


def _covers(wide: Policy, narrow: Policy) -> bool:
    pairs = ((wide.companies, narrow.companies), (wide.groups, narrow.groups))
    return all(not outer or (bool(inner) and set(inner) <= set(outer)) for outer, inner in pairs)


def _warn_of_empty_groups(desk: Desk, faults: Faults) -> None:
    manned = {name for agent in desk.agents if agent.cap > 0 for name in agent.groups}
    for index, group in enumerate(desk.groups):
        if group.name not in manned:
            faults.warn(f"groups[{index}]", f"no agent of {group.name} takes tickets, so its tickets wait for ever")


def _warn_of_missing_texts(desk: Desk, faults: Faults) -> None:
    own = {key: dict(variants) for key, variants in desk.texts}
    for index, language in enumerate(desk.languages):
        lacking = list(_lacking(language, own)) if language not in catalogue.LANGUAGES else []
        if lacking:
            shown = ", ".join(lacking[:3]) + (f" and {len(lacking) - 3} more" if len(lacking) > 3 else "")
            faults.warn(f"desk.languages[{index}]", f"{language} lacks the texts {shown}: {desk.language} or English is used there")


def _lacking(language: str, own: dict[str, dict[str, str]]) -> Iterator[str]:
    return (key for key in catalogue.built_in() if language not in own.get(key, {}))
