"""What a customer said last in a chat, over the row that names its ticket and that ticket's history."""

from datetime import datetime

from chalicelib.storage import seen
from chalicelib.storage import tickets as rows
from chalicelib.tickets.events import MessageReceived


def last_words(channel: str, account: str, sender: str) -> datetime | None:
    """When they last wrote to this account of ours themselves; what they wrote on another channel does not count."""
    chat = seen.find(seen.chat_key(channel, account, sender))
    commits = rows.find_page(int(chat.ticket)).commits if chat and chat.ticket else ()
    said = (one for commit in commits for one in commit.events if isinstance(one, MessageReceived) and not one.automatic)
    return next((one.arrived for one in said if (one.channel, one.sender.value) == (channel, sender)), None)
