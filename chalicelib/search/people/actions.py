"""Keeping the index of contacts, and walking it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from chalicelib.contacts.contact import Contact, contact_of
from chalicelib.errors import Busy
from chalicelib.search.card import Card, difference
from chalicelib.search.literals import Alternative
from chalicelib.search.page import MOST_LOOKED_AT, Found, Gate, found
from chalicelib.search.people.fields import FEWEST, SELF, checked, facets, matches, names
from chalicelib.search.walk import AllOf, Allowance, AnyOf, Known, Numbers, Postings, downward
from chalicelib.search.words import parts_of_name
from chalicelib.storage import people
from chalicelib.storage import search as rows
from chalicelib.storage import tickets as ticket_rows
from chalicelib.storage.rows import pause

CONTACT = "CT"
TRIES, MOST_REQUESTS = 5, 60
HIGHEST = 2**53
MOST_SUGGESTED = 20
MOST_CALLED = 100

Load = Callable[[Sequence[int]], dict[int, Contact]]


def index(number: int) -> bool:
    """Let the index say of a contact what is so now; whether anything was written. Raises Busy after five lost races."""
    for attempt in range(TRIES):
        row = people.find_object(CONTACT, number)
        kept = rows.find_card(rows.contact_key(number))
        one = contact_of(row.id, row.data, row.created_at, row.updated_at) if row else None
        after = Card(kept.card.seq + 1, tuple(sorted(facets(one))) if one else (), words=names(one) if one else ())
        if after.same == kept.card.same:
            return False
        changes = difference(Card(facets=kept.card.facets), Card(facets=after.facets))
        rows.put_names(number, sorted(set(after.words) - set(kept.card.words)))
        rows.put_entries(number, after.seq, changes.puts)
        if rows.put_card(rows.contact_key(number), after, kept.version):
            rows.take_away(number, after.seq, changes.gone)
            rows.remove_names(number, sorted(set(kept.card.words) - set(after.words)))
            return True
        pause(attempt)
    raise Busy(f"contact {number} was indexed by {TRIES} others while we tried")


def index_requester(ticket: int) -> bool:
    """Index whoever a ticket is from, because the message or the change may have made the contact; whether anything was written."""
    view = ticket_rows.find_view(ticket)
    contact = view.value().contact if view else 0
    return index(contact) if contact else False


def find(wanted: Sequence[Alternative], page: int, load: Load) -> Found[Contact]:
    """Contacts that are as one of the alternatives says. Raises InvalidInput."""
    allowance = Allowance(MOST_REQUESTS)
    alternatives = checked(wanted)
    walks = [_walk(one, allowance) for one in alternatives]
    return found(alternatives, walks, page, Gate(load, matches), allowance)


def _walk(one: Alternative, allowance: Allowance) -> Iterator[int]:
    if not one.lists:
        # By when they were made, oldest first; as many as are looked at.
        made = list(islice(people.walk(CONTACT, None, 100), MOST_LOOKED_AT))
        allowance.is_cut = allowance.is_cut or len(made) == MOST_LOOKED_AT
        return downward(Known([row.id for row in made]), HIGHEST)
    lists: list[Numbers] = [AnyOf([Postings(name, _read, allowance) for name in sorted(names)]) for names in one.lists]
    return downward(AllOf(lists), HIGHEST)


def _read(name: str, at_most: int, limit: int) -> list[int]:
    if name.startswith(SELF):
        number = int(name.removeprefix(SELF))
        return [number] if 0 < number <= at_most else []
    return rows.read_list(name, at_most, limit)


def called(text: str, limit: int = MOST_CALLED) -> list[int]:
    """Contacts of whom every word of this is the beginning of a word of the name or of an address."""
    words = list(parts_of_name(text))
    if not words or any(len(word) < FEWEST for word in words):
        return []
    first, *more = [dict.fromkeys(rows.names_from(word, limit)) for word in words]
    return [number for number in first if all(number in others for others in more)]
