"""All routes under /api/v2, for the application's table of contents."""

from chalicelib.handlers import (
    api_agents,
    api_companies,
    api_contacts,
    api_conversations,
    api_groups,
    api_identity,
    api_line,
    api_suspended,
    api_tickets,
)
from chalicelib.handlers.verbs import shaped

# One blueprint registers it and the whole application has it.
api_tickets.api.register_middleware(shaped, event_type="http")

BLUEPRINTS = (
    api_tickets.api,
    api_conversations.api,
    api_contacts.api,
    api_identity.api,
    api_companies.api,
    api_agents.api,
    api_groups.api,
    api_line.api,
    api_suspended.api,
)
