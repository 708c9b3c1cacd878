"""The attack pack, case by case through `observe`; `-s` prints how many cases of each class pass."""

import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.attacks.adapter import KINDS, observe
from tests.attacks.pack import CASES, CHECK, IS_THERE, OTHERWISE, PACK, expected
from tests.world import World

pytestmark = pytest.mark.corpora
if not IS_THERE:
    warnings.warn(f"No attack pack at {PACK}: hostile mails and calls are NOT tested", stacklevel=1)
    pytest.skip(f"no attack pack at {PACK}", allow_module_level=True)

UNTRIED = {name for name, otherwise in OTHERWISE.items() if otherwise.get("untried")}
HERE = [case for case in CASES if case["id"] not in UNTRIED]
TALLY: Counter[tuple[str, str]] = Counter()


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    yield
    for case in CASES:
        TALLY[case["cls"], "untried"] += case["id"] in UNTRIED
    classes = sorted({name for name, _ in TALLY})
    print(f"\n{'class':<20} passed failed untried")
    for name in classes:
        print(f"{name:<20} {TALLY[name, 'passed']:>6} {TALLY[name, 'failed']:>6} {TALLY[name, 'untried']:>7}")


def _case(case: dict[str, Any]) -> Any:
    is_long = case["kind"] == "fault" or case["input"].get("scenario") == "form_spray"
    return pytest.param(case, id=f"{case['id']} {case['cls']}: {case['title']}"[:80], marks=[pytest.mark.slow] if is_long else [])


@pytest.mark.parametrize("case", map(_case, HERE))
def test_a_hostile_case_ends_as_the_pack_demands(case: dict[str, Any], world: World) -> None:
    case = expected(case)
    failures = CHECK.verdict(case, observe(case, world))
    TALLY[case["cls"], "failed" if failures else "passed"] += 1
    assert not failures, f"{case['title']}: {'; '.join(failures)} [{case['source']}]"


def test_every_kind_of_case_is_observed_and_every_exception_is_one_of_the_pack_with_a_reason() -> None:
    assert {case["kind"] for case in CASES} == set(KINDS)
    assert set(OTHERWISE) <= {case["id"] for case in CASES}
    assert all(len(otherwise["because"]) > 50 for otherwise in OTHERWISE.values())
