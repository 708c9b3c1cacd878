"""Whether a new ticket's sender is told that the message arrived: never by a mail that a stranger could turn on somebody else."""

import re

from chalicelib.channels.message import Automatic, Inbound
from chalicelib.desk.model import Incoming

NO_REPLY = re.compile(
    r"(?:no|do[._-]?not|ei|inte|kein)[._-]?(?:reply|replies|vastata|vastausta|svara|antwort)|donotreply|mailer-daemon|postmaster|bounce"
)


def objection(message: Inbound, limits: Incoming, mail_state: str) -> str:
    """Why no acknowledgement goes out, empty when one may; `mail_state` is why the address gets no automatic mail, if so."""
    if not limits.acknowledge:
        return "the desk acknowledges nothing"
    if message.channel != "email" or not message.sender.value:
        return "there is no mail address to answer to"
    if message.automatic is not Automatic.NO:
        return "no person wrote it"
    if message.verdicts.dmarc != "PASS":
        return "the sender is not proven, so the answer could reach somebody else"
    if NO_REPLY.match(message.sender.value):
        return "nobody reads what is sent to that address"
    return f"mail to that address has {mail_state}" if mail_state else ""
