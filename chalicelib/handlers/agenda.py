"""The clockwork: each minute the checks that come due soon, each day the raw messages that led nowhere."""

from chalice import Blueprint, Rate

from chalicelib import clock
from chalicelib.handlers.edge import log, scheduled
from chalicelib.intake import actions as intake
from chalicelib.suspended import actions as suspended
from chalicelib.tickets import actions as tickets

triggers = Blueprint(__name__)


@triggers.schedule(Rate(1, unit=Rate.MINUTES))
@scheduled
def agenda() -> None:
    sent, late = tickets.sweep(clock.now())
    if sent:
        log.info("checks sent", extra={"sent": sent, "late": late})


@triggers.schedule(Rate(1, unit=Rate.DAYS))
@scheduled
def sweep_raw() -> None:
    for key in intake.unheard(clock.now()):
        log.error("a raw message led to no commit", extra={"key": key})
    if expired := suspended.expire(clock.now()):
        log.info("suspended mails expired", extra={"expired": expired})
