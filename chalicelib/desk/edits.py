"""Changes of a configuration by the API: each makes the next desk of the one that holds, or says why it cannot."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from chalicelib.desk.model import Account, Agent, Desk, Group
from chalicelib.desk.reading import agent_id, group_id
from chalicelib.errors import Duplicate, Inconsistent, NotFound
from chalicelib.ids import number_of

# The role that may change the configuration (people.keys).
ADMIN = "admin"
Edit = Callable[[Desk], Desk]
Fields = dict[str, Any]


def add_agent(fields: Fields) -> Edit:
    """Raises Duplicate."""

    def edit(desk: Desk) -> Desk:
        _refuse_known_mail(desk, fields["email"], 0)
        number = _free(agent_id(fields["email"]), {agent.id for agent in desk.agents})
        return replace(desk, agents=(*desk.agents, Agent(number, **{"name": "", **fields})))

    return edit


def change_agent(number: int, fields: Fields) -> Edit:
    """Raises NotFound, Duplicate, and Inconsistent where the last admin would be none any more."""

    def edit(desk: Desk) -> Desk:
        old = _agent(desk, number)
        new = replace(old, **fields)
        _refuse_known_mail(desk, new.email, number)
        groups = tuple(_with_mail(group, old.email, new.email) for group in desk.groups)
        agents = tuple(new if agent is old else agent for agent in desk.agents)
        _refuse_nobody_to_rule(desk, agents)
        return replace(desk, groups=groups, agents=agents)

    return edit


def remove_agent(number: int) -> Edit:
    """Raises NotFound, and Inconsistent while a group has them as lead or manager, and for the last admin."""

    def edit(desk: Desk) -> Desk:
        gone = _agent(desk, number)
        if led := [group.name for group in desk.groups if gone.email in (group.lead, group.manager)]:
            raise Inconsistent(f"{gone.name or gone.email} hears of broken promises of {', '.join(led)}: name somebody else there first")
        agents = tuple(agent for agent in desk.agents if agent is not gone)
        _refuse_nobody_to_rule(desk, agents)
        return replace(desk, agents=agents)

    return edit


def add_group(fields: Fields, members: Iterable[int] = ()) -> Edit:
    """Raises Duplicate, NotFound."""

    def edit(desk: Desk) -> Desk:
        _refuse_known_name(desk, fields["name"], 0)
        number = _free(group_id(fields["name"]), {group.id for group in desk.groups})
        taken = replace(desk, groups=tuple(_without_former(group, fields["name"]) for group in desk.groups))
        return _with_members(replace(taken, groups=(*taken.groups, Group(number, **fields))), fields["name"], members)

    return edit


def change_group(number: int, fields: Fields, members: Iterable[int] | None = None) -> Edit:
    """A new name is taken over wherever the old one stood. Raises NotFound, Duplicate."""

    def edit(desk: Desk) -> Desk:
        old = _group(desk, number)
        new = replace(old, **fields)
        _refuse_known_name(desk, new.name, number)
        if new.name != old.name:
            desk = _renamed(desk, old.name, new.name)
            former = tuple(name for name in dict.fromkeys((*old.formerly, old.name)) if name != new.name)
            new = replace(new, formerly=former)
        groups = tuple(new if group.id == number else _without_former(group, new.name) for group in desk.groups)
        changed = replace(desk, groups=groups)
        return changed if members is None else _with_members(changed, new.name, members)

    return edit


def remove_group(number: int) -> Edit:
    """Its members leave it. Raises NotFound, and Inconsistent while the configuration sends tickets there."""

    def edit(desk: Desk) -> Desk:
        gone = _group(desk, number)
        if named := list(_sending(desk, gone.name)):
            raise Inconsistent(f"The group {gone.name} is named by {', '.join(named)}: change that first")
        agents = tuple(replace(agent, groups=tuple(name for name in agent.groups if name != gone.name)) for agent in desk.agents)
        return replace(desk, agents=agents, groups=tuple(group for group in desk.groups if group is not gone))

    return edit


def _sending(desk: Desk, name: str) -> Iterable[str]:
    """Everything but its members that names a group."""
    if desk.default_group == name:
        yield "routing.default_group"
    yield from (f"the rule {rule.name}" for rule in desk.rules if rule.group == name)
    yield from (f"the channel {account.address}" for account in desk.accounts if account.group == name)
    yield from (f"the policy {policy.name}" for policy in desk.policies if name in policy.groups)
    yield from (f"the scenario {scenario.name}" for scenario in desk.scenarios if scenario.group == name)


def _renamed(desk: Desk, old: str, new: str) -> Desk:
    def names(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if name == old else name for name in given)

    def account(one: Account) -> Account:
        return replace(one, group=new) if one.group == old else one

    return replace(
        desk,
        accounts=tuple(map(account, desk.accounts)),
        agents=tuple(replace(agent, groups=names(agent.groups)) for agent in desk.agents),
        policies=tuple(replace(policy, groups=names(policy.groups)) for policy in desk.policies),
        rules=tuple(replace(rule, group=new) if rule.group == old else rule for rule in desk.rules),
        scenarios=tuple(replace(one, group=new) if one.group == old else one for one in desk.scenarios),
        default_group=new if desk.default_group == old else desk.default_group,
    )


def _with_members(desk: Desk, name: str, members: Iterable[int]) -> Desk:
    """Exactly these agents are in the group."""
    wanted = {_agent(desk, number).id for number in members}

    def moved(agent: Agent) -> Agent:
        if (name in agent.groups) == (agent.id in wanted):
            return agent
        others = tuple(group for group in agent.groups if group != name)
        return replace(agent, groups=(*others, name) if agent.id in wanted else others)

    return replace(desk, agents=tuple(map(moved, desk.agents)))


def _with_mail(group: Group, old: str, new: str) -> Group:
    if old == new or old not in (group.lead, group.manager):
        return group
    return replace(group, lead=new if group.lead == old else group.lead, manager=new if group.manager == old else group.manager)


def _without_former(group: Group, name: str) -> Group:
    """A name that another group takes no longer leads to this one."""
    return replace(group, formerly=tuple(one for one in group.formerly if one != name)) if name in group.formerly else group


def _agent(desk: Desk, number: int) -> Agent:
    found = desk.agent(number)
    if found is None:
        raise NotFound(f"There is no agent {number}")
    return found


def _group(desk: Desk, number: int) -> Group:
    found = desk.group_by_id(number)
    if found is None:
        raise NotFound(f"There is no group {number}")
    return found


def _refuse_known_mail(desk: Desk, email: str, own: int) -> None:
    other = desk.agent_by_email(email)
    if other and other.id != own:
        raise Duplicate("email", f"{other.name or email} has this address already", other.id)


def _refuse_nobody_to_rule(desk: Desk, agents: Iterable[Agent]) -> None:
    """A desk of which nobody is admin any more could be changed by nobody but whoever runs it."""
    if any(map(_is_admin, desk.agents)) and not any(map(_is_admin, agents)):
        raise Inconsistent("Nobody would be admin any more: make somebody else one first")


def _is_admin(agent: Agent) -> bool:
    return agent.role == ADMIN


def _refuse_known_name(desk: Desk, name: str, own: int) -> None:
    other = next((group for group in desk.groups if group.name.casefold() == name.casefold()), None)
    if other and other.id != own:
        raise Duplicate("name", f"There is a group {other.name} already", other.id)


def _free(number: int, taken: set[int]) -> int:
    """The number itself, unless somebody kept it who is called otherwise by now."""
    while number in taken:
        number = number_of(f"next:{number}")
    return number
