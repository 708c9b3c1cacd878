"""What belongs to a ticket beside its words."""

from infra.openapi.kinds import ID, Kind, many, said, thing

SHAPES: dict[str, Kind] = {"Watchers": thing("Who watches a ticket.", watcher_ids=said(many(ID), "Agents."))}
