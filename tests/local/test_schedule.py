"""Schedule expressions fire in the minutes they name and in no other."""

from datetime import UTC, datetime, timedelta

import pytest

from infra.local.schedule import is_due

SATURDAY = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "at", "due"),
    [
        ("rate(1 minute)", SATURDAY, True),
        ("rate(5 minutes)", SATURDAY + timedelta(minutes=4), False),
        ("rate(5 minutes)", SATURDAY + timedelta(minutes=5), True),
        ("rate(1 hour)", SATURDAY + timedelta(minutes=30), False),
        ("rate(2 hours)", SATURDAY + timedelta(hours=1), True),
        ("rate(1 day)", SATURDAY, False),
        ("rate(1 day)", SATURDAY - timedelta(hours=3), True),
        ("cron(0 3 * * ? *)", SATURDAY, True),
        ("cron(0 3 * * ? *)", SATURDAY + timedelta(minutes=1), False),
        ("cron(0/15 * * * ? *)", SATURDAY + timedelta(minutes=45), True),
        ("cron(0/15 * * * ? *)", SATURDAY + timedelta(minutes=50), False),
        ("cron(*/10 3 ? * SAT *)", SATURDAY + timedelta(minutes=20), True),
        ("cron(0 3 ? * MON-FRI *)", SATURDAY, False),
        ("cron(0 3 ? * SUN,SAT *)", SATURDAY, True),
        ("cron(0 3 21 NOV ? 2026)", SATURDAY, True),
        ("cron(0 3 21 OCT ? 2026)", SATURDAY, False),
        ("cron(0 1-4 * * ? 2026-2027)", SATURDAY, True),
    ],
)
def test_an_expression_fires_in_its_minutes(expression: str, at: datetime, due: bool) -> None:
    assert is_due(expression, at) is due


@pytest.mark.parametrize("expression", ["every minute", "cron(0 3 * *)", "rate(x minutes)"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError):
        is_due(expression, SATURDAY)
