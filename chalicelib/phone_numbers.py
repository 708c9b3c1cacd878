"""Phone numbers in one form, E.164, by the plans of all countries: whoever is dialled by two spellings is one person.

The rule is libphonenumber's for reading a number, and tests hold it against that library; what it would refuse because no plan
knows it stays as it was written, for plans change faster than desks.
"""

import re
from functools import cache

from chalicelib.phone_plans import PLANS
from chalicelib.values import dataclass

# A number in full has 7 to 15 digits and no country begins with 0 (ITU-T E.164); a national one is kept as it is dialled.
FORM = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,15}")
DIALLED = re.compile(r"\+?[0-9]{3,20}")
FILLING = re.compile(r"[\s().\-/–]+")
# The digit that is dialled within the country only: +358 (0)40 …
TRUNK = re.compile(r"^(\s*(?:\+|00)[0-9\s]{1,6})\(0\)")
LONGEST = 100
LONGEST_CODE = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """How a country numbers its phones; patterns are of whole numbers, lengths of what follows the country's code."""

    code: str
    abroad: str
    trunk: str
    becomes: str
    number: str
    lengths: tuple[int, ...]
    local_lengths: tuple[int, ...]

    def is_number(self, digits: str) -> bool:
        return re.fullmatch(self.number, digits) is not None

    def is_too_long(self, digits: str) -> bool:
        return len(digits) > self.lengths[-1] and len(digits) not in self.local_lengths

    def national(self, digits: str) -> str:
        """The number as it is dialled from abroad, without the country's code."""
        bare = self.without_trunk(digits)
        return bare if self.is_too_long(bare) or len(bare) in self.lengths else digits

    def without_trunk(self, digits: str) -> str:
        """Without what is dialled before a number within the country only, unless that is part of the number."""
        found = re.match(self.trunk, digits) if self.trunk else None
        if found is None:
            return digits
        is_changed = self.becomes and found.groups()[-1] is not None
        bare = re.sub(self.trunk, self.becomes, digits, count=1) if is_changed else digits[found.end() :]
        return digits if self.is_number(digits) and not self.is_number(bare) else bare


def phone_number(written: str, country: str = "") -> str:
    """Normal form of a phone number: E.164 if it is an international one or `country` is known, else its digits; empty for none.

    `country` is where it is dialled, by its two letters. Digits of other scripts are refused, so that one number has one form.
    """
    if len(written) > LONGEST:
        return ""
    number = _read(FILLING.sub("", written), country)
    # The bracketed 0 is dialled within the country, but for the countries where it belongs to the number.
    if (shorter := TRUNK.sub(r"\1", written)) != written and not _is_known(number):
        number = _read(FILLING.sub("", shorter), country)
    return number if FORM.fullmatch(number) else ""


def _read(dialled: str, country: str) -> str:
    home = plan_of(country)
    if not DIALLED.fullmatch(dialled):
        return ""
    if dialled.startswith("+"):
        return _international(dialled[1:])
    foreign = _from_abroad(dialled, home)
    if foreign or home is None:
        return _international(foreign) if foreign else dialled
    shared = _main_plan(home.code) or home
    bare = _without_code(dialled, home)
    national = (home if bare == dialled else shared).national(bare)
    # Short numbers (112) and what no plan knows mean something only where they are dialled.
    return f"+{home.code}{national}" if len(national) in shared.lengths else dialled


def _from_abroad(dialled: str, home: Plan | None) -> str:
    """What follows the digits that are dialled before a foreign code; no code begins with 0."""
    found = re.match(home.abroad if home and home.abroad else "00", dialled)
    rest = dialled[found.end() :] if found else ""
    return "" if rest.startswith("0") else rest


def _without_code(dialled: str, home: Plan) -> str:
    """A number of the own country to which the plus sign is missing."""
    if not dialled.startswith(home.code):
        return dialled
    rest = home.without_trunk(dialled[len(home.code) :])
    is_better = not home.is_number(dialled) and home.is_number(rest)
    return rest if is_better or home.is_too_long(dialled) else dialled


def _international(digits: str) -> str:
    plan = _main_plan(digits)
    return f"+{plan.code}{plan.national(digits[len(plan.code) :])}" if plan else f"+{digits}"


def _is_known(number: str) -> bool:
    """Whether the plan of its country knows such a number."""
    plan = _main_plan(number[1:]) if number.startswith("+") else None
    return plan is not None and plan.is_number(number[1 + len(plan.code) :])


def plan_of(country: str) -> Plan | None:
    """The plan of a country by its two letters, None for what is none."""
    row = PLANS.get(country.upper())
    return Plan(*row) if row else None


def country_of(number: str) -> str:
    """The two letters of the main country that an E.164 number's code belongs to, empty for a code that nobody has."""
    return next((known for size in range(1, LONGEST_CODE + 1) if (known := _main_countries().get(number[1 : 1 + size], ""))), "")


def _main_plan(digits: str) -> Plan | None:
    return plan_of(country_of(f"+{digits}"))


@cache
def _main_countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for country, row in PLANS.items():
        found.setdefault(row[0], country)
    return found
