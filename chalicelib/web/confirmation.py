"""The link by which the owner of an address confirms a form, and the mail that carries it; nothing in either is the sender's."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib import ids
from chalicelib.channels.message import Handle, Outbound
from chalicelib.desk.model import Desk
from chalicelib.desk.texts import fill

HOLDS = timedelta(days=7)
# With the form's number behind it, how the mail service names such a mail when it tells of it.
TAG = "confirm-"
TAGGED = re.compile(rf"{TAG}(\d{{1,18}})")
LONGEST = 400


def token(number: int, language: str, now: datetime, keys: Mapping[str, str]) -> str:
    """Whoever holds it has read the mail to the address that form `number` names."""
    return ids.seal({"purpose": "confirm", "n": number, "l": language}, now + HOLDS, keys)


def read(given: str, now: datetime, keys: Mapping[str, str]) -> tuple[int, str] | None:
    """The form and the language of a genuine, unexpired token; None for anything else."""
    if len(given) > LONGEST or not given.isascii():
        return None
    match ids.unseal(given, now, keys):
        case {"purpose": "confirm", "n": int(number), "l": str(language)}:
            return number, language
    return None


def mail(to: str, link: str, language: str, desk: Desk, sender: str) -> Outbound:
    """The one mail that goes to an address nobody has confirmed."""
    values = {"desk": desk.name, "link": link}
    subject, text = (fill(desk.text(key, language), values) for key in ("confirmation_subject", "confirmation"))
    return Outbound(
        "email", "", Handle("email", to), TAG, text, subject=subject, sender_name=desk.name, sender_address=sender,
        language=language, automatic=True,
    )  # fmt: skip
