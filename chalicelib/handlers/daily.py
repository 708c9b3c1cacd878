"""Routes under /api/v2 that agents' work needs every day: their function has these from the start."""

from chalicelib.handlers import (
    api_agents,
    api_canned,
    api_contacts,
    api_conversations,
    api_corrections,
    api_customers,
    api_feed,
    api_field_admin,
    api_fields,
    api_groups,
    api_presence,
    api_search,
    api_tickets,
    api_views,
)
from chalicelib.handlers.verbs import shaped

# One blueprint registers it and the whole application has it.
api_tickets.api.register_middleware(shaped, event_type="http")

BLUEPRINTS = (
    api_search.api,
    api_tickets.api,
    api_conversations.api,
    api_contacts.api,
    api_customers.api,
    api_agents.api,
    api_groups.api,
    api_fields.api,
    api_field_admin.api,
    api_feed.api,
    api_presence.api,
    api_canned.api,
    api_corrections.api,
    api_views.api,
)
