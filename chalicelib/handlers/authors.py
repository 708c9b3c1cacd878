"""Who acts, as a ticket's decisions name them."""

from chalicelib.people.keys import Principal
from chalicelib.tickets.decide import Author


def author_of(who: Principal) -> Author:
    return Author(who.number, who.name)
