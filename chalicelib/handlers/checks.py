"""Timers that came due, to the second."""

from chalice import Blueprint

from chalicelib.codec import from_json
from chalicelib.handlers.edge import context, each_message
from chalicelib.settings import queue_name
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.subscriptions import Check

triggers = Blueprint(__name__)


@triggers.on_sqs_message(queue=queue_name("checks"), batch_size=10)
@each_message
def on_check(body: str) -> None:
    tickets.tick(from_json(body, Check), context())
