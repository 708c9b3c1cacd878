"""Phone numbers as providers vouch for them: E.164 with its plus sign, and nothing else counts as one."""

import re

from chalicelib.channels.message import Handle
from chalicelib.phone_numbers import phone_number

NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


def e164(given: str) -> str:
    """The number with its plus sign if `given` is one in full, with or without it; else empty."""
    number = given if given.startswith("+") else f"+{given}"
    return phone_number(number) if NUMBER.fullmatch(number) else ""


def vouched(given: str, name: str = "") -> tuple[Handle, ...]:
    """The alias that a provider's word for a number is worth; none if it is no whole number."""
    number = e164(given)
    return (Handle("phone", number, name),) if number else ()
