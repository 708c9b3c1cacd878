"""Everything that arrives: SES receipts and events, webhook bodies, and webhook bodies too large for the queue."""

import functools

from chalice import Blueprint

from chalicelib import meter
from chalicelib.arrivals import actions as arrivals
from chalicelib.channels.message import Inbound, StatusReport
from chalicelib.context import Context
from chalicelib.costs.brought import came_with
from chalicelib.deliveries import actions as deliveries
from chalicelib.handlers.edge import context, each_message, each_part, fields, log
from chalicelib.intake import actions as intake
from chalicelib.settings import queue_name
from chalicelib.web import actions as web

triggers = Blueprint(__name__)


@triggers.on_sqs_message(queue=queue_name("inbound"), batch_size=10)
@each_message
def on_inbound(body: str) -> None:
    work = context()
    notice = fields(body)
    meter.arrived(came_with(notice))
    parts, take = intake.read(notice, work), functools.partial(_take, context=work)
    if "confirmed" in notice:
        # Each form is marked as let in when the next one is asked for, so the first that fails ends the run.
        for part in parts:
            take(part)
    else:
        each_part(take, parts)


def _take(part: Inbound | StatusReport, context: Context) -> None:
    match part:
        case Inbound():
            received = arrivals.receive(part, context)
            if part.unproven and not received.ticket:
                web.ask_to_confirm(part, context.now)
            log.info("message received", extra={"ticket": received.ticket, "because": received.because, "repeated": received.repeated})
        case StatusReport() if not web.note_asked(part.tag, context.now):
            deliveries.report(part, context)
