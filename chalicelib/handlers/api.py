"""All routes under /api/v2, for the application's table of contents."""

from chalicelib.handlers import (
    api_agents,
    api_companies,
    api_contacts,
    api_conversations,
    api_groups,
    api_line,
    api_tickets,
)

BLUEPRINTS = (
    api_tickets.api,
    api_conversations.api,
    api_contacts.api,
    api_companies.api,
    api_agents.api,
    api_groups.api,
    api_line.api,
)
