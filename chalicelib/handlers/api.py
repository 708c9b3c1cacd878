"""All routes under /api/v2: those of every day, and the others, which their function loads when the first of them is asked for."""

from chalicelib.handlers import (
    api_bulk,
    api_companies,
    api_forwarding,
    api_identity,
    api_keys,
    api_line,
    api_links,
    api_merging,
    api_ratings,
    api_reference,
    api_settings,
    api_solutions,
    api_suspended,
    api_time_entries,
    api_uploads,
    api_watchers,
    api_webhooks,
    daily,
)

LATER = (
    api_line.api,
    api_merging.api,
    api_links.api,
    api_forwarding.api,
    api_watchers.api,
    api_identity.api,
    api_companies.api,
    api_keys.api,
    api_settings.api,
    api_solutions.api,
    api_webhooks.api,
    api_time_entries.api,
    api_ratings.api,
    api_reference.api,
    api_suspended.api,
    api_uploads.api,
    api_bulk.api,
)
# No path may have routes in both: what a path takes is told by those that are loaded.
BLUEPRINTS = (*daily.BLUEPRINTS, *LATER)
