"""Phone numbers have one form, and it is the one that the maintained library gives them."""

import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from chalicelib.phone_numbers import FORM, country_of, phone_number, plan_of
from chalicelib.phone_plans import PLANS
from infra import phones

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)
E164, NATIONAL, INTERNATIONAL = PhoneNumberFormat.E164, PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL
WHOLE = phonenumbers.ValidationResult.IS_POSSIBLE
KINDS = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE, PhoneNumberType.VOIP)


def by_library(written: str, country: str) -> str | None:
    """The library's form; None for what it refuses, takes for no whole number, or for a service's of few digits."""
    try:
        read = phonenumbers.parse(written, country)
    except NumberParseException:
        return None
    form = phonenumbers.format_number(read, E164)
    return form if phonenumbers.is_possible_number_with_reason(read) == WHOLE and FORM.fullmatch(form) else None


def examples(country: str) -> list[phonenumbers.PhoneNumber]:
    found = (phonenumbers.example_number_for_type(country, kind) for kind in KINDS)
    return [number for number in found if number]


def test_the_plans_are_those_of_the_pinned_library() -> None:
    assert phones.TARGET.read_text("utf-8") == phones.written()
    assert sorted(PLANS) == COUNTRIES


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_way_to_write_a_countrys_numbers_is_one_number(country: str) -> None:
    for number in examples(country):
        whole = phonenumbers.format_number(number, E164)
        dialled = phonenumbers.format_number(number, NATIONAL)
        foreign = phonenumbers.format_number(number, INTERNATIONAL)
        typed = [whole, foreign, f"00{whole[1:]}", dialled]
        homes = ["", "", "", country]
        assert [phone_number(*pair) for pair in zip(typed, homes, strict=True)] == [whole] * 4, (dialled, foreign)


@given(st.sampled_from(COUNTRIES), st.text("0123456789", min_size=3, max_size=15), st.sampled_from(["", "+", "00"]))
@example("FI", "3580401234567", "+")
@example("IT", "390612345678", "+")
@example("AR", "01115512345", "")
@example("MX", "5215512345678", "+")
@example("JE", "0000000", "")
@example("IR", "989601", "+")
@example("US", "12015550123", "")
def test_what_the_library_reads_is_read_alike(country: str, digits: str, before: str) -> None:
    # No country's code begins with 0; the library takes the zeros for a slip.
    assume(not (before == "+" and digits.startswith("0")))
    found, theirs = phone_number(before + digits, country), by_library(before + digits, country)
    if theirs is not None:
        assert found == theirs
    else:
        # What no plan knows is kept as it was written, so that nothing is lost; two spellings of it may be two.
        assert found in ("", before + digits, f"+{digits}") or found.startswith("+")


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("+358 40 123 4567", "", "+358401234567"),
        ("+358 (0)40 123 4567", "", "+358401234567"),
        ("+3580401234567", "", "+358401234567"),
        ("00358401234567", "", "+358401234567"),
        ("040-123 4567", "FI", "+358401234567"),
        ("358401234567", "FI", "+358401234567"),
        ("990358401234567", "FI", "+358401234567"),
        ("08-123 456 78", "SE", "+46812345678"),
        ("+39 06 1234 5678", "", "+390612345678"),
        ("+39 (0)6 1234 5678", "", "+390612345678"),
        ("040-123 4567", "", "0401234567"),
        ("040-123 4567", "XX", "0401234567"),
        ("112", "FI", "112"),
        ("+999 123 4567", "", "+9991234567"),
        ("０４０１２３４５６７", "FI", ""),
        ("+٣٥٨٤٠١٢٣٤٥٦٧", "", ""),
        ("sip:aino@pbx.example", "FI", ""),
        ("+358 40 123 4567 ext 2", "FI", ""),
        ("+" * 40, "", ""),
        ("(" * 101, "", ""),
        ("", "FI", ""),
    ],
)
def test_a_number_is_read_by_the_plan_of_its_country(written: str, country: str, number: str) -> None:
    assert phone_number(written, country) == number


def test_a_number_tells_its_country() -> None:
    numbers = ("+358401234567", "+46812345678", "+12015550123", "+9991234567", "")
    assert [country_of(number) for number in numbers] == ["FI", "SE", "US", "", ""]
    assert (plan_of("fi"), plan_of("")) == (plan_of("FI"), None)
