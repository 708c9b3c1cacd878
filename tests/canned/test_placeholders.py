"""Placeholders: known names only, one pass, everything escaped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.canned.placeholders import NAMES, Filled, fill, first_name, unknown, values_of
from chalicelib.markup import clean
from tests.tickets.samples import desk, ticket


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("Hei {{ticket.requester.name}}!", "Hei Aino!"),
        ("{{ ticket.id }}/{{ticket.id}}", "7/7"),
        ("{{ticket.subject}}", "&lt;b&gt;{{ticket.id}}&lt;/b&gt; &amp; &quot;"),
        ("{{ticket.id", "{{ticket.id"),
        ("{{{ticket.id}}}", "{7}"),
        ("{ticket.id} {% include x %} ${ticket.id}", "{ticket.id} {% include x %} ${ticket.id}"),
        ("", ""),
    ],
)
def test_a_placeholder_is_put_in_once_and_escaped(template: str, filled: str) -> None:
    values = {"ticket.id": "7", "ticket.requester.name": "Aino", "ticket.subject": '<b>{{ticket.id}}</b> & "'}
    assert fill(template, values) == Filled(filled)


def test_what_the_ticket_has_not_is_named_and_leaves_nothing() -> None:
    assert fill("<p>{{ticket.type}}{{ticket.cf_order}}{{ticket.type}}</p>", {}) == Filled("<p></p>", ("ticket.type", "ticket.cf_order"))


@pytest.mark.parametrize(
    "name",
    [
        "ticket",
        "ticket.__class__",
        "secret",
        "ticket.id|upper",
        "7*7",
        "ticket.cf_",
        "ticket.CF_X",
        "agent.email()",
        "ticket.requester.phone",
    ],
)
def test_everything_else_between_double_braces_is_unknown(name: str) -> None:
    assert unknown(f"a {{{{{name}}}}} b {{{{ {name} }}}} {{{{ticket.id}}}} {{{{ticket.cf_order_2}}}}") == (name,)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)), st.lists(st.sampled_from(NAMES), max_size=6))
def test_no_value_brings_markup_or_placeholders_that_are_read(values: dict[str, str], names: list[str]) -> None:
    filled = fill("".join(f"[{{{{{name}}}}}]" for name in names), values)
    assert filled.html.count("<") == 0
    assert set(filled.empty) == {name for name in names if not values.get(name)}


@pytest.mark.parametrize("subject", ["javascript:alert(1)", '" onmouseover="alert(1)', "data:text/html,<script>"])
def test_a_value_that_becomes_a_links_address_does_no_harm_once_cleaned(subject: str) -> None:
    shown = clean(fill('<a href="{{ticket.subject}}">x</a>', {"ticket.subject": subject}).html)
    outside = "".join(shown.split('"')[0::2])
    assert [word in shown for word in ("javascript:", "data:")] + ["onmouseover" in outside] == [False] * 3


def test_every_placeholder_has_a_value_of_a_ticket_that_has_everything() -> None:
    here = desk()
    liisa, own = here.agents[0], {"cf_order": "A-17", "cf_gift": True, "cf_none": None}
    state = ticket(agent=liisa.id, custom=own, type="Question", reason="return", group="Support", company="Tukku Oy")
    found = values_of(state, "Aalto, Aino", liisa, here)
    assert {name: found[name] for name in NAMES} == {
        "ticket.id": "7", "ticket.subject": "Keitin", "ticket.status": "Open", "ticket.priority": "Low", "ticket.type": "Question",
        "ticket.reason": "return", "ticket.group.name": "Support", "ticket.agent.name": "Liisa", "ticket.company.name": "Tukku Oy",
        "ticket.requester.name": "Aalto, Aino", "ticket.requester.firstname": "Aino", "ticket.requester.email": "aino@asiakas.example",
        "agent.name": "Liisa", "agent.firstname": "Liisa", "agent.email": "liisa@talo.example", "helpdesk_name": "Kauppa Oy",
    }  # fmt: skip
    assert (found["ticket.cf_order"], found["ticket.cf_gift"], found["ticket.cf_none"]) == ("A-17", "✓", "")


@pytest.mark.parametrize(("name", "first"), [("Aino Aalto", "Aino"), ("Aalto, Aino Maria", "Aino"), ("Aino", "Aino"), ("", ""), (",", "")])
def test_a_first_name_is_found_in_both_orders(name: str, first: str) -> None:
    assert first_name(name) == first
