"""Every operation of the API as a method. Made by `python -m infra openapi`; changes are lost."""

from collections.abc import Iterator
from typing import cast

from vuoro_client import shapes
from vuoro_client.connection import Connection


class Client(Connection):
    """The API of one desk, for one key."""

    def list_admin_groups(self, *, per_page: int = 100) -> Iterator[shapes.Group]:
        """List groups, page by page."""
        return cast("Iterator[shapes.Group]", self.rows("/admin/groups", {"cursor": "", "per_page": per_page}))

    def add_admin_group(self, body: shapes.AddAdminGroupBody, *, idempotency_key: str = "") -> shapes.Group:
        """Add a group."""
        return cast("shapes.Group", self.call("POST", "/admin/groups", body=body, key=idempotency_key))

    def view_admin_group(self, id: int) -> shapes.Group:
        """View a group."""
        return cast("shapes.Group", self.call("GET", f"/admin/groups/{self.quoted(id)}"))

    def update_admin_group(self, id: int, body: shapes.UpdateAdminGroupBody | None = None) -> shapes.Group:
        """Change a group."""
        return cast("shapes.Group", self.call("PUT", f"/admin/groups/{self.quoted(id)}", body=body or {}))

    def remove_admin_group(self, id: int) -> None:
        """Remove a group."""
        self.call("DELETE", f"/admin/groups/{self.quoted(id)}")

    def list_admin_skills(self, *, per_page: int = 100) -> Iterator[shapes.Skill]:
        """List skills, page by page."""
        return cast("Iterator[shapes.Skill]", self.rows("/admin/skills", {"cursor": "", "per_page": per_page}))

    def view_admin_skill(self, id: int) -> shapes.Skill:
        """View a skill."""
        return cast("shapes.Skill", self.call("GET", f"/admin/skills/{self.quoted(id)}"))

    def list_admin_fields(self, *, type: str | None = None) -> list[shapes.AdminTicketField]:
        """List the fields of tickets with choices as objects."""
        return cast("list[shapes.AdminTicketField]", self.call("GET", "/admin/ticket_fields", query={"type": type}))

    def add_ticket_field(self, body: shapes.AddTicketFieldBody, *, idempotency_key: str = "") -> shapes.AdminTicketField:
        """Declare a field of tickets."""
        return cast("shapes.AdminTicketField", self.call("POST", "/admin/ticket_fields", body=body, key=idempotency_key))

    def view_admin_field(self, id: int) -> shapes.AdminTicketField:
        """View a field of tickets."""
        return cast("shapes.AdminTicketField", self.call("GET", f"/admin/ticket_fields/{self.quoted(id)}"))

    def update_ticket_field(self, id: int, body: shapes.UpdateTicketFieldBody | None = None) -> shapes.AdminTicketField:
        """Change a field of tickets."""
        return cast("shapes.AdminTicketField", self.call("PUT", f"/admin/ticket_fields/{self.quoted(id)}", body=body or {}))

    def remove_ticket_field(self, id: int) -> None:
        """Take a field of tickets back."""
        self.call("DELETE", f"/admin/ticket_fields/{self.quoted(id)}")

    def list_agents(
        self,
        *,
        email: str | None = None,
        phone: str | None = None,
        mobile: str | None = None,
        state: str | None = None,
        per_page: int = 100,
    ) -> Iterator[shapes.Agent]:
        """List agents, page by page."""
        return cast(
            "Iterator[shapes.Agent]",
            self.rows("/agents", {"email": email, "phone": phone, "mobile": mobile, "state": state, "cursor": "", "per_page": per_page}),
        )

    def add_agent(self, body: shapes.AddAgentBody, *, idempotency_key: str = "") -> shapes.Agent:
        """Add an agent."""
        return cast("shapes.Agent", self.call("POST", "/agents", body=body, key=idempotency_key))

    def autocomplete_agents(self, *, term: str | None = None) -> list[shapes.AgentSuggestion]:
        """Suggest agents."""
        return cast("list[shapes.AgentSuggestion]", self.call("GET", "/agents/autocomplete", query={"term": term}))

    def view_caller(self) -> shapes.Agent:
        """View the caller."""
        return cast("shapes.Agent", self.call("GET", "/agents/me"))

    def view_agent(self, id: int) -> shapes.Agent:
        """View an agent."""
        return cast("shapes.Agent", self.call("GET", f"/agents/{self.quoted(id)}"))

    def update_agent(self, id: int, body: shapes.UpdateAgentBody | None = None) -> shapes.Agent:
        """Change an agent."""
        return cast("shapes.Agent", self.call("PUT", f"/agents/{self.quoted(id)}", body=body or {}))

    def remove_agent(self, id: int) -> None:
        """Remove an agent."""
        self.call("DELETE", f"/agents/{self.quoted(id)}")

    def list_business_hours(self, *, per_page: int = 100) -> Iterator[shapes.BusinessHour]:
        """List calendars, page by page."""
        return cast("Iterator[shapes.BusinessHour]", self.rows("/business_hours", {"cursor": "", "per_page": per_page}))

    def view_business_hour(self, id: int) -> shapes.BusinessHour:
        """View a calendar."""
        return cast("shapes.BusinessHour", self.call("GET", f"/business_hours/{self.quoted(id)}"))

    def list_canned_folders(self, *, per_page: int = 100) -> Iterator[shapes.CannedFolder]:
        """List the folders, page by page."""
        return cast("Iterator[shapes.CannedFolder]", self.rows("/canned_response_folders", {"cursor": "", "per_page": per_page}))

    def create_canned_folder(self, body: shapes.CreateCannedFolderBody, *, idempotency_key: str = "") -> shapes.CannedFolder:
        """Make a folder."""
        return cast("shapes.CannedFolder", self.call("POST", "/canned_response_folders", body=body, key=idempotency_key))

    def view_canned_folder(self, id: int) -> shapes.CannedFolderWithTitles:
        """View a folder."""
        return cast("shapes.CannedFolderWithTitles", self.call("GET", f"/canned_response_folders/{self.quoted(id)}"))

    def rename_canned_folder(self, id: int, body: shapes.RenameCannedFolderBody) -> shapes.CannedFolder:
        """Rename a folder."""
        return cast("shapes.CannedFolder", self.call("PUT", f"/canned_response_folders/{self.quoted(id)}", body=body))

    def delete_canned_folder(self, id: int) -> None:
        """Delete an empty folder."""
        self.call("DELETE", f"/canned_response_folders/{self.quoted(id)}")

    def list_canned_responses(self, id: int, *, per_page: int = 100) -> Iterator[shapes.CannedResponse]:
        """List the responses of a folder, page by page."""
        return cast(
            "Iterator[shapes.CannedResponse]",
            self.rows(f"/canned_response_folders/{self.quoted(id)}/responses", {"cursor": "", "per_page": per_page}),
        )

    def create_canned_response(self, body: shapes.CreateCannedResponseBody, *, idempotency_key: str = "") -> shapes.CannedResponse:
        """Make a canned response."""
        return cast("shapes.CannedResponse", self.call("POST", "/canned_responses", body=body, key=idempotency_key))

    def view_canned_response(self, id: int) -> shapes.CannedResponse:
        """View a canned response."""
        return cast("shapes.CannedResponse", self.call("GET", f"/canned_responses/{self.quoted(id)}"))

    def change_canned_response(self, id: int, body: shapes.ChangeCannedResponseBody | None = None) -> shapes.CannedResponse:
        """Change a canned response."""
        return cast("shapes.CannedResponse", self.call("PUT", f"/canned_responses/{self.quoted(id)}", body=body or {}))

    def delete_canned_response(self, id: int) -> None:
        """Delete a canned response."""
        self.call("DELETE", f"/canned_responses/{self.quoted(id)}")

    def preview_canned_response(self, id: int, *, ticket_id: int | None = None, language: str | None = None) -> shapes.CannedPreview:
        """Fill a canned response in from a ticket."""
        return cast(
            "shapes.CannedPreview",
            self.call("GET", f"/canned_responses/{self.quoted(id)}/preview", query={"ticket_id": ticket_id, "language": language}),
        )

    def list_canned_translations(self, id: int) -> list[shapes.CannedTranslation]:
        """List the translations of a canned response."""
        return cast("list[shapes.CannedTranslation]", self.call("GET", f"/canned_responses/{self.quoted(id)}/translations"))

    def put_canned_translation(self, id: int, language: str, body: shapes.PutCannedTranslationBody) -> shapes.CannedTranslation:
        """Put a translation."""
        return cast(
            "shapes.CannedTranslation",
            self.call("PUT", f"/canned_responses/{self.quoted(id)}/translations/{self.quoted(language)}", body=body),
        )

    def delete_canned_translation(self, id: int, language: str) -> None:
        """Delete a translation."""
        self.call("DELETE", f"/canned_responses/{self.quoted(id)}/translations/{self.quoted(language)}")

    def list_companies(self, *, per_page: int = 100) -> Iterator[shapes.Company]:
        """List companies, page by page."""
        return cast("Iterator[shapes.Company]", self.rows("/companies", {"cursor": "", "per_page": per_page}))

    def create_company(self, body: shapes.CreateCompanyBody, *, idempotency_key: str = "") -> shapes.Company:
        """Make a company."""
        return cast("shapes.Company", self.call("POST", "/companies", body=body, key=idempotency_key))

    def autocomplete_companies(self, *, name: str | None = None) -> shapes.CompanySuggestions:
        """Suggest companies."""
        return cast("shapes.CompanySuggestions", self.call("GET", "/companies/autocomplete", query={"name": name}))

    def view_company(self, id: int) -> shapes.Company:
        """View a company."""
        return cast("shapes.Company", self.call("GET", f"/companies/{self.quoted(id)}"))

    def update_company(self, id: int, body: shapes.UpdateCompanyBody | None = None) -> shapes.Company:
        """Change a company."""
        return cast("shapes.Company", self.call("PUT", f"/companies/{self.quoted(id)}", body=body or {}))

    def remove_company(self, id: int) -> None:
        """Take a company away."""
        self.call("DELETE", f"/companies/{self.quoted(id)}")

    def list_company_fields(self, *, type: str | None = None) -> list[shapes.CompanyField]:
        """List the fields of companies."""
        return cast("list[shapes.CompanyField]", self.call("GET", "/company_fields", query={"type": type}))

    def list_contact_fields(self, *, type: str | None = None) -> list[shapes.ContactField]:
        """List the fields of contacts."""
        return cast("list[shapes.ContactField]", self.call("GET", "/contact_fields", query={"type": type}))

    def list_contacts(
        self,
        *,
        email: str | None = None,
        phone: str | None = None,
        mobile: str | None = None,
        unique_external_id: str | None = None,
        company_id: int | None = None,
        state: str | None = None,
        updated_since: str | None = None,
        per_page: int = 100,
    ) -> Iterator[shapes.Contact]:
        """List contacts, page by page."""
        return cast(
            "Iterator[shapes.Contact]",
            self.rows(
                "/contacts",
                {
                    "email": email,
                    "phone": phone,
                    "mobile": mobile,
                    "unique_external_id": unique_external_id,
                    "company_id": company_id,
                    "state": state,
                    "_updated_since": updated_since,
                    "cursor": "",
                    "per_page": per_page,
                },
            ),
        )

    def create_contact(self, body: shapes.CreateContactBody, *, idempotency_key: str = "") -> shapes.Contact:
        """Make a contact."""
        return cast("shapes.Contact", self.call("POST", "/contacts", body=body, key=idempotency_key))

    def autocomplete_contacts(self, *, term: str | None = None) -> list[shapes.ContactSuggestion]:
        """Suggest contacts."""
        return cast("list[shapes.ContactSuggestion]", self.call("GET", "/contacts/autocomplete", query={"term": term}))

    def merge_contacts(self, body: shapes.MergeContactsBody, *, idempotency_key: str = "") -> shapes.MergePreview | None:
        """Merge contacts."""
        return cast("shapes.MergePreview | None", self.call("POST", "/contacts/merge", body=body, key=idempotency_key))

    def view_contact(self, id: int) -> shapes.Contact:
        """View a contact."""
        return cast("shapes.Contact", self.call("GET", f"/contacts/{self.quoted(id)}"))

    def update_contact(self, id: int, body: shapes.UpdateContactBody | None = None) -> shapes.Contact:
        """Change a contact."""
        return cast("shapes.Contact", self.call("PUT", f"/contacts/{self.quoted(id)}", body=body or {}))

    def delete_contact(self, id: int) -> None:
        """Delete a contact softly."""
        self.call("DELETE", f"/contacts/{self.quoted(id)}")

    def view_card(self, id: int) -> shapes.CustomerCard:
        """View a customer's card."""
        return cast("shapes.CustomerCard", self.call("GET", f"/contacts/{self.quoted(id)}/card"))

    def list_contact_handles(self, id: int) -> list[shapes.ContactHandle]:
        """List everything that leads to a person."""
        return cast("list[shapes.ContactHandle]", self.call("GET", f"/contacts/{self.quoted(id)}/handles"))

    def add_contact_handle(self, id: int, body: shapes.AddContactHandleBody, *, idempotency_key: str = "") -> list[shapes.ContactHandle]:
        """Add a handle."""
        return cast("list[shapes.ContactHandle]", self.call("POST", f"/contacts/{self.quoted(id)}/handles", body=body, key=idempotency_key))

    def forget_contact(self, id: int, *, force: str | None = None) -> None:
        """Erase a person."""
        self.call("DELETE", f"/contacts/{self.quoted(id)}/hard_delete", query={"force": force})

    def make_agent_of_contact(self, id: int, body: shapes.MakeAgentOfContactBody | None = None) -> shapes.ContactAgent:
        """Make an agent of a contact."""
        return cast("shapes.ContactAgent", self.call("PUT", f"/contacts/{self.quoted(id)}/make_agent", body=body or {}))

    def list_contact_mergers(self, id: int) -> list[shapes.ContactMerger]:
        """List who merged a contact or undid it."""
        return cast("list[shapes.ContactMerger]", self.call("GET", f"/contacts/{self.quoted(id)}/mergers"))

    def restore_contact(self, id: int) -> None:
        """Restore a deleted contact."""
        self.call("PUT", f"/contacts/{self.quoted(id)}/restore")

    def view_timeline(self, id: int, *, per_page: int = 100) -> Iterator[shapes.TimelineEntry]:
        """View a customer's timeline, page by page."""
        return cast(
            "Iterator[shapes.TimelineEntry]", self.rows(f"/contacts/{self.quoted(id)}/timeline", {"cursor": "", "per_page": per_page})
        )

    def unmerge_contact(
        self, id: int, body: shapes.UnmergeContactBody | None = None, *, idempotency_key: str = ""
    ) -> shapes.Contact | shapes.MergePreview:
        """Undo a merger."""
        return cast(
            "shapes.Contact | shapes.MergePreview",
            self.call("POST", f"/contacts/{self.quoted(id)}/unmerge", body=body or {}, key=idempotency_key),
        )

    def correct_note(self, id: int, body: shapes.CorrectNoteBody) -> shapes.Conversation:
        """Correct a note."""
        return cast("shapes.Conversation", self.call("PUT", f"/conversations/{self.quoted(id)}", body=body))

    def delete_note(self, id: int) -> None:
        """Delete a note."""
        self.call("DELETE", f"/conversations/{self.quoted(id)}")

    def view_full_conversation(self, id: int) -> shapes.FullConversation:
        """View a message with everything that was quoted in it."""
        return cast("shapes.FullConversation", self.call("GET", f"/conversations/{self.quoted(id)}/full"))

    def restore_note(self, id: int) -> shapes.Conversation:
        """Bring a note back."""
        return cast("shapes.Conversation", self.call("PUT", f"/conversations/{self.quoted(id)}/restore"))

    def list_mailboxes(self, *, per_page: int = 100) -> Iterator[shapes.Mailbox]:
        """List mailboxes, page by page."""
        return cast("Iterator[shapes.Mailbox]", self.rows("/email/mailboxes", {"cursor": "", "per_page": per_page}))

    def view_mailbox(self, id: int) -> shapes.Mailbox:
        """View a mailbox."""
        return cast("shapes.Mailbox", self.call("GET", f"/email/mailboxes/{self.quoted(id)}"))

    def list_email_configs(self, *, per_page: int = 100) -> Iterator[shapes.EmailConfig]:
        """List the mail addresses that customers write to, page by page."""
        return cast("Iterator[shapes.EmailConfig]", self.rows("/email_configs", {"cursor": "", "per_page": per_page}))

    def view_email_config(self, id: int) -> shapes.EmailConfig:
        """View a mail address."""
        return cast("shapes.EmailConfig", self.call("GET", f"/email_configs/{self.quoted(id)}"))

    def list_erasures(self, *, per_page: int = 100) -> Iterator[shapes.Erasure]:
        """List erasures, page by page."""
        return cast("Iterator[shapes.Erasure]", self.rows("/erasures", {"cursor": "", "per_page": per_page}))

    def view_erasure(self, id: int) -> shapes.Erasure:
        """View an erasure."""
        return cast("shapes.Erasure", self.call("GET", f"/erasures/{self.quoted(id)}"))

    def resume_erasure(self, id: int, *, idempotency_key: str = "") -> shapes.Erasure:
        """Go on with an erasure."""
        return cast("shapes.Erasure", self.call("POST", f"/erasures/{self.quoted(id)}/resume", key=idempotency_key))

    def list_events(
        self, *, after: str | None = None, limit: int | None = None, types: str | None = None, ticket_id: int | None = None
    ) -> list[shapes.Event]:
        """Follow the event feed."""
        return cast(
            "list[shapes.Event]",
            self.call("GET", "/events", query={"after": after, "limit": limit, "types": types, "ticket_id": ticket_id}),
        )

    def export_activities(self, *, created_at: str) -> shapes.ActivitiesOfADay:
        """Export what happened on a day."""
        return cast("shapes.ActivitiesOfADay", self.call("GET", "/export/ticket_activities", query={"created_at": created_at}))

    def list_groups(self, *, per_page: int = 100) -> Iterator[shapes.Group]:
        """List groups, page by page."""
        return cast("Iterator[shapes.Group]", self.rows("/groups", {"cursor": "", "per_page": per_page}))

    def add_group(self, body: shapes.AddGroupBody, *, idempotency_key: str = "") -> shapes.Group:
        """Add a group."""
        return cast("shapes.Group", self.call("POST", "/groups", body=body, key=idempotency_key))

    def view_group(self, id: int) -> shapes.Group:
        """View a group."""
        return cast("shapes.Group", self.call("GET", f"/groups/{self.quoted(id)}"))

    def update_group(self, id: int, body: shapes.UpdateGroupBody | None = None) -> shapes.Group:
        """Change a group."""
        return cast("shapes.Group", self.call("PUT", f"/groups/{self.quoted(id)}", body=body or {}))

    def remove_group(self, id: int) -> None:
        """Remove a group."""
        self.call("DELETE", f"/groups/{self.quoted(id)}")

    def view_job(self, id: int) -> shapes.Job:
        """View a job."""
        return cast("shapes.Job", self.call("GET", f"/jobs/{self.quoted(id)}"))

    def resume_job(self, id: int, *, idempotency_key: str = "") -> shapes.JobAccepted:
        """Go on with a job."""
        return cast("shapes.JobAccepted", self.call("POST", f"/jobs/{self.quoted(id)}/resume", key=idempotency_key))

    def undo_job(self, id: int, body: shapes.UndoJobBody | None = None, *, idempotency_key: str = "") -> shapes.DryRun | shapes.JobAccepted:
        """Take a job back."""
        return cast(
            "shapes.DryRun | shapes.JobAccepted", self.call("POST", f"/jobs/{self.quoted(id)}/undo", body=body or {}, key=idempotency_key)
        )

    def list_keys(self, *, per_page: int = 100) -> Iterator[shapes.Key]:
        """List keys, page by page."""
        return cast("Iterator[shapes.Key]", self.rows("/keys", {"cursor": "", "per_page": per_page}))

    def create_key(self, body: shapes.CreateKeyBody, *, idempotency_key: str = "") -> shapes.NewKey:
        """Make a key."""
        return cast("shapes.NewKey", self.call("POST", "/keys", body=body, key=idempotency_key))

    def view_key(self, id: int) -> shapes.Key:
        """View a key."""
        return cast("shapes.Key", self.call("GET", f"/keys/{self.quoted(id)}"))

    def end_key(self, id: int) -> None:
        """End a key."""
        self.call("DELETE", f"/keys/{self.quoted(id)}")

    def take_next_ticket(self, *, idempotency_key: str = "") -> shapes.Ticket | None:
        """Take the next ticket from the line."""
        return cast("shapes.Ticket | None", self.call("POST", "/line/next", key=idempotency_key))

    def list_products(self, *, per_page: int = 100) -> Iterator[shapes.Product]:
        """List products, page by page."""
        return cast("Iterator[shapes.Product]", self.rows("/products", {"cursor": "", "per_page": per_page}))

    def view_product(self, id: int) -> shapes.Product:
        """View a product."""
        return cast("shapes.Product", self.call("GET", f"/products/{self.quoted(id)}"))

    def list_roles(self, *, per_page: int = 100) -> Iterator[shapes.Role]:
        """List roles, page by page."""
        return cast("Iterator[shapes.Role]", self.rows("/roles", {"cursor": "", "per_page": per_page}))

    def view_role(self, id: int) -> shapes.Role:
        """View a role."""
        return cast("shapes.Role", self.call("GET", f"/roles/{self.quoted(id)}"))

    def list_scenarios(self, *, per_page: int = 100) -> Iterator[shapes.Scenario]:
        """List scenarios, page by page."""
        return cast("Iterator[shapes.Scenario]", self.rows("/scenario_automations", {"cursor": "", "per_page": per_page}))

    def search_companies(self, *, query: str | None = None, page: int | None = None) -> shapes.FoundCompanies:
        """Search companies."""
        return cast("shapes.FoundCompanies", self.call("GET", "/search/companies", query={"query": query, "page": page}))

    def search_contacts(self, *, query: str | None = None, term: str | None = None, page: int | None = None) -> shapes.FoundContacts:
        """Search contacts."""
        return cast("shapes.FoundContacts", self.call("GET", "/search/contacts", query={"query": query, "term": term, "page": page}))

    def search_solutions(self, *, term: str) -> list[shapes.Article]:
        """Find articles."""
        return cast("list[shapes.Article]", self.call("GET", "/search/solutions", query={"term": term}))

    def search_tickets(self, *, query: str | None = None, term: str | None = None, page: int | None = None) -> shapes.FoundTickets:
        """Search tickets."""
        return cast("shapes.FoundTickets", self.call("GET", "/search/tickets", query={"query": query, "term": term, "page": page}))

    def view_helpdesk(self) -> shapes.Helpdesk:
        """View the desk's languages."""
        return cast("shapes.Helpdesk", self.call("GET", "/settings/helpdesk"))

    def list_skills(self, *, per_page: int = 100) -> Iterator[shapes.Skill]:
        """List skills, page by page."""
        return cast("Iterator[shapes.Skill]", self.rows("/skills", {"cursor": "", "per_page": per_page}))

    def view_skill(self, id: int) -> shapes.Skill:
        """View a skill."""
        return cast("shapes.Skill", self.call("GET", f"/skills/{self.quoted(id)}"))

    def list_sla_policies(self, *, per_page: int = 100) -> Iterator[shapes.SlaPolicy]:
        """List policies, page by page."""
        return cast("Iterator[shapes.SlaPolicy]", self.rows("/sla_policies", {"cursor": "", "per_page": per_page}))

    def view_sla_policy(self, id: int) -> shapes.SlaPolicy:
        """View a policy."""
        return cast("shapes.SlaPolicy", self.call("GET", f"/sla_policies/{self.quoted(id)}"))

    def view_article(self, id: int) -> shapes.Article:
        """View an article."""
        return cast("shapes.Article", self.call("GET", f"/solutions/articles/{self.quoted(id)}"))

    def update_article(self, id: int, body: shapes.UpdateArticleBody | None = None) -> shapes.Article:
        """Change an article."""
        return cast("shapes.Article", self.call("PUT", f"/solutions/articles/{self.quoted(id)}", body=body or {}))

    def remove_article(self, id: int) -> None:
        """Remove an article."""
        self.call("DELETE", f"/solutions/articles/{self.quoted(id)}")

    def list_article_versions(self, id: int, *, language: str | None = None, per_page: int = 100) -> Iterator[shapes.ArticleVersion]:
        """List every text that an article had, page by page."""
        return cast(
            "Iterator[shapes.ArticleVersion]",
            self.rows(f"/solutions/articles/{self.quoted(id)}/versions", {"language": language, "cursor": "", "per_page": per_page}),
        )

    def view_translated_article(self, id: int, language: str) -> shapes.Article:
        """View an article in another language."""
        return cast("shapes.Article", self.call("GET", f"/solutions/articles/{self.quoted(id)}/{self.quoted(language)}"))

    def translate_article(self, id: int, language: str, body: shapes.TranslateArticleBody, *, idempotency_key: str = "") -> shapes.Article:
        """Translate an article."""
        return cast(
            "shapes.Article",
            self.call("POST", f"/solutions/articles/{self.quoted(id)}/{self.quoted(language)}", body=body, key=idempotency_key),
        )

    def change_translated_article(self, id: int, language: str, body: shapes.ChangeTranslatedArticleBody | None = None) -> shapes.Article:
        """Change a translated article."""
        return cast("shapes.Article", self.call("PUT", f"/solutions/articles/{self.quoted(id)}/{self.quoted(language)}", body=body or {}))

    def list_categories(self, *, per_page: int = 100) -> Iterator[shapes.SolutionCategory]:
        """List categories, page by page."""
        return cast("Iterator[shapes.SolutionCategory]", self.rows("/solutions/categories", {"cursor": "", "per_page": per_page}))

    def add_category(self, body: shapes.AddCategoryBody, *, idempotency_key: str = "") -> shapes.SolutionCategory:
        """Add a category."""
        return cast("shapes.SolutionCategory", self.call("POST", "/solutions/categories", body=body, key=idempotency_key))

    def view_category(self, id: int) -> shapes.SolutionCategory:
        """View a category."""
        return cast("shapes.SolutionCategory", self.call("GET", f"/solutions/categories/{self.quoted(id)}"))

    def update_category(self, id: int, body: shapes.UpdateCategoryBody | None = None) -> shapes.SolutionCategory:
        """Change a category."""
        return cast("shapes.SolutionCategory", self.call("PUT", f"/solutions/categories/{self.quoted(id)}", body=body or {}))

    def remove_category(self, id: int) -> None:
        """Remove a category."""
        self.call("DELETE", f"/solutions/categories/{self.quoted(id)}")

    def list_folders(self, id: int, *, per_page: int = 100) -> Iterator[shapes.SolutionFolder]:
        """List the folders of a category, page by page."""
        return cast(
            "Iterator[shapes.SolutionFolder]",
            self.rows(f"/solutions/categories/{self.quoted(id)}/folders", {"cursor": "", "per_page": per_page}),
        )

    def add_folder(self, id: int, body: shapes.AddFolderBody, *, idempotency_key: str = "") -> shapes.SolutionFolder:
        """Add a folder."""
        return cast(
            "shapes.SolutionFolder", self.call("POST", f"/solutions/categories/{self.quoted(id)}/folders", body=body, key=idempotency_key)
        )

    def list_translated_folders(self, id: int, language: str, *, per_page: int = 100) -> Iterator[shapes.SolutionFolder]:
        """List the folders of a category that have words in another language, page by page."""
        return cast(
            "Iterator[shapes.SolutionFolder]",
            self.rows(f"/solutions/categories/{self.quoted(id)}/folders/{self.quoted(language)}", {"cursor": "", "per_page": per_page}),
        )

    def view_translated_category(self, id: int, language: str) -> shapes.SolutionCategory:
        """View a category in another language."""
        return cast("shapes.SolutionCategory", self.call("GET", f"/solutions/categories/{self.quoted(id)}/{self.quoted(language)}"))

    def translate_category(
        self, id: int, language: str, body: shapes.TranslateCategoryBody, *, idempotency_key: str = ""
    ) -> shapes.SolutionCategory:
        """Translate a category."""
        return cast(
            "shapes.SolutionCategory",
            self.call("POST", f"/solutions/categories/{self.quoted(id)}/{self.quoted(language)}", body=body, key=idempotency_key),
        )

    def change_translated_category(
        self, id: int, language: str, body: shapes.ChangeTranslatedCategoryBody | None = None
    ) -> shapes.SolutionCategory:
        """Change a translated category."""
        return cast(
            "shapes.SolutionCategory", self.call("PUT", f"/solutions/categories/{self.quoted(id)}/{self.quoted(language)}", body=body or {})
        )

    def view_folder(self, id: int) -> shapes.SolutionFolder:
        """View a folder."""
        return cast("shapes.SolutionFolder", self.call("GET", f"/solutions/folders/{self.quoted(id)}"))

    def update_folder(self, id: int, body: shapes.UpdateFolderBody | None = None) -> shapes.SolutionFolder:
        """Change a folder."""
        return cast("shapes.SolutionFolder", self.call("PUT", f"/solutions/folders/{self.quoted(id)}", body=body or {}))

    def remove_folder(self, id: int) -> None:
        """Remove a folder."""
        self.call("DELETE", f"/solutions/folders/{self.quoted(id)}")

    def list_articles(self, id: int, *, per_page: int = 100) -> Iterator[shapes.Article]:
        """List the articles of a folder, page by page."""
        return cast(
            "Iterator[shapes.Article]", self.rows(f"/solutions/folders/{self.quoted(id)}/articles", {"cursor": "", "per_page": per_page})
        )

    def add_article(self, id: int, body: shapes.AddArticleBody, *, idempotency_key: str = "") -> shapes.Article:
        """Add an article."""
        return cast("shapes.Article", self.call("POST", f"/solutions/folders/{self.quoted(id)}/articles", body=body, key=idempotency_key))

    def list_translated_articles(self, id: int, language: str, *, per_page: int = 100) -> Iterator[shapes.Article]:
        """List the articles of a folder that have a text in another language, page by page."""
        return cast(
            "Iterator[shapes.Article]",
            self.rows(f"/solutions/folders/{self.quoted(id)}/articles/{self.quoted(language)}", {"cursor": "", "per_page": per_page}),
        )

    def list_subfolders(self, id: int) -> list[shapes.SolutionFolder]:
        """List the folders in a folder."""
        return cast("list[shapes.SolutionFolder]", self.call("GET", f"/solutions/folders/{self.quoted(id)}/subfolders"))

    def view_translated_folder(self, id: int, language: str) -> shapes.SolutionFolder:
        """View a folder in another language."""
        return cast("shapes.SolutionFolder", self.call("GET", f"/solutions/folders/{self.quoted(id)}/{self.quoted(language)}"))

    def translate_folder(
        self, id: int, language: str, body: shapes.TranslateFolderBody, *, idempotency_key: str = ""
    ) -> shapes.SolutionFolder:
        """Translate a folder."""
        return cast(
            "shapes.SolutionFolder",
            self.call("POST", f"/solutions/folders/{self.quoted(id)}/{self.quoted(language)}", body=body, key=idempotency_key),
        )

    def change_translated_folder(
        self, id: int, language: str, body: shapes.ChangeTranslatedFolderBody | None = None
    ) -> shapes.SolutionFolder:
        """Change a translated folder."""
        return cast(
            "shapes.SolutionFolder", self.call("PUT", f"/solutions/folders/{self.quoted(id)}/{self.quoted(language)}", body=body or {})
        )

    def list_surveys(self, *, state: str | None = None) -> list[shapes.Survey]:
        """View the survey."""
        return cast("list[shapes.Survey]", self.call("GET", "/surveys", query={"state": state}))

    def list_ratings(self, *, created_since: str | None = None, user_id: int | None = None, per_page: int = 100) -> Iterator[shapes.Rating]:
        """List the ratings, page by page."""
        return cast(
            "Iterator[shapes.Rating]",
            self.rows(
                "/surveys/satisfaction_ratings", {"created_since": created_since, "user_id": user_id, "cursor": "", "per_page": per_page}
            ),
        )

    def list_suspended_mail(self, *, per_page: int = 100) -> Iterator[shapes.SuspendedMail]:
        """List mail that waits, oldest first, page by page."""
        return cast("Iterator[shapes.SuspendedMail]", self.rows("/suspended", {"cursor": "", "per_page": per_page}))

    def view_suspended_mail(self, id: int) -> shapes.SuspendedMail:
        """View a mail that waits."""
        return cast("shapes.SuspendedMail", self.call("GET", f"/suspended/{self.quoted(id)}"))

    def release_suspended_mail(self, id: int, *, idempotency_key: str = "") -> shapes.SuspendedMail:
        """Let a mail in."""
        return cast("shapes.SuspendedMail", self.call("POST", f"/suspended/{self.quoted(id)}/release", key=idempotency_key))

    def list_ticket_fields(self, *, type: str | None = None) -> list[shapes.TicketField]:
        """List the fields of tickets."""
        return cast("list[shapes.TicketField]", self.call("GET", "/ticket_fields", query={"type": type}))

    def list_tickets(
        self,
        *,
        filter: str | None = None,
        requester_id: int | None = None,
        email: str | None = None,
        unique_external_id: str | None = None,
        company_id: int | None = None,
        product_id: int | None = None,
        agent_id: int | None = None,
        group_id: int | None = None,
        updated_since: str | None = None,
        order_by: str | None = None,
        order_type: str | None = None,
        include: str | None = None,
        per_page: int = 100,
    ) -> Iterator[shapes.Ticket]:
        """List tickets, page by page."""
        return cast(
            "Iterator[shapes.Ticket]",
            self.rows(
                "/tickets",
                {
                    "filter": filter,
                    "requester_id": requester_id,
                    "email": email,
                    "unique_external_id": unique_external_id,
                    "company_id": company_id,
                    "product_id": product_id,
                    "agent_id": agent_id,
                    "group_id": group_id,
                    "updated_since": updated_since,
                    "order_by": order_by,
                    "order_type": order_type,
                    "include": include,
                    "cursor": "",
                    "per_page": per_page,
                },
            ),
        )

    def open_ticket(self, body: shapes.OpenTicketBody | None = None, *, idempotency_key: str = "") -> shapes.WholeTicket:
        """Open a ticket."""
        return cast("shapes.WholeTicket", self.call("POST", "/tickets", body=body or {}, key=idempotency_key))

    def bulk_delete(self, body: shapes.BulkDeleteBody, *, idempotency_key: str = "") -> shapes.DryRun | shapes.JobAccepted:
        """Delete many tickets softly."""
        return cast("shapes.DryRun | shapes.JobAccepted", self.call("POST", "/tickets/bulk_delete", body=body, key=idempotency_key))

    def bulk_update(self, body: shapes.BulkUpdateBody, *, idempotency_key: str = "") -> shapes.DryRun | shapes.JobAccepted:
        """Change many tickets."""
        return cast("shapes.DryRun | shapes.JobAccepted", self.call("POST", "/tickets/bulk_update", body=body, key=idempotency_key))

    def merge_tickets(self, body: shapes.MergeTicketsBody) -> None:
        """Merge tickets into one."""
        self.call("PUT", "/tickets/merge", body=body)

    def begin_ticket_by_mail(self, body: shapes.BeginTicketByMailBody, *, idempotency_key: str = "") -> shapes.WholeTicket:
        """Begin a ticket with a mail of ours."""
        return cast("shapes.WholeTicket", self.call("POST", "/tickets/outbound_email", body=body, key=idempotency_key))

    def view_ticket(self, id: int, *, include: str | None = None) -> shapes.WholeTicket:
        """View a ticket."""
        return cast("shapes.WholeTicket", self.call("GET", f"/tickets/{self.quoted(id)}", query={"include": include}))

    def update_ticket(self, id: int, body: shapes.UpdateTicketBody | None = None) -> shapes.WholeTicket:
        """Change a ticket."""
        return cast("shapes.WholeTicket", self.call("PUT", f"/tickets/{self.quoted(id)}", body=body or {}))

    def delete_ticket(self, id: int) -> None:
        """Delete a ticket."""
        self.call("DELETE", f"/tickets/{self.quoted(id)}")

    def list_activities(self, id: int, *, per_page: int = 100) -> Iterator[shapes.Activity]:
        """List the history, one sentence an event, page by page."""
        return cast("Iterator[shapes.Activity]", self.rows(f"/tickets/{self.quoted(id)}/activities", {"cursor": "", "per_page": per_page}))

    def list_associated_tickets(self, id: int, *, per_page: int = 100) -> Iterator[shapes.Ticket]:
        """List the parent, children, tracker and related tickets, page by page."""
        return cast(
            "Iterator[shapes.Ticket]", self.rows(f"/tickets/{self.quoted(id)}/associated_tickets", {"cursor": "", "per_page": per_page})
        )

    def list_conversations(self, id: int, *, per_page: int = 100) -> Iterator[shapes.Conversation]:
        """List what was said after the opening, oldest first, page by page."""
        return cast(
            "Iterator[shapes.Conversation]", self.rows(f"/tickets/{self.quoted(id)}/conversations", {"cursor": "", "per_page": per_page})
        )

    def view_cost(self, id: int) -> shapes.Bill:
        """View what a ticket cost so far."""
        return cast("shapes.Bill", self.call("GET", f"/tickets/{self.quoted(id)}/cost"))

    def take_fallback(self, id: int, body: shapes.TakeFallbackBody, *, idempotency_key: str = "") -> shapes.Conversation:
        """Send a refused reply the way that was offered for it."""
        return cast("shapes.Conversation", self.call("POST", f"/tickets/{self.quoted(id)}/fallback", body=body, key=idempotency_key))

    def forward_ticket(self, id: int, body: shapes.ForwardTicketBody, *, idempotency_key: str = "") -> shapes.Conversation:
        """Forward a ticket to third parties."""
        return cast("shapes.Conversation", self.call("POST", f"/tickets/{self.quoted(id)}/forward", body=body, key=idempotency_key))

    def link_ticket(self, id: int, body: shapes.LinkTicketBody | None = None) -> shapes.Ticket:
        """Make a ticket the child of another, or related to a tracker."""
        return cast("shapes.Ticket", self.call("PUT", f"/tickets/{self.quoted(id)}/link", body=body or {}))

    def add_note(self, id: int, body: shapes.AddNoteBody | None = None, *, idempotency_key: str = "") -> shapes.Conversation:
        """Add a note."""
        return cast("shapes.Conversation", self.call("POST", f"/tickets/{self.quoted(id)}/notes", body=body or {}, key=idempotency_key))

    def list_present(self, id: int) -> list[shapes.Present]:
        """List who is on a ticket's page."""
        return cast("list[shapes.Present]", self.call("GET", f"/tickets/{self.quoted(id)}/presence"))

    def sign_present(self, id: int, body: shapes.SignPresentBody) -> list[shapes.Present]:
        """Say that you are on a ticket's page."""
        return cast("list[shapes.Present]", self.call("PUT", f"/tickets/{self.quoted(id)}/presence", body=body))

    def view_receipt(self, id: int) -> shapes.Receipt:
        """View the bill of every promise."""
        return cast("shapes.Receipt", self.call("GET", f"/tickets/{self.quoted(id)}/receipt"))

    def reply_to_ticket(self, id: int, body: shapes.ReplyToTicketBody | None = None, *, idempotency_key: str = "") -> shapes.Reply:
        """Reply to the requester."""
        return cast("shapes.Reply", self.call("POST", f"/tickets/{self.quoted(id)}/reply", body=body or {}, key=idempotency_key))

    def restore_ticket(self, id: int) -> None:
        """Restore a deleted ticket."""
        self.call("PUT", f"/tickets/{self.quoted(id)}/restore")

    def list_ratings_of_ticket(self, id: int, *, per_page: int = 100) -> Iterator[shapes.Rating]:
        """List the ratings of a ticket, page by page."""
        return cast(
            "Iterator[shapes.Rating]", self.rows(f"/tickets/{self.quoted(id)}/satisfaction_ratings", {"cursor": "", "per_page": per_page})
        )

    def rate_ticket(self, id: int, body: shapes.RateTicketBody, *, idempotency_key: str = "") -> shapes.Rating:
        """Enter what a customer said."""
        return cast("shapes.Rating", self.call("POST", f"/tickets/{self.quoted(id)}/satisfaction_ratings", body=body, key=idempotency_key))

    def split_ticket(self, id: int, body: shapes.SplitTicketBody, *, idempotency_key: str = "") -> shapes.Ticket:
        """Make a ticket of its own out of messages."""
        return cast("shapes.Ticket", self.call("POST", f"/tickets/{self.quoted(id)}/split", body=body, key=idempotency_key))

    def view_summary(self, id: int) -> shapes.Summary:
        """View the summary of a ticket."""
        return cast("shapes.Summary", self.call("GET", f"/tickets/{self.quoted(id)}/summary"))

    def write_summary(self, id: int, body: shapes.WriteSummaryBody) -> shapes.Summary:
        """Write the summary of a ticket."""
        return cast("shapes.Summary", self.call("PUT", f"/tickets/{self.quoted(id)}/summary", body=body))

    def delete_summary(self, id: int) -> None:
        """Delete the summary of a ticket."""
        self.call("DELETE", f"/tickets/{self.quoted(id)}/summary")

    def list_time_of_ticket(self, id: int, *, per_page: int = 100) -> Iterator[shapes.TimeEntry]:
        """List the time spent on a ticket, page by page."""
        return cast(
            "Iterator[shapes.TimeEntry]", self.rows(f"/tickets/{self.quoted(id)}/time_entries", {"cursor": "", "per_page": per_page})
        )

    def enter_time(self, id: int, body: shapes.EnterTimeBody | None = None, *, idempotency_key: str = "") -> shapes.TimeEntry:
        """Enter time."""
        return cast("shapes.TimeEntry", self.call("POST", f"/tickets/{self.quoted(id)}/time_entries", body=body or {}, key=idempotency_key))

    def unlink_ticket(self, id: int, body: shapes.UnlinkTicketBody | None = None) -> shapes.Ticket:
        """Take a ticket off its parent and tracker."""
        return cast("shapes.Ticket", self.call("PUT", f"/tickets/{self.quoted(id)}/unlink", body=body or {}))

    def unmerge_ticket(self, id: int, body: shapes.UnmergeTicketBody | None = None, *, idempotency_key: str = "") -> shapes.Ticket:
        """Undo the merge of a ticket."""
        return cast("shapes.Ticket", self.call("POST", f"/tickets/{self.quoted(id)}/unmerge", body=body or {}, key=idempotency_key))

    def unsplit_ticket(self, id: int, body: shapes.UnsplitTicketBody | None = None, *, idempotency_key: str = "") -> shapes.Ticket:
        """Undo a split."""
        return cast("shapes.Ticket", self.call("POST", f"/tickets/{self.quoted(id)}/unsplit", body=body or {}, key=idempotency_key))

    def unwatch_ticket(self, id: int, body: shapes.UnwatchTicketBody | None = None) -> None:
        """Watch a ticket no longer."""
        self.call("PUT", f"/tickets/{self.quoted(id)}/unwatch", body=body or {})

    def watch_ticket(self, id: int, body: shapes.WatchTicketBody | None = None, *, idempotency_key: str = "") -> None:
        """Watch a ticket."""
        self.call("POST", f"/tickets/{self.quoted(id)}/watch", body=body or {}, key=idempotency_key)

    def list_watchers(self, id: int) -> shapes.Watchers:
        """List who watches a ticket."""
        return cast("shapes.Watchers", self.call("GET", f"/tickets/{self.quoted(id)}/watchers"))

    def explain_ticket(self, id: int) -> shapes.Why:
        """Explain every decision about a ticket."""
        return cast("shapes.Why", self.call("GET", f"/tickets/{self.quoted(id)}/why"))

    def list_time_entries(
        self,
        *,
        agent_id: int | None = None,
        company_id: int | None = None,
        billable: str | None = None,
        executed_after: str | None = None,
        executed_before: str | None = None,
        per_page: int = 100,
    ) -> Iterator[shapes.TimeEntry]:
        """List time entries, page by page."""
        return cast(
            "Iterator[shapes.TimeEntry]",
            self.rows(
                "/time_entries",
                {
                    "agent_id": agent_id,
                    "company_id": company_id,
                    "billable": billable,
                    "executed_after": executed_after,
                    "executed_before": executed_before,
                    "cursor": "",
                    "per_page": per_page,
                },
            ),
        )

    def change_time_entry(self, id: int, body: shapes.ChangeTimeEntryBody | None = None) -> shapes.TimeEntry:
        """Change a time entry."""
        return cast("shapes.TimeEntry", self.call("PUT", f"/time_entries/{self.quoted(id)}", body=body or {}))

    def delete_time_entry(self, id: int) -> None:
        """Delete a time entry."""
        self.call("DELETE", f"/time_entries/{self.quoted(id)}")

    def toggle_timer(self, id: int) -> shapes.TimeEntry:
        """Stop a timer or start it."""
        return cast("shapes.TimeEntry", self.call("PUT", f"/time_entries/{self.quoted(id)}/toggle_timer"))

    def announce_upload(self, body: shapes.AnnounceUploadBody, *, idempotency_key: str = "") -> shapes.Upload:
        """Announce a file."""
        return cast("shapes.Upload", self.call("POST", "/uploads", body=body, key=idempotency_key))

    def list_views(self, *, per_page: int = 100) -> Iterator[shapes.View]:
        """List views, page by page."""
        return cast("Iterator[shapes.View]", self.rows("/views", {"cursor": "", "per_page": per_page}))

    def create_view(self, body: shapes.CreateViewBody, *, idempotency_key: str = "") -> shapes.View:
        """Save a view."""
        return cast("shapes.View", self.call("POST", "/views", body=body, key=idempotency_key))

    def view_view(self, id: int) -> shapes.View:
        """View a view."""
        return cast("shapes.View", self.call("GET", f"/views/{self.quoted(id)}"))

    def update_view(self, id: int, body: shapes.UpdateViewBody | None = None) -> shapes.View:
        """Change a view."""
        return cast("shapes.View", self.call("PUT", f"/views/{self.quoted(id)}", body=body or {}))

    def delete_view(self, id: int) -> None:
        """Delete a view."""
        self.call("DELETE", f"/views/{self.quoted(id)}")

    def list_tickets_of_view(self, id: int, *, per_page: int = 100) -> Iterator[shapes.Ticket]:
        """List the tickets of a view, page by page."""
        return cast("Iterator[shapes.Ticket]", self.rows(f"/views/{self.quoted(id)}/tickets", {"cursor": "", "per_page": per_page}))

    def list_webhooks(self, *, per_page: int = 100) -> Iterator[shapes.Webhook]:
        """List webhooks, page by page."""
        return cast("Iterator[shapes.Webhook]", self.rows("/webhooks", {"cursor": "", "per_page": per_page}))

    def create_webhook(self, body: shapes.CreateWebhookBody, *, idempotency_key: str = "") -> shapes.Webhook:
        """Make a webhook."""
        return cast("shapes.Webhook", self.call("POST", "/webhooks", body=body, key=idempotency_key))

    def view_webhook(self, id: int) -> shapes.Webhook:
        """View a webhook."""
        return cast("shapes.Webhook", self.call("GET", f"/webhooks/{self.quoted(id)}"))

    def change_webhook(self, id: int, body: shapes.ChangeWebhookBody | None = None) -> shapes.Webhook:
        """Change a webhook."""
        return cast("shapes.Webhook", self.call("PUT", f"/webhooks/{self.quoted(id)}", body=body or {}))

    def delete_webhook(self, id: int) -> None:
        """Delete a webhook."""
        self.call("DELETE", f"/webhooks/{self.quoted(id)}")

    def list_webhook_deliveries(self, id: int, *, status: str | None = None, per_page: int = 100) -> Iterator[shapes.WebhookDelivery]:
        """List the last hundred attempts, newest first, page by page."""
        return cast(
            "Iterator[shapes.WebhookDelivery]",
            self.rows(f"/webhooks/{self.quoted(id)}/deliveries", {"status": status, "cursor": "", "per_page": per_page}),
        )

    def ping_webhook(self, id: int, *, idempotency_key: str = "") -> shapes.Webhook:
        """Send a test."""
        return cast("shapes.Webhook", self.call("POST", f"/webhooks/{self.quoted(id)}/ping", key=idempotency_key))

    def redeliver_webhook(self, id: int, body: shapes.RedeliverWebhookBody | None = None, *, idempotency_key: str = "") -> shapes.Webhook:
        """Tell events once more."""
        return cast("shapes.Webhook", self.call("POST", f"/webhooks/{self.quoted(id)}/redeliver", body=body or {}, key=idempotency_key))
