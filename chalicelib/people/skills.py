"""What an agent can do: languages and skills against what a ticket asks for."""

from collections.abc import Iterable

from chalicelib.desk.model import Agent


def primary(tag: str) -> str:
    """The primary subtag of a language tag in lower case: "sv" for "sv-FI" and "SV_fi" (BCP 47)."""
    return tag.strip().replace("_", "-").split("-")[0].lower()


def speaks(agent: Agent, language: str) -> bool:
    return primary(language) in {primary(known) for known in agent.languages}


def missing(agent: Agent, skills: Iterable[str]) -> tuple[str, ...]:
    """The skills that are asked for and that the agent has not, in the order asked."""
    has = {skill.casefold() for skill in agent.skills}
    return tuple(skill for skill in dict.fromkeys(skills) if skill.casefold() not in has)


def nobody_speaks(language: str, group: str, agents: Iterable[Agent]) -> bool:
    """True if no member of the group who takes tickets at all (cap above zero) speaks the language."""
    takers = [agent for agent in agents if group in agent.groups and agent.cap > 0]
    return bool(language) and not any(speaks(agent, language) for agent in takers)


def name_of(agent: Agent) -> str:
    return agent.name or agent.email or f"agent {agent.id}"
