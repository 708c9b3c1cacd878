"""Refused, broken, cut and lost calls: tried again, and the story ends as if all had gone well; no customer hears twice."""

from collections.abc import Iterable

import pytest

from tests.bad_days.faults import KINDS, LOST, REFUSED, Fault
from tests.bad_days.sweep import Point, play, points, struck_at, with_effect, with_site
from tests.bad_days.watched import Watched
from tests.bad_days.way import EACH, SHORT


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patched, because the pauses between attempts are long and not what is tried here."""
    monkeypatch.setattr("time.sleep", lambda seconds: None)


def test_a_lost_answer_or_a_refusal_at_any_call_with_an_effect_is_made_good(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = list(with_effect(points(play(watched, SHORT), ("before",))))[::EACH]
    pairs = [(point, (LOST, REFUSED)[number % 2]) for number, point in enumerate(chosen)]
    assert _struck(watched, pairs, capsys) == []


@pytest.mark.slow
def test_any_call_may_be_struck_by_some_fault(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    """Each call site once; the kinds take turns, because all of them everywhere would take half an hour."""
    chosen = list(with_site(points(play(watched), ("before",))))
    assert _struck(watched, [(point, KINDS[number % len(KINDS)]) for number, point in enumerate(chosen)], capsys) == []


def _struck(watched: Watched, pairs: Iterable[tuple[Point, Fault]], capsys: pytest.CaptureFixture[str]) -> list[str]:
    chosen = list(pairs)
    found = [difference for point, fault in chosen for difference in struck_at(watched, point, fault)]
    with capsys.disabled():
        kinds = ", ".join(sorted({str(fault) for _, fault in chosen}))
        print(f"\n{len(chosen)} faults ({kinds}) at {len({point.call for point, _ in chosen})} call sites, {len(found)} differences")
    return found
