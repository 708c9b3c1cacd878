"""Every engine answers at the edges as AWS does, except where we know better; the page says so too."""

import pytest

from tests.contract.cases import CASES, Case
from tests.contract.engines import ENGINES
from tests.docs.tables import table

HEADINGS = dict(zip(ENGINES, ("moto", "MiniStack", "DynamoDB Local"), strict=True))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_engine_answers_as_expected(tables: None, engine: str, case: Case) -> None:
    assert case.ask() == case.expected(engine)


def test_the_page_lists_exactly_the_differences() -> None:
    told = {
        row["asked"]: {name: row[heading] for name, heading in (("aws", "AWS"), *HEADINGS.items())} for row in table("engines.md", "asked")
    }
    known = {
        case.name: {"aws": case.aws, **{engine: case.others.get(engine, "the same") for engine in ENGINES}} for case in CASES if case.others
    }
    assert told == known
