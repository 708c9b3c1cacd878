"""What the Seen table remembers of a person, forgotten: under which ids their messages came, which chats they had, who was acknowledged."""

from chalicelib.storage.rows import bound
from chalicelib.storage.seen import SeenRow, chat_key, message_key


def message(external_id: str) -> None:
    """Which ticket a message with this id belongs to."""
    SeenRow.remove(message_key(external_id))


def chat(channel: str, account: str, sender: str) -> None:
    """Which ticket a chat stands at."""
    SeenRow.remove(chat_key(channel, account, sender))


def acknowledged(address: str) -> None:
    """That an arrival was acknowledged to this address."""
    SeenRow.remove(bound(f"A#{address}"))
