"""A visit of a shop's page: what it brings is counted, queued and kept for the page; and an address that a form names is confirmed."""

import math
import secrets as randomness
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels import web
from chalicelib.channels.message import Inbound
from chalicelib.codec import to_json
from chalicelib.context import Context
from chalicelib.desk.model import Desk
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.ids import digest
from chalicelib.outside import queues
from chalicelib.outside.secrets import keys
from chalicelib.settings import settings
from chalicelib.storage import suspended, visits
from chalicelib.tickets.arrival import fingerprint_of
from chalicelib.tickets.suspension import UNCONFIRMED
from chalicelib.values import dataclass
from chalicelib.web import confirmation, limits
from chalicelib.web.limits import Limit

GRACE = timedelta(seconds=600)


@dataclass(frozen=True, slots=True)
class TooMuch:
    """What was counted beyond its limit, and after how many seconds it counts anew."""

    what: str
    retry_after: int


def secret() -> str:
    """The inbox secret, empty where no web channel is set up."""
    return str(keys().get("hooks", {}).get(web.NAME, {}).get(web.SECRET, ""))


def begin(before: web.Pass | None, user: str, account: str, now: datetime) -> web.Pass:
    """The pass of a visit: of the user whom the shop vouches for, else that of the visit that goes on, else a new one."""
    if user:
        visitor = f"{web.USER}{user}"
    elif before and before.account == account:
        visitor = before.visitor
    else:
        visitor = f"v:{randomness.token_hex(16)}"
    return web.Pass(visitor, account, now + web.PASS_HOLDS)


def excess(counted: tuple[tuple[Limit, str], ...], now: datetime) -> TooMuch | None:
    """Count each; the first that is beyond its limit. A source is counted under a digest that ends with its window."""
    for limit, who in counted:
        number, left = visits.count(f"{limit.name} {digest(who, keys()['token']['current'])}", limit.window, now)
        if number > limit.most:
            return TooMuch(limit.name, left)
    return None


def show_own(visitor: str, said: tuple[Inbound, ...], now: datetime) -> visits.Visit:
    """Keep a visitor's own lines where their other pages see them."""
    visit = visits.Visit()
    for message in said:
        line = {"id": message.external_id.removeprefix(f"{visitor}:"), "at": now.isoformat(), "own": True, "text": message.text}
        visit = visits.add(visitor, line, now)
    return visit


def awaits_word(said: tuple[Inbound, ...], now: datetime) -> bool:
    """Whether the owner of an address that a form names has yet to confirm it."""
    return any(message.unproven and not visits.is_confirmed(message.unproven, now) for message in said)


def conversation(visitor: str, now: datetime) -> visits.Visit:
    return visits.find(visitor, now)


# -- the address that a form names --


def ask_to_confirm(message: Inbound, now: datetime) -> None:
    """After a form was suspended: have its address asked."""
    number = suspended.number(fingerprint_of(message))
    visits.wait_for(message.unproven, number, now)
    queues.send("deliveries", to_json({"confirm": number}).decode())


def note_asked(tag: str, now: datetime) -> bool:
    """Whether a tag of ours that came back is that of a question; it went out, then."""
    known = confirmation.TAGGED.fullmatch(tag)
    row = suspended.find(int(known[1]), now) if known else None
    if row is not None:
        visits.note_asked(str(row.data["sender"]), row.id)
    return known is not None


def send_question(number: int, context: Context) -> str:
    """Send the one mail of the day that asks an address; why it was not sent, or nothing.

    The day's turn is taken before and given back only if the mail surely did not go out. A run that died in between may have
    sent it: after GRACE the mail service would have told.
    """
    # Only the function that delivers sends mail; those that share this module start without.
    from chalicelib.channels.email.compose import compose
    from chalicelib.outside import mail

    row = suspended.find(number, context.now)
    if row is None or row.data["cause"] != UNCONFIRMED or row.data["state"] != suspended.WAITING:
        return "it does not wait any more"
    address = str(row.data["sender"])
    if not_now := _take_turn(address, number, context.now):
        return not_now
    if (too_much := excess(((limits.ASKED_BY_DESK, ""),), context.now)) is not None:
        visits.give_back_asking(address)
        return f"too many {too_much.what}"
    language = _language(str(row.data["form"].get("language", "")), context.desk)
    link = f"{settings().public_url}/confirm/{confirmation.token(number, language, context.now, keys()['token'])}"
    question = confirmation.mail(address, link, language, context.desk, _mailbox(context.desk))
    outbound = replace(question, tag=f"{confirmation.TAG}{number}")
    try:
        mail.send_raw(compose(outbound), outbound.sender_address, (address,))
    except ProviderRefused as refusal:
        return refusal.message
    except Uncertain:
        return "whether it was sent is not known"
    except Unavailable:
        visits.give_back_asking(address)
        raise
    visits.note_asked(address, number)
    return ""


def _take_turn(address: str, number: int, now: datetime) -> str:
    """Have this form ask the address; why it may not, or not yet, or nothing."""
    turn = visits.take_asking(address, number, now)
    if turn is None:
        return ""
    if turn.is_sent or turn.form != number:
        return "the address was asked within 24 hours"
    if (left := turn.since + GRACE - now) > timedelta():
        queues.send("deliveries", to_json({"confirm": number}).decode(), math.ceil(left.total_seconds()))
        return "it may be on its way"
    return "another run asks the address" if visits.take_asking(address, number, now, instead_of=turn) else ""


def confirm(token: str, now: datetime) -> str | None:
    """The owner of an address pressed the button: have the form let in. The language of the answer, None for a token that is not ours."""
    known = confirmation.read(token, now, keys()["token"])
    if known is None:
        return None
    queues.send("inbound", to_json({"confirmed": known[0]}).decode())
    return known[1]


def language_of(token: str, now: datetime) -> str | None:
    """The language of a confirmation link, None if it does not hold; looking changes nothing."""
    known = confirmation.read(token, now, keys()["token"])
    return known[1] if known else None


def _language(wished: str, desk: Desk) -> str:
    code = wished.lower().partition("-")[0]
    return code if code in desk.languages else desk.language


def _mailbox(desk: Desk) -> str:
    return next((account.address for account in desk.accounts if account.channel == "email"), f"help@{settings().mail_domain}")
