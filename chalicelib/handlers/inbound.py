"""Everything that arrives: SES receipts and events, webhook bodies, and webhook bodies too large for the queue."""

from chalice import Blueprint

from chalicelib.arrivals import actions as arrivals
from chalicelib.channels.message import Inbound, StatusReport
from chalicelib.handlers.edge import context, each_message, fields, log
from chalicelib.intake import actions as intake
from chalicelib.settings import queue_name

triggers = Blueprint(__name__)


@triggers.on_sqs_message(queue=queue_name("inbound"), batch_size=10)
@each_message
def on_inbound(body: str) -> None:
    work = context()
    for item in intake.read(fields(body), work):
        match item:
            case Inbound():
                received = arrivals.receive(item, work)
                log.info("message received", extra={"ticket": received.ticket, "because": received.because, "repeated": received.repeated})
            case StatusReport():
                arrivals.delivery_report(item, work)
