"""Event patterns as Lambda's event filtering reads them: which records of a source a function wants to see."""

from typing import Any


def wants(patterns: tuple[dict[str, Any], ...], record: dict[str, Any]) -> bool:
    """Whether any pattern fits, or there is none."""
    return not patterns or any(_fits(pattern, record) for pattern in patterns)


def _fits(pattern: dict[str, Any], record: Any) -> bool:
    return all(_field_fits(wanted, record.get(name) if isinstance(record, dict) else None) for name, wanted in pattern.items())


def _field_fits(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, dict):
        return _fits(wanted, value)
    return any(_choice_fits(choice, value) for choice in wanted)


def _choice_fits(choice: Any, value: Any) -> bool:
    if not isinstance(choice, dict):
        return bool(choice == value)
    kind, operand = next(iter(choice.items()))
    if kind == "exists":
        return (value is not None) is bool(operand)
    if kind == "anything-but":
        return value not in (operand if isinstance(operand, list) else [operand])
    if kind in ("prefix", "suffix"):
        return isinstance(value, str) and (value.startswith(operand) if kind == "prefix" else value.endswith(operand))
    raise ValueError(f"the local desk cannot read the filter {choice}")
