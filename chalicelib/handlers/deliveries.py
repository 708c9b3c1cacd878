"""Messages that commits wrote, on their way out."""

from chalice import Blueprint

from chalicelib.channels import actions as channels
from chalicelib.codec import from_plain
from chalicelib.handlers.edge import context, each_message, fields
from chalicelib.settings import queue_name
from chalicelib.tickets.subscriptions import Announcement

triggers = Blueprint(__name__)


@triggers.on_sqs_message(queue=queue_name("deliveries"), batch_size=10)
@each_message
def on_delivery(body: str) -> None:
    channels.deliver(from_plain(fields(body), Announcement).ticket, context())
