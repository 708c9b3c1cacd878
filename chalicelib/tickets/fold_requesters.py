"""What a change of the requester changes."""

from dataclasses import replace

from chalicelib.channels.message import Handle
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fold import apply
from chalicelib.tickets.requesters import EMAIL, Former, RequesterChanged
from chalicelib.tickets.state import Outgoing, State

MOST_FORMERS = 20
TO_CUSTOMERS = frozenset({"reply", "survey", "acknowledgement"})


@apply.register
def _(event: RequesterChanged, state: State, commit: Commit) -> State:
    before = state.standing.now
    back = next((one for one in state.formers if _is_same(one, event)), None)
    others = tuple(one for one in state.formers if not _is_same(one, event))
    return replace(
        state, contact=event.contact, requester=event.requester, channel=event.channel, account=event.account,
        accounts=tuple(dict.fromkeys((*state.accounts, event.account)))[:8] if event.account else state.accounts,
        reply_to=back.reply_to if back else "", last_message=back.last_message if back else "",
        formers=(*others, before)[-MOST_FORMERS:], outgoing=tuple(_kept(item, before) for item in state.outgoing),
    )  # fmt: skip


def _is_same(one: Former, event: RequesterChanged) -> bool:
    told = (one.contact, one.requester.kind, one.requester.value, one.channel)
    return told == (event.contact, event.requester.kind, event.requester.value, event.channel)


def _kept(item: Outgoing, before: Former) -> Outgoing:
    """What was written to somebody goes to them, also if the ticket is another's by the time it is sent."""
    if item.to or item.kind not in TO_CUSTOMERS:
        return item
    answers = before.reply_to if before.requester.kind == EMAIL else ""
    to = Handle(EMAIL, answers, before.requester.name) if answers else before.requester
    return replace(item, channel=before.channel, account=before.account, to=to)
