"""Calls of an Amazon Connect instance: one ticket a call, what became of it as lines, in whatever order and how often it is told."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels.amazon_connect import parse
from chalicelib.channels.message import Automatic, Handle, Inbound
from chalicelib.contacts import actions as contacts
from chalicelib.contacts.evidence import Evidence
from chalicelib.errors import Unreadable
from chalicelib.storage import seen
from chalicelib.tickets import events as ev
from infra.stack import additions
from tests.journeys.walks import found, state
from tests.world import World

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "webhooks" / "aws_connect"
FIRST, SECOND = "0a6a9d5c-0001", "0a6a9d5c-0002"
INSTANCE = "arn:aws:connect:eu-north-1:123456789012:instance/7f3c"


def event(kind: str, contact: str = FIRST, **detail: Any) -> dict[str, Any]:
    told = {"eventType": kind, "contactId": contact, "initialContactId": FIRST, "channel": "VOICE", "instanceArn": INSTANCE}
    told |= {"initiationMethod": "INBOUND", **detail}
    return {"source": "aws.connect", "detail-type": "Amazon Connect Contact Event", "time": "2026-12-01T08:00:00Z", "detail": told}


def rings(world: World, *events: dict[str, Any]) -> None:
    for one in events:
        world.send("inbound", json.dumps(one))
        world.settle()
    assert world.failures == []


WHOLE = (
    event("INITIATED"), event("QUEUED"), event("CONNECTED_TO_AGENT", agentInfo={"agentArn": f"{INSTANCE}/agent/a1"}),
    event("DISCONNECTED", SECOND, initiationMethod="TRANSFER"),
)  # fmt: skip


def test_a_call_is_one_ticket_and_its_fate_are_lines(world: World) -> None:
    rings(world, *WHOLE)
    said = [(one.automatic, one.automatic_because) for one in found(1, ev.MessageReceived)]
    assert said == [
        (Automatic.NO, ""), (Automatic.EVENT, "the call waits for an agent"), (Automatic.EVENT, "an agent took the call"),
        (Automatic.EVENT, "the call ended"),
    ]  # fmt: skip
    assert (seen.newest_number(), state(1).account) == (1, "7f3c")


@pytest.mark.parametrize("order", itertools.permutations(range(3)))
def test_in_any_order_and_twice_it_is_the_same_ticket(world: World, order: tuple[int, ...]) -> None:
    told = [WHOLE[position] for position in order]
    rings(world, *told, *told)
    assert seen.newest_number() == 1
    assert [one.automatic for one in found(1, ev.MessageReceived)].count(Automatic.NO) == 1


def test_a_number_that_is_told_leads_to_its_contact(world: World) -> None:
    other = event("INITIATED", "b-1", initialContactId="b-1", customerEndpoint={"type": "TELEPHONE_NUMBER", "address": "+358401112222"})
    third = event("INITIATED", "b-2", initialContactId="b-2", customerEndpoint={"type": "TELEPHONE_NUMBER", "address": "+358401112222"})
    rings(world, event("INITIATED"), other, third)
    assert (seen.newest_number(), state(2).contact == state(3).contact, state(1).contact == state(2).contact) == (3, True, False)


def test_a_caller_is_their_number_which_the_network_only_says_however_often_they_call(world: World) -> None:
    endpoint = {"type": "TELEPHONE_NUMBER", "address": "+358401112222"}
    rings(world, *(event("INITIATED", f"c-{n}", initialContactId=f"c-{n}", customerEndpoint=endpoint) for n in range(3)))
    rings(world, event("DISCONNECTED", "c-1", initialContactId="c-1"))
    (edge,) = contacts.edges(state(1).contact)
    assert (edge.handle.kind, edge.handle.value, edge.evidence) == ("phone", "+358401112222", Evidence.ASSERTED)
    assert state(2).subject == "Call from +358401112222"
    assert [one.automatic for one in found(2, ev.MessageReceived)] == [Automatic.NO, Automatic.EVENT]


def test_calls_of_ours_transfers_and_other_events_are_nothing(world: World) -> None:
    rings(
        world, event("INITIATED", initiationMethod="OUTBOUND"), event("INITIATED", SECOND, initiationMethod="TRANSFER"),
        event("CONTACT_DATA_UPDATED"), event("SOMETHING_NEW"),
    )  # fmt: skip
    assert seen.newest_number() == 0


@pytest.mark.parametrize("broken", [{"time": "soon"}, {"detail": None}, {"detail": {"eventType": "INITIATED"}}])
def test_what_is_no_contact_event_is_named_unreadable(broken: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match="contact event"):
        parse(event("INITIATED") | broken)


def test_only_the_rule_for_the_instance_may_send_and_only_where_there_is_one() -> None:
    resources = additions("dev")["Resources"]
    rule = resources["ConnectCalls"]
    assert (rule["Condition"], rule["Properties"]["EventPattern"]["detail"]["instanceArn"]) == (
        "HasConnect",
        [{"Ref": "ConnectInstanceArn"}],
    )
    statements = resources["InboundQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    (ours,) = [row for row in statements if row["Principal"]["Service"] == "events.amazonaws.com"]
    assert ours["Condition"]["ArnEquals"]["aws:SourceArn"]["Fn::Sub"].endswith(":rule/" + rule["Properties"]["Name"]["Fn::Sub"])


@pytest.mark.corpora
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}: recorded contact events are NOT tested")
def test_recorded_contact_events_are_read() -> None:
    told = [parse(json.loads(path.read_bytes())) for path in sorted(CORPUS.glob("contact_event_*.json"))]
    assert all(isinstance(one, Inbound) for one in told)
    assert {(one.external_id.endswith(":INITIATED"), one.sender) for one in told if isinstance(one, Inbound)} == {
        (True, Handle("amazon_connect", "11111111-1111-1111-1111-111111111111", "withheld number")), (False, Handle("amazon_connect", "")),
    }  # fmt: skip
