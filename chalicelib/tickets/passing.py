"""Mail that an agent passes on: the customer inside it becomes the sender, if it is proven that the agent sent it."""

from dataclasses import replace

from chalicelib.channels.message import Attachment, Automatic, Inbound
from chalicelib.desk.model import Agent, Desk
from chalicelib.values import dataclass

MAIL = "message/rfc822"


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

    # What somebody answers may hold a forward; the answer is the agent's own.
    if forwards.is_answer(message.subject, message.full_text):
        return None
    found = forwards.read(message.full_text, message.subject)
    if found is not None:
        text = found.text or message.text
        told = replace(message, sender=found.sender.handle(), subject=found.subject or message.subject, text=text, full_text=text)
        return _passed_on(told, agent, found.comment, desk)
    attached = [file for file in message.attachments if file.type == MAIL]
    if len(attached) == 1 and forwards.is_forward(message.subject):
        return _attached(message, attached[0], agent, desk)
    return None


def _attached(message: Inbound, file: Attachment, agent: Agent, desk: Desk) -> PassedOn | None:
    """The mail that was passed on as a file: what it says and carries beside the file itself; a machine's is nobody's."""
    from chalicelib.channels.email.parse import parse
    from chalicelib.channels.email.receipt import Receipt

    inside = parse(file.content, Receipt((), message.received_at, message.raw))
    if inside.automatic is not Automatic.NO:
        return None
    told = replace(
        message, sender=inside.sender, subject=inside.subject or message.subject, text=inside.text, full_text=inside.full_text,
        html=inside.html, attachments=(*inside.attachments, *message.attachments),
    )  # fmt: skip
    return _passed_on(told, agent, message.text, desk)


def _passed_on(told: Inbound, agent: Agent, comment: str, desk: Desk) -> PassedOn | None:
    inside = told.sender.value
    if not inside or desk.agent_by_email(inside) or desk.account("email", inside):
        return None
    released = told.released or f"{agent.name} passed it on"
    return PassedOn(replace(told, reply_to="", to=(), cc=(), released=released), agent, comment)
