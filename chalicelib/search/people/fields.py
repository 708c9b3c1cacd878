"""The fields of contacts and companies that can be searched, and what the index holds of a contact."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.channels.message import Handle
from chalicelib.contacts.company import Company
from chalicelib.contacts.contact import EMAIL, EXTERNAL, PHONE, TWITTER, Contact
from chalicelib.contacts.normal import normal
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.ids import company_id
from chalicelib.search.fields import CREATED, UPDATED, moment_of, wrong
from chalicelib.search.grammar import EQUAL, Has
from chalicelib.search.literals import Alternative, Between, Equals, Literal, Terms
from chalicelib.search.stems import fold
from chalicelib.search.terms import CONTACTS, term
from chalicelib.search.words import parts_of_name
from chalicelib.values import dataclass

HANDLES = {"email": EMAIL, "phone": PHONE, "mobile": PHONE, "twitter_id": TWITTER, "unique_external_id": EXTERNAL}
STORED = ("language", "time_zone", "tag")
INDEXED = (*HANDLES, "company_id", *STORED, "name", "cf_*")
OF_COMPANIES = ("name", "domain", CREATED, UPDATED)
# One contact, named by its id: no list of the index, but walked like one.
SELF = f"{CONTACTS}:id="
NOBODY = f"{SELF}0"
FEWEST, MOST_WORDS = 2, 8


def of_contact(name: str, value: object) -> str:
    return f"{CONTACTS}:{term(name, value)}"


def facets(one: Contact) -> frozenset[str]:
    """Terms of a contact; one that is deleted or merged into another has none."""
    return frozenset(_facets(one)) if not (one.deleted or one.into) else frozenset()


def _facets(one: Contact) -> Iterator[str]:
    if one.company:
        yield of_contact("company_id", company_id(one.company))
    if one.language:
        yield of_contact("language", one.language)
    if one.time_zone:
        yield of_contact("time_zone", one.time_zone)
    yield from (of_contact("tag", tag) for tag in one.tags)
    for name, value in one.custom.items():
        yield from (of_contact(name, one) for one in (value if isinstance(value, list | tuple) else [value]) if one not in (None, ""))


def names(one: Contact) -> tuple[str, ...]:
    """The words that somebody types the beginning of: of the name, and each mail address."""
    if one.deleted or one.into:
        return ()
    words = list(parts_of_name(one.name))
    return tuple(dict.fromkeys([*words[:MOST_WORDS], *(fold(address) for address in one.emails[:MOST_WORDS])]))


@dataclass(frozen=True, slots=True)
class ContactScene:
    """Who has a handle, who is called so, the present, and where a phone number without its country is dialled."""

    by_handle: Callable[[Handle], Contact | None]
    called: Callable[[str], Iterable[int]]
    now: datetime
    country: str = ""

    def read(self, has: Has) -> tuple[Literal, ...]:
        """What a condition on contacts comes down to. Raises InvalidInput on the field query."""
        if has.field in (CREATED, UPDATED):
            return (moment_of(has, self.now),)
        if has.sign != EQUAL:
            raise wrong(has, f"{has.field} is compared as it is, without {has.sign}")
        return (self._exact(has),)

    def _exact(self, has: Has) -> Literal:
        if has.field == "active":
            return Equals("active", bool(has.value))
        if has.field in HANDLES:
            return self._handle(has)
        if has.field == "name":
            return Terms(frozenset(f"{SELF}{number}" for number in self.called(_text(has))) or frozenset({NOBODY}))
        if has.field == "company_id" or has.field in STORED or has.field.startswith("cf_"):
            return Equals(has.field, None) if has.value is None else Terms(frozenset({of_contact(has.field, has.value)}))
        raise wrong(has, f"There is no field {has.field}; there are {', '.join((*INDEXED, 'active', CREATED, UPDATED))}", "invalid_field")

    def _handle(self, has: Has) -> Literal:
        if has.value is None:
            return Equals(has.field, None)
        kind = HANDLES[has.field]
        value = normal(kind, str(has.value), self.country)
        found = self.by_handle(Handle(kind, value)) if value else None
        return Terms(frozenset({f"{SELF}{found.id}" if found else NOBODY}))


def checked(found: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Each alternative with a list to walk, or a time to walk by. Raises InvalidInput where it has neither."""
    return tuple(map(_walkable, found))


def _walkable(one: Alternative) -> Alternative:
    if one.lists or any(isinstance(literal, Between) or literal.field == "active" for literal in one.rest):
        return one if one.lists else replace(one, by_time=True)
    raise InvalidInput(FieldFault("query", f"Each alternative needs one field that is indexed: {', '.join(INDEXED)}"))


def matches(one: Alternative, contact: Contact) -> bool:
    """Whether a contact is as this alternative says."""
    standing = facets(contact) | {f"{SELF}{number}" for number in (contact.id, *contact.merged)}
    listed = all(names & standing for names in one.lists)
    return listed and not (contact.deleted or contact.into) and all(_holds(literal, contact) for literal in one.rest)


def _holds(literal: Between | Equals, contact: Contact) -> bool:
    if isinstance(literal, Between):
        return within(literal, contact.created_at if literal.field == CREATED else contact.updated_at)
    if literal.field == "active":
        return literal.value is contact.verified
    if literal.field in HANDLES:
        return not contact.first(HANDLES[literal.field])
    return not any(name.startswith(f"{CONTACTS}:{literal.field}=") for name in facets(contact))


def within(literal: Between, at: datetime) -> bool:
    second = at.replace(microsecond=0)
    return (literal.low is None or second >= literal.low) and (literal.high is None or second <= literal.high)


# -- companies: few, so each is looked at --


def read_company(has: Has, now: datetime) -> tuple[Literal, ...]:
    """What a condition on companies comes down to. Raises InvalidInput on the field query."""
    if has.field in (CREATED, UPDATED):
        return (moment_of(has, now),)
    if has.field not in ("name", "domain"):
        raise wrong(has, f"There is no field {has.field}; there are {', '.join(OF_COMPANIES)}", "invalid_field")
    if has.sign != EQUAL:
        raise wrong(has, f"{has.field} is compared as it is, without {has.sign}")
    return (Equals(has.field, None if has.value is None else fold(_text(has))),)


def is_company(one: Alternative, company: Company) -> bool:
    return all(_is_so(literal, company) for literal in one.rest)


def _is_so(literal: Between | Equals, company: Company) -> bool:
    if isinstance(literal, Between):
        return within(literal, company.created_at if literal.field == CREATED else company.updated_at)
    values = [company.name] if literal.field == "name" else company.domains
    return any(fold(value) == literal.value for value in values) if literal.value is not None else not values


def _text(has: Has) -> str:
    if not isinstance(has.value, str) or not has.value.strip():
        raise wrong(has, f"{has.field} is compared with a text in single quotes")
    return has.value.strip()
