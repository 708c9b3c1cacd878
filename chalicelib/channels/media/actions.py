"""Fetching the files that providers keep: from their own hosts only, up to 25 MB each, once, and by a worker."""

import hashlib
import re
from datetime import timedelta

from chalicelib.channels.message import Attachment
from chalicelib.channels.registry import CHANNELS, Channel, channel
from chalicelib.context import Context
from chalicelib.errors import ProviderRefused, Unavailable
from chalicelib.ids import digest
from chalicelib.outside import files as outside_files
from chalicelib.outside import http, providers
from chalicelib.storage import history
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Commit, Fetched, File, FilesFetched, MessageReceived
from chalicelib.tickets.subscriptions import is_elsewhere

LARGEST = 25 * 1024 * 1024
SECONDS = 25.0
# Providers keep files for days; a fault that lasts longer than this is named on the ticket.
PATIENCE = timedelta(hours=2)
SHA256 = re.compile(r"[0-9a-f]{64}")


def fetch(ticket: int, seq: int, context: Context) -> int:
    """Fetch what the message of commit `seq` left with its provider; how many files. Raises Unavailable to be tried again."""
    commits = rows.find_commits(ticket, after=seq - 1)
    said = next((event for event in commits[0].events if isinstance(event, MessageReceived)), None) if commits else None
    if said is None or said.channel not in CHANNELS:
        return 0
    count = 0
    for position in _waiting(said, seq, commits):
        found = _taken(said, position, context) if context.now - commits[0].at < PATIENCE else _tried_last(said, position, context)
        _tell(ticket, FilesFetched(seq, (found,)), context)
        count += bool(found.key)
    return count


def _tell(ticket: int, event: FilesFetched, context: Context) -> None:
    order = Command(f"media:{event.of}:{event.files[0].position}", "system", "deliveries")
    history.change(ticket, order, context, lambda state, at: Change((event,)))


def _waiting(said: MessageReceived, seq: int, commits: list[Commit]) -> list[int]:
    events = (event for commit in commits for event in commit.events if isinstance(event, FilesFetched) and event.of == seq)
    done = {file.position for event in events for file in event.files}
    return [position for position, file in enumerate(said.files) if is_elsewhere(file, said.channel) and position not in done]


def _tried_last(said: MessageReceived, position: int, context: Context) -> Fetched:
    try:
        return _taken(said, position, context)
    except Unavailable as fault:
        return Fetched(position, because=f"the provider did not give it for {PATIENCE.seconds // 3600} hours: {fault.message}")


def _taken(said: MessageReceived, position: int, context: Context) -> Fetched:
    """The file in our bucket, or why it is not to be had."""
    file = said.files[position]
    try:
        got = _got(channel(said.channel), file, context)
        sha256 = hashlib.sha256(got.body).hexdigest()
        if SHA256.fullmatch(file.sha256) and file.sha256 != sha256:
            raise ProviderRefused("its content is not what the message announced")
    except ProviderRefused as refusal:
        return Fetched(position, because=refusal.message)
    key = f"attachments/{digest(said.fingerprint, str(position), sha256)}"
    outside_files.put("files", key, got.body, "application/octet-stream")
    return Fetched(position, key, len(got.body), sha256, got.type)


def _got(way: Channel, file: File, context: Context) -> http.Download:
    given = providers.sending(way, context.now)
    asked = Attachment(file.name, file.type, file.size, file.sha256, file.content_id)
    allowed = (*providers.hosts(way, given), *way.media_hosts)
    got = http.fetch(way.media(asked, given), allowed, LARGEST, SECONDS)
    following = way.media_next(got.body, asked, given)
    return http.fetch(following, allowed, LARGEST, SECONDS) if following else got
