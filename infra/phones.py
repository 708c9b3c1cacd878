"""`python -m infra.phones`: write chalicelib/phone_plans.py anew from the library that keeps every country's plan of numbers."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "chalicelib" / "phone_plans.py"
HEAD = '''"""Every country's plan of phone numbers, made of phonenumberslite {version} by `python -m infra.phones`, not by hand.

By the country's two letters: its calling code, what is dialled before a foreign code, what before a number within the country
and what that becomes, what a number looks like, how long it may be, and how long where only neighbours dial it. Where countries
share a code, its main one comes first. Phone number metadata of libphonenumber, Apache License 2.0.
"""

# fmt: off
PLANS: dict[str, tuple[str, str, str, str, str, tuple[int, ...], tuple[int, ...]]] = {{
'''


def main(args: list[str]) -> int:
    if args:
        print("usage: python -m infra.phones", file=sys.stderr)
        return 2
    TARGET.write_text(written(), "utf-8")
    print(f"{TARGET.relative_to(TARGET.parents[1])}: {TARGET.stat().st_size} bytes")
    return 0


def written() -> str:
    """The module as it stands on disk if the library and it are of one mind."""
    import phonenumbers

    return HEAD.format(version=phonenumbers.__version__) + "".join(_rows()) + "}\n"


def _rows() -> Iterator[str]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    for regions in COUNTRY_CODE_TO_REGION_CODE.values():
        for region in (one for one in regions if one.isalpha()):
            plan: Any = PhoneMetadata.metadata_for_region(region)
            general = plan.general_desc
            row = (
                str(plan.country_code), plan.international_prefix or "", plan.national_prefix_for_parsing or "",
                plan.national_prefix_transform_rule or "", general.national_number_pattern, general.possible_length,
                general.possible_length_local_only,
            )  # fmt: skip
            yield f'    "{region}": {row!r},\n'.replace("'", '"')


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
