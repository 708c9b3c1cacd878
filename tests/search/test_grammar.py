"""The grammar: what is written comes back as it was meant, and whatever else somebody types is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import InvalidInput
from chalicelib.search.grammar import LONGEST, All, Expression, Has, Some, Value, Word, parse, text_of

FIELDS = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.integers(-(10**15), 10**15), st.text(max_size=12), st.booleans(), st.none(), st.sampled_from([Word("me"), Word("now")])
)
CONDITIONS: st.SearchStrategy[Expression] = st.builds(Has, FIELDS, VALUES, st.sampled_from(["", ">", "<"]))


def flat(kind: type[All] | type[Some], parts: list[Expression]) -> Expression:
    inner = [one for part in parts for one in (part.parts if isinstance(part, kind) else (part,))]
    return kind(tuple(inner))


def joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(several.map(lambda found: flat(All, found)), several.map(lambda found: flat(Some, found)))


EXPRESSIONS = st.recursive(CONDITIONS, joined, max_leaves=6)


def bare(expression: Expression) -> Expression:
    """Without positions."""
    if isinstance(expression, Has):
        return Has(expression.field, expression.value, expression.sign)
    return type(expression)(tuple(map(bare, expression.parts)))


@given(EXPRESSIONS)
def test_what_is_written_is_read_as_it_was_meant(expression: Expression) -> None:
    written = text_of(expression)
    if len(written) <= LONGEST:
        assert bare(parse(written)) == expression


PIECES = ["status:2", "(", ")", "AND", "OR", "'a'", ">", "<", ":", "null", "-5", "''", "x:"]
TYPED = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES)).map(" ".join))


def faults(text: str) -> list[str]:
    """The fields that are refused; none where it is understood."""
    try:
        parse(text)
    except InvalidInput as refusal:
        return [fault.field for fault in refusal.faults]
    return []


@given(TYPED)
def test_whatever_is_typed_is_understood_or_refused_on_the_field_query(text: str) -> None:
    assert faults(text) in ([], ["query"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("status:2", Has("status", 2)),
        ("a:1 OR b:2 AND c:3", Some((Has("a", 1), All((Has("b", 2), Has("c", 3)))))),
        ("(a:1 OR b:2) AND c:3", All((Some((Has("a", 1), Has("b", 2))), Has("c", 3)))),
        ("created_at:>'2026-11-22'", Has("created_at", "2026-11-22", ">")),
        ("due_by : < now", Has("due_by", Word("now"), "<")),
        ("type:null AND active:true", All((Has("type", None), Has("active", True)))),
        ("tag:'it''s'", Has("tag", "it's")),
        ("AND:1", Has("AND", 1)),
        ("((((a:-1))))", Has("a", -1)),
    ],
)
def test_the_grammar_by_example(text: str, meant: Expression) -> None:
    assert bare(parse(text)) == meant


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "but the query ends (at character 1)"),
        ("status", "Expected a field and a colon, such as status:2, but status stands there (at character 1)"),
        ("status:", "Expected a value"),
        ("status:2 priority:1", "Expected AND, OR or the end, but priority stands there (at character 10)"),
        ("status:2 and priority:1", "but and stands there (at character 10)"),
        ("tag:vip", "but vip stands there (at character 5)"),
        ("tag:'vip", "has no ' at its end (at character 5)"),
        ("day:2026-11-22", "A date or a text stands in single quotes"),
        ("(a:1", "a bracket that closes the one at 1, but the query ends (at character 5)"),
        ("a:1)", "but ) stands there (at character 4)"),
        ("a:€", "€ is not understood here (at character 3)"),
        ("(" * 21 + "a:1" + ")" * 21, "20 deep"),
        ("a:" + "1" * 600, "at most 512"),
    ],
)
def test_a_refusal_says_what_and_where(text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(text)
    assert says in refused.value.faults[0].message
