"""Mail that an agent passes on: the customer inside it becomes the sender, if it is proven that the agent sent it."""

from dataclasses import replace

from chalicelib.channels.message import Automatic, Inbound
from chalicelib.desk.model import Agent, Desk
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The message as the customer wrote it, who passed it on, and what they wrote above it."""

    message: Inbound
    agent: Agent
    comment: str


def read(message: Inbound, desk: Desk) -> PassedOn | None:
    """None for every mail but a forward of an agent whose domain proves it (DMARC) and which names a sender outside the desk."""
    agent = desk.agent_by_email(message.sender.value) if message.channel == "email" and message.sender.value else None
    if agent is None or message.verdicts.dmarc != "PASS" or message.verdicts.virus == "FAIL" or message.automatic is not Automatic.NO:
        return None
    # Hundreds of words in dozens of languages, which only the few mails of agents need.
    from chalicelib.channels.email import forwards

    found = forwards.read(message.full_text, message.subject)
    inside = found.sender.identity if found else ""
    if found is None or not inside or desk.agent_by_email(inside) or desk.account("email", inside):
        return None
    text = found.text or message.text
    told = replace(
        message, sender=found.sender.handle(), subject=found.subject or message.subject, text=text, full_text=text, reply_to="",
        to=(), cc=(), released=message.released or f"{agent.name} passed it on",
    )  # fmt: skip
    return PassedOn(told, agent, found.comment)
