"""A handler killed before or after any AWS call, and everything delivered again: the story ends as if nothing had happened."""

from collections.abc import Sequence

import pytest

from app import app
from tests.bad_days import pages
from tests.bad_days.calls import WHENS
from tests.bad_days.elsewhere import NOT_LED_THROUGH
from tests.bad_days.sweep import Played, Point, killed_at, play, points, with_effect, with_site
from tests.bad_days.watched import Watched
from tests.bad_days.way import EACH, SHORT

PARTS = 2

# Doors that the story does not lead through, and what is known of a crash behind them.
IDENTITY = "tests/handlers/test_api_identity.py, at any request"
ELSEWHERE = {
    "POST /api/v2/contacts/merge": IDENTITY,
    "POST /api/v2/contacts/{number}/unmerge": IDENTITY,
    "POST /api/v2/contacts/{number}/handles": IDENTITY,
}
# Doors that the story of pages and calls leads through.
OF_PAGES = {"POST /hooks/web", "POST /hooks/web/visits", "POST /confirm/{token}", "POST /calls/ringing"}


@pytest.fixture
def story(watched: Watched) -> list[Played]:
    return play(watched)


def test_a_crash_after_any_call_with_an_effect_is_made_good(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    story = play(watched, SHORT)
    chosen = list(with_effect(points(story, ("after",))))[::EACH]
    found = [difference for number, point in enumerate(chosen) for difference in killed_at(watched, point, patient=number % 2 == 0)]
    _tell(chosen, story, found, capsys)
    assert found == []


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(PARTS))
def test_a_crash_before_or_after_any_call_is_made_good(
    watched: Watched, story: list[Played], part: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """At each place in the code that asks AWS for something; all calls of the story would take ten minutes."""
    assert _untouched(story) == set()
    chosen = [point for when in WHENS for point in with_site(points(story, (when,)))][part::PARTS]
    found = [difference for point in chosen for difference in killed_at(watched, point, patient=False)]
    _tell(chosen, story, found, capsys)
    assert found == []


@pytest.mark.slow
def test_a_crash_at_the_door_of_a_page_or_an_exchange_or_behind_it_is_made_good(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    with pages.opened(watched):
        story = play(watched, pages.PAGES)
        assert {invocation.handler for played in story for invocation in played.invocations} >= OF_PAGES
        assert watched.failures == []
        # What comes after them is the same for every channel, and swept above.
        nearby = {*OF_PAGES, "POST /hooks/{name}", "on_inbound", "on_delivery"}
        chosen = [point for when in WHENS for point in with_site(points(story, (when,))) if point.call.handler in nearby]
        found = [difference for point in chosen for difference in killed_at(watched, point, patient=False)]
        patient = [point for point in with_effect(points(story, ("after",))) if point.call.handler == "on_delivery"]
        found += [difference for point in patient for difference in killed_at(watched, point, patient=True)]
    _tell([*chosen, *patient], story, found, capsys)
    assert found == []


def _untouched(story: Sequence[Played]) -> set[str]:
    """Handlers that queues, streams and schedules feed, and routes that write, which the story does not lead through."""
    writing = {f"{method} {path}" for path, routes in app.routes.items() for method in routes if method not in ("GET", "OPTIONS")}
    walked = {invocation.handler for played in story for invocation in played.invocations if invocation.calls}
    return ({source.name for source in app.event_sources} | writing) - walked - ELSEWHERE.keys() - OF_PAGES - {*NOT_LED_THROUGH}


def _tell(chosen: Sequence[Point], story: Sequence[Played], found: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    sites, every = {point.call for point in chosen}, {point.call for point in points(story, ("before",))}
    handlers = len({site.handler for site in sites})
    reach = f"{len(sites)} of {len(every)} call sites of {handlers} handlers"
    with capsys.disabled():
        print(f"\n{len(chosen)} crash points over {reach}, {len(found)} differences")
