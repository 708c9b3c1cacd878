"""Work that nobody waits for: surveys that are due, answers that were posted, checks after a new configuration."""

from chalice import Blueprint

from chalicelib.codec import from_plain
from chalicelib.handlers.edge import context, each_message, fields
from chalicelib.settings import queue_name
from chalicelib.surveys import actions as surveys
from chalicelib.tickets import actions as tickets

triggers = Blueprint(__name__)


@triggers.on_sqs_message(queue=queue_name("background"), batch_size=10)
@each_message
def on_background(body: str) -> None:
    match fields(body):
        case {"posted": posted}:
            surveys.record(from_plain(posted, surveys.Posted), context())
        case {"recheck": numbers}:
            tickets.recheck(numbers, context())
        case {"ticket": ticket}:
            surveys.invite(ticket, context())
