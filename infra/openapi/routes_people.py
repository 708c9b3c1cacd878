"""Contacts and who is who, companies, agents, groups and roles."""

from chalicelib.handlers import bodies
from infra.openapi.told import Asked, Declared, Told, instant, number, one_of

TAG = "People"
ROUTES: Declared = {
    "GET /contacts": Told(
        "[Contact]",
        "List contacts",
        paged=True,
        query=(
            Asked("email", "The contact with this address.", example="aino@asiakas.example"),
            Asked("phone", "The contact with this number."),
            Asked("mobile", "The same as `phone`."),
            Asked("unique_external_id", "The contact that is known elsewhere by this id."),
            number("company_id", "Those of a company."),
            one_of("state", "Merged contacts are among the deleted.", "verified", "unverified", "blocked", "deleted"),
            instant("_updated_since", "Those that changed at this second or later."),
        ),
    ),
    "POST /contacts": Told(
        "Contact",
        "Make a contact",
        "One of `email`, `phone`, `mobile`, `twitter_id`, `unique_external_id` is needed.",
        status=201,
        body=bodies.NEW_CONTACT,
        example={"name": "Aino Virtanen", "email": "aino.virtanen@asiakas.example", "language": "fi"},
        faults=(409,),
    ),
    "GET /contacts/{number}": Told("Contact", "View a contact"),
    "PUT /contacts/{number}": Told(
        "Contact",
        "Change a contact",
        "A new `email` comes first, the old one moves to `other_emails`.",
        operation="update_contact",
        body=bodies.CONTACT,
        example={"job_title": "Buyer"},
        faults=(409,),
    ),
    "GET /contacts/{number}/handles": Told("[ContactHandle]", "List everything that leads to a person", operation="list_contact_handles"),
    "POST /contacts/{number}/handles": Told(
        "[ContactHandle]",
        "Add a handle",
        operation="add_contact_handle",
        body=bodies.HANDLE,
        example={"kind": "email", "value": "aino@koti.example"},
        faults=(409,),
    ),
    "POST /contacts/merge": Told(
        summary="Merge contacts",
        about="With `dry_run` nothing is done, and what would happen is told.",
        also={200: "MergePreview"},
        body=bodies.MERGER,
        example={"primary_contact_id": 1, "secondary_contact_ids": [2], "dry_run": True},
        faults=(404, 409),
    ),
    "POST /contacts/{number}/unmerge": Told(
        "Contact|MergePreview",
        "Undo a merger",
        "With `dry_run` nothing is done, and what would happen is told.",
        body=bodies.UNMERGER,
        example={"reason": "two people with one phone"},
        faults=(409,),
    ),
    "GET /contacts/{number}/mergers": Told("[ContactMerger]", "List who merged a contact or undid it", operation="list_contact_mergers"),
    "GET /companies": Told("[Company]", "List companies", paged=True),
    "GET /companies/autocomplete": Told(
        "CompanySuggestions", "Suggest companies", query=(Asked("name", "The beginning of the name.", example="Asi"),)
    ),
    "GET /companies/{number}": Told("Company", "View a company"),
    "POST /companies": Told(
        "Company",
        "Make a company",
        status=201,
        body=bodies.NEW_COMPANY,
        example={"name": "Asiakas Oy", "domains": ["asiakas.example"]},
        faults=(409,),
    ),
    "PUT /companies/{number}": Told(
        "Company",
        "Change a company",
        "A name stays, because policies and rules know it.",
        operation="update_company",
        body=bodies.COMPANY,
        example={"note": "Pays by invoice."},
        faults=(409,),
    ),
    "DELETE /companies/{number}": Told(
        summary="Take a company away",
        about=(
            "Its contacts leave it soon, its mail domains are free at once, and its tickets stay as they are. "
            "409 while the configuration knows it by name."
        ),
        faults=(409,),
    ),
    "GET /agents": Told(
        "[Agent]",
        "List agents",
        paged=True,
        query=(
            Asked("email", "The agent with this address.", example="liisa@kauppa.example"),
            Asked("phone", "Agents with this number."),
            Asked("mobile", "Agents with this mobile number."),
            one_of("state", "Nobody is occasional.", "fulltime", "occasional"),
        ),
    ),
    "GET /agents/me": Told("Agent", "View the caller", "The test of a key."),
    "GET /agents/autocomplete": Told(
        "[AgentSuggestion]", "Suggest agents", query=(Asked("term", "The beginning of a name.", example="Lii"),)
    ),
    "GET /agents/{number}": Told("Agent", "View an agent"),
    "GET /groups": Told("[Group]", "List groups", paged=True),
    "GET /groups/{number}": Told("Group", "View a group"),
    "GET /roles": Told("[Role]", "List roles", paged=True),
    "GET /roles/{number}": Told("Role", "View a role"),
}
