"""The history as a conversation."""

from datetime import UTC, datetime, timedelta

from chalicelib.channels.message import Automatic, Delivery, Handle
from chalicelib.tickets import events as ev
from chalicelib.tickets.views import Sent, conversation, conversations, deliveries

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
AINO = Handle("email", "aino@asiakas.example", "Aino")
OPENED = ev.TicketOpened("Apua", "email", "", 5, AINO)


def received(**more: object) -> ev.MessageReceived:
    return ev.MessageReceived("email", AINO, "", 5, "", ev.Evidence("new", 100), **more)  # type: ignore[arg-type]  # named fields


def commit(seq: int, *events: ev.Event, text: str = "") -> ev.Commit:
    content = ev.Content("salt", text) if text else None
    return ev.Commit(1, seq, f"c{seq}", AT + timedelta(minutes=seq), "system", "v1", events, content)


STORY = [
    commit(1, OPENED, received(), text="Apua"),
    commit(2, ev.TicketRouted("Support", "", "")),
    commit(3, ev.ReplyWritten(7, "email", AINO, ""), text="Hei"),
    commit(4, ev.DeliveryClaimed(3)),
    commit(5, ev.DeliveryReported(3, Delivery.DELIVERED)),
    commit(6, ev.DeliveryReported(3, Delivery.SENT)),
    commit(7, received(automatic=Automatic.AUTO_REPLY), ev.StatusChanged(2, "open"), text="Olen lomalla"),
    commit(8, ev.NoteWritten(7, ""), text="Huom."),
    commit(9, ev.SurveyAnswered(1, 5, ""), text="Hienoa"),
]


def test_what_was_said_stands_in_order_without_the_opening() -> None:
    told = [
        (said.seq, said.content.text if said.content else "", said.incoming, said.private, said.automatic) for said in conversations(STORY)
    ]
    assert told == [
        (3, "Hei", False, False, False),
        (7, "Olen lomalla", True, False, True),
        (8, "Huom.", False, True, False),
        (9, "Hienoa", True, True, False),
    ]


def test_a_reply_knows_how_far_it_got_and_a_note_has_nowhere_to_go() -> None:
    assert [said.sent for said in conversations(STORY)] == [Sent(Delivery.DELIVERED), None, None, None]


def test_a_failure_is_final_and_keeps_its_reason() -> None:
    story = [commit(2, ev.DeliveryReported(3, Delivery.FAILED, reason="full")), commit(3, ev.DeliveryReported(3, Delivery.SENT))]
    assert deliveries(story) == {3: Sent(Delivery.FAILED, "full")}


def test_a_commit_that_says_nothing_is_no_conversation() -> None:
    assert conversation(STORY[1]) is None


def test_a_fresh_reply_is_written_and_no_more() -> None:
    said = conversation(STORY[2])
    assert said is not None
    assert said.sent == Sent(Delivery.WRITTEN)
