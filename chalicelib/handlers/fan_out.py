"""The stream of the Tickets table: every commit is announced to those who react to it."""

import base64
from typing import Any

from chalice import Blueprint

from chalicelib import clock
from chalicelib.handlers.edge import each_commit
from chalicelib.storage.tickets import commit_of_image
from chalicelib.subscriptions import actions as subscriptions
from chalicelib.tickets import actions as tickets

triggers = Blueprint(__name__)
PLACEHOLDER = "arn:aws:dynamodb:eu-north-1:000000000000:table/vuoro-tickets/stream/2026-01-01T00:00:00.000"


@triggers.on_dynamodb_record(stream_arn=PLACEHOLDER, batch_size=100)
@each_commit
def on_commits(image: dict[str, Any]) -> None:
    if image["sk"]["S"].startswith("C#"):
        commit = commit_of_image({name: _binary(value) for name, value in image.items()})
        tickets.announce(commit, clock.now())
        subscriptions.nudge(commit.at, clock.now())


def _binary(value: dict[str, Any]) -> dict[str, Any]:
    """Lambda gives binary attributes in base64."""
    blob = value.get("B")
    return {"B": base64.b64decode(blob)} if isinstance(blob, str) else value
