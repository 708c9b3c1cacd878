"""What the mail service tells about a mail that it took in."""

from datetime import datetime

from chalicelib.channels.message import Verdicts
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the mail service says of a mail, the only source trusted for envelope and verdicts.

    `mail_from` is the envelope sender, "<>" the null path, empty when unknown; `own_addresses` are all mailboxes of this desk.
    """

    recipients: tuple[str, ...]
    received_at: datetime
    raw: str
    verdicts: Verdicts = Verdicts()
    mail_from: str = ""
    own_addresses: frozenset[str] = frozenset()
