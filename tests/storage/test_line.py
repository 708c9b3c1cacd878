"""Lists of tickets by number."""

import pytest

from chalicelib.storage.line import company_tickets, contact_tickets


@pytest.mark.parametrize(("below", "above"), [(1, 0), (8, 7), (7, 7), (3, 9)])
def test_no_number_fits_between_neighbours_and_the_database_is_not_asked(below: int, above: int) -> None:
    assert list(contact_tickets(1, below=below, above=above)) == []
    assert list(company_tickets(1, below=below, above=above)) == []
