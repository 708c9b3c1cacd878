"""The configuration that holds: products, mail addresses, business hours, promises, skills, scenarios, languages."""

from infra.openapi.told import Declared, Told

TAG = "Settings"
ROUTES: Declared = {
    "GET /products": Told("[Product]", "List products", paged=True),
    "GET /products/{number}": Told("Product", "View a product"),
    "GET /email_configs": Told("[EmailConfig]", "List the mail addresses that customers write to", paged=True),
    "GET /email_configs/{number}": Told("EmailConfig", "View a mail address"),
    "GET /email/mailboxes": Told("[Mailbox]", "List mailboxes", "The same addresses in another shape.", paged=True),
    "GET /email/mailboxes/{number}": Told("Mailbox", "View a mailbox"),
    "GET /business_hours": Told("[BusinessHour]", "List calendars", paged=True),
    "GET /business_hours/{number}": Told("BusinessHour", "View a calendar"),
    "GET /sla_policies": Told(
        "[SlaPolicy]", "List policies", "The first that fits a ticket's company and group is its promise.", paged=True
    ),
    "GET /sla_policies/{number}": Told("SlaPolicy", "View a policy"),
    "GET /skills": Told("[Skill]", "List skills", "What agents can do and rules ask for.", paged=True),
    "GET /skills/{number}": Told("Skill", "View a skill"),
    "GET /admin/skills": Told("[Skill]", "List skills", "The same as `/skills`.", paged=True),
    "GET /admin/skills/{number}": Told("Skill", "View a skill", "The same as `/skills`."),
    "GET /scenario_automations": Told(
        "[Scenario]",
        "List scenarios",
        "Changes that agents often make together; a frontend applies them by changing the ticket.",
        paged=True,
    ),
    "GET /settings/helpdesk": Told("Helpdesk", "View the desk's languages"),
}
