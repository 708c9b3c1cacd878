"""Routing and assignment, and the loads that go with them."""

from chalice import Blueprint

from chalicelib.codec import from_plain
from chalicelib.handlers.edge import context, each_message, fields
from chalicelib.routing import actions as routing
from chalicelib.settings import queue_name
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.events import TicketOpened
from chalicelib.tickets.subscriptions import Announcement

triggers = Blueprint(__name__)


@triggers.on_sqs_message(queue=queue_name("routing"), batch_size=10)
@each_message
def on_routing(body: str) -> None:
    news, work = from_plain(fields(body), Announcement), context()
    routing.work(news, work)
    if TicketOpened.NAME in news.names:
        tickets.suggest(news.ticket, work)
