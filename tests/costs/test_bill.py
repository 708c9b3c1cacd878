"""A bill adds up, bills each part once, and rounds only where a price has too many digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.costs import brought, tariff
from chalicelib.costs.bill import bill, dollars
from chalicelib.costs.parts import QUANTITIES, Part, Work
from chalicelib.outside.pricelist import prices

SENT = Part(Work.PAGE, 1, {"sqs:SendMessage": 1}, "0a0b0c0d0e0f")
CLAIMED = Part(Work.DELIVERY, 1, {"dynamodb:PutItem": 2, "write_units": 5})
REPORTED = Part(Work.DELIVERY, 0, {"dynamodb:PutItem": 3, "ses:SendRawEmail": 1, "mails_out": 2})
PARTS = st.lists(
    st.builds(
        Part, st.sampled_from(Work), st.integers(0, 10), st.dictionaries(st.sampled_from(QUANTITIES), st.integers(-100, 10**6), max_size=6)
    ),
    max_size=6,
)


@given(PARTS)
def test_sections_add_up_to_the_bill_and_lines_to_their_section(parts: list[Part]) -> None:
    told = bill(parts, prices())
    assert told.pico == sum(line.pico for section in told.sections for line in section.lines)
    assert len({section.work for section in told.sections}) == len(told.sections)


@given(PARTS, PARTS)
def test_two_bills_have_the_requests_of_both(first: list[Part], second: list[Part]) -> None:
    both, one, two = (bill(parts, prices()).requests for parts in (first + second, first, second))
    assert both == {name: n for name in sorted({*one, *two}) if (n := one.get(name, 0) + two.get(name, 0))}


def test_what_arrived_twice_is_billed_once() -> None:
    assert bill([SENT, SENT, CLAIMED], prices()) == bill([SENT, CLAIMED], prices())


def test_work_that_is_billed_in_two_parts_is_one_piece() -> None:
    (section,) = bill([CLAIMED, REPORTED], prices()).sections
    quantities = {line.what: line.quantity for line in section.lines}
    assert section.times == 1
    assert quantities == {
        "Lambda invocations": 1, "SQS requests": 2, "DynamoDB writes": 5, "mails sent": 2,
    }  # fmt: skip
    assert bill([CLAIMED, REPORTED], prices()).requests == {"dynamodb:PutItem": 5, "ses:SendRawEmail": 1}


@pytest.mark.parametrize(
    ("pico", "text"),
    [(0, "0.000000000000"), (1, "0.000000000001"), (-625_000, "-0.000000625000"), (1_234_567_890_123, "1.234567890123")],
)
def test_amounts_are_told_with_all_their_digits(pico: int, text: str) -> None:
    assert dollars(pico) == text


def test_everything_that_can_be_counted_is_charged_or_known_to_be_free() -> None:
    assert {name for name in QUANTITIES if name not in tariff.CHARGES} == tariff.FREE
    assert {line for charges in tariff.CHARGES.values() for line, _ in charges} <= set(tariff.LINES)


def test_a_part_of_nothing_costs_nothing() -> None:
    assert bill([Part(Work.API, 0)], prices()).pico == 0


@pytest.mark.parametrize(
    ("notice", "amounts"),
    [
        ({"notificationType": "Received"}, {"mails_in": 1}), ({"eventType": "Delivery"}, {"notices_in": 1}),
        ({"notificationType": "Bounce"}, {"notices_in": 1}), ({"channel": "whatsapp"}, {}), ({"Records": []}, {}),
    ],
)  # fmt: skip
def test_what_brought_a_message_is_seen_in_its_notice(notice: dict[str, object], amounts: dict[str, int]) -> None:
    assert brought.came_with(notice) == amounts


@pytest.mark.parametrize(("size", "amounts"), [(0, {}), (262_143, {}), (262_144, {"mail_chunks_in": 1}), (600_000, {"mail_chunks_in": 2})])
def test_only_full_chunks_of_a_mail_count(size: int, amounts: dict[str, int]) -> None:
    assert brought.chunks(b"x" * size) == amounts
