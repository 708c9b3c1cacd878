"""The bodies that declare a ticket's own fields."""

from collections.abc import Mapping
from typing import Any

from chalicelib.handlers.bodies import NAME
from chalicelib.handlers.schema import Field, NotAllowedError, NotOfTypeError, Schema, flag, number, text, unused, word

TYPES = (
    "custom_text", "custom_paragraph", "custom_checkbox", "custom_number", "custom_decimal", "custom_date", "custom_dropdown",
    "nested_field",
)  # fmt: skip
FLAGS = ("required_for_agents", "required_for_closure", "required_for_customers", "customers_can_edit", "displayed_to_customers")
SAME = ("label", "label_for_customers", *FLAGS)
MOST_CHOICES = 500
DEEPEST = 3
_LABEL = text(NAME, required=True)
Choices = tuple[tuple[str, Any], ...]


def choices() -> Field:
    """Labels, or objects with `value` (or `label`) and, of nested fields, `choices` below; one that is marked `deleted` is left out."""
    return Field(_choices, False, (), {"type": "array", "maxItems": MOST_CHOICES, "items": {"type": ["string", "object"]}})


def _choices(value: Any, deep: int = 1) -> Choices:
    if not isinstance(value, list):
        raise NotOfTypeError("It should be an array")
    if len(value) > MOST_CHOICES or (value and deep > DEEPEST):
        raise NotAllowedError(f"It should have at most {MOST_CHOICES} elements in at most {DEEPEST} steps")
    return tuple(_choice(item, deep) for item in value if not (isinstance(item, Mapping) and (item.get("deleted") or item.get("_destroy"))))


def _choice(item: Any, deep: int) -> tuple[str, Choices]:
    if not isinstance(item, Mapping):
        return _LABEL.check(item), ()
    label: str = _LABEL.check(item.get("value") if item.get("value") is not None else item.get("label"))
    return label, _choices(item.get("choices") or [], deep + 1)


def dependent() -> Field:
    """The labels of the further steps, in their order."""

    def check(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise NotOfTypeError("It should be an array of objects")
        return tuple(_LABEL.check(item.get("label")) for item in sorted(value, key=lambda item: str(item.get("level", ""))))

    return Field(check, False, (), {"type": "array", "maxItems": 2, "items": {"type": "object"}})


FIELD: Schema = {
    "label": text(NAME),
    "label_for_customers": text(NAME),
    **{name: flag() for name in FLAGS},
    "choices": choices(),
    "dependent_fields": dependent(),
    "position": number(),
    **{name: unused() for name in ("section_mappings", "portal_cc", "portal_cc_to", "archived")},
}
NEW_FIELD: Schema = {**FIELD, "label": _LABEL, "type": word(*TYPES, required=True)}
