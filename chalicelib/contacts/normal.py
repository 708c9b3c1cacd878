"""The one form of every kind of handle that a person can type; those of chats are the provider's and come with its messages."""

from chalicelib.channels.email.addresses import identity
from chalicelib.contacts.contact import EMAIL, EXTERNAL, PHONE, TWITTER
from chalicelib.phone_numbers import phone_number

TYPED = (EMAIL, PHONE, EXTERNAL, TWITTER)


def normal(kind: str, written: str, country: str = "") -> str:
    """The handle's form as it is kept, empty for what is none; a phone number is one of `country` where it names no other."""
    if kind == EMAIL:
        return identity(written)
    return phone_number(written, country) if kind == PHONE else written.strip()
