"""Time zones by either of their names."""

from zoneinfo import ZoneInfo

import pytest

from chalicelib.time_zones import NAMES, shown, zone_of


@pytest.mark.parametrize(
    ("given", "zone", "name"),
    [
        ("Helsinki", "Europe/Helsinki", "Helsinki"),
        ("europe/helsinki", "Europe/Helsinki", "Helsinki"),
        ("Eastern Time (US & Canada)", "America/New_York", "Eastern Time (US & Canada)"),
        ("America/New_York", "America/New_York", "Eastern Time (US & Canada)"),
        ("osaka", "Asia/Tokyo", "Tokyo"),
        ("Edinburgh", "Europe/London", "London"),
        ("Reykjavik", "Atlantic/Reykjavik", "Atlantic/Reykjavik"),
        ("UTC", "Etc/UTC", "UTC"),
        ("", "", ""),
    ],
)
def test_a_zone_is_known_by_every_name_and_shown_by_the_clients(given: str, zone: str, name: str) -> None:
    found = zone_of(given)
    assert found is not None
    assert (found.casefold(), shown(zone)) == (zone.casefold(), name)


@pytest.mark.parametrize("wrong", ["Nowhere", "Europe", "../etc/passwd", "Helsinki\x00"])
def test_what_is_no_zone_is_none(wrong: str) -> None:
    assert zone_of(wrong) is None


@pytest.mark.parametrize("name", NAMES)
def test_every_name_leads_to_a_zone_that_exists_and_back(name: str) -> None:
    zone = NAMES[name]
    assert ZoneInfo(zone).key == zone
    assert NAMES[shown(zone)] == zone
