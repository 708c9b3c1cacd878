"""Messages that commits wrote, on their way out; what failed, and the files that came along, on theirs."""

from chalice import Blueprint

from chalicelib.channels import actions as channels
from chalicelib.channels.media import actions as media
from chalicelib.codec import from_plain
from chalicelib.handlers.edge import context, each_message, fields, log
from chalicelib.settings import queue_name
from chalicelib.tickets.events import DeliveryReported, MessageReceived
from chalicelib.tickets.subscriptions import Announcement
from chalicelib.web import actions as web

triggers = Blueprint(__name__)
REPORTED, LEFT_FILES = DeliveryReported.NAME, MessageReceived.NAME


@triggers.on_sqs_message(queue=queue_name("deliveries"), batch_size=10)
@each_message
def on_delivery(body: str) -> None:
    order, work = fields(body), context()
    if isinstance(form := order.get("confirm"), int):
        refusal = web.send_question(form, work)
        log.info("address asked", extra={"suspended": form, "because": refusal or "sent"})
        return
    told = from_plain(order, Announcement)
    channels.deliver(told.ticket, work)
    if REPORTED in told.names:
        channels.offer_fallback(told.ticket, told.seq, work)
    if LEFT_FILES in told.names:
        media.fetch(told.ticket, told.seq, work)
