"""What the API takes and tells, as types. Made by `python -m infra openapi`; changes are lost."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict


class ActivitiesOfADayActivitiesData(TypedDict):
    """One commit."""

    performed_at: str
    ticket_id: int
    performer_type: str
    performer_id: int | None
    activity: dict[str, Any]


class ActivitiesOfADay(TypedDict):
    """What happened on one day (UTC)."""

    activities_data: list[ActivitiesOfADayActivitiesData]


class ActivityActor(TypedDict):
    """Who did it."""

    type: str
    id: int | None
    name: str


class Activity(TypedDict):
    """One event of the history as a sentence."""

    id: int
    ticket_id: int
    seq: int
    event: str
    actor: ActivityActor
    text: str
    created_at: str
    updated_at: str


class AdminTicketFieldDependentFields(TypedDict):
    id: int
    name: str
    label: str
    level: int
    created_at: str
    updated_at: str


class AdminTicketField(TypedDict):
    """A field of a ticket with its choices as objects."""

    id: int
    name: str
    label: str
    position: int
    type: str
    default: bool
    required_for_agents: bool
    choices: list[FieldChoice]
    created_at: str
    updated_at: str
    label_for_customers: str
    archived: bool
    required_for_closure: bool
    required_for_customers: bool
    customers_can_edit: bool
    displayed_to_customers: bool
    portal_cc: bool
    portal_cc_to: str
    dependent_fields: NotRequired[list[AdminTicketFieldDependentFields]]


class Agent(TypedDict):
    """Who works on tickets."""

    id: int
    available: bool
    available_since: str | None
    occasional: bool
    signature: str | None
    ticket_scope: Literal[1, 2, 3]
    type: Literal["support_agent", "field_agent", "collaborator"]
    group_ids: list[int]
    role_ids: list[int]
    skill_ids: list[int]
    focus_mode: bool
    deactivated: bool
    freshcaller_agent: bool
    agent_level_id: None
    last_active_at: str | None
    created_at: str
    updated_at: str
    contact: AgentContact
    cap: int
    load: int
    skills: list[str]
    languages: list[str]


class AgentContact(TypedDict):
    """The agent as a person."""

    active: bool
    email: str | None
    job_title: str | None
    language: str
    last_login_at: str | None
    mobile: str | None
    name: str
    phone: str | None
    time_zone: str | None
    avatar: None
    created_at: str
    updated_at: str


class AgentSuggestion(TypedDict):
    """One that fits."""

    id: int
    name: str


class Article(TypedDict):
    """One answer, in one language."""

    id: int
    title: str
    description: str
    description_text: str
    type: Literal[1, 2]
    status: Literal[1, 2]
    agent_id: int | None
    category_id: int
    folder_id: int
    hits: int
    thumbs_up: int
    thumbs_down: int
    feedback_count: int
    seo_data: dict[str, Any]
    tags: list[str]
    attachments: list[Any]
    created_at: str
    updated_at: str


class ArticleVersion(TypedDict):
    """An article as it once was."""

    id: int
    title: str
    description: str
    description_text: str
    type: Literal[1, 2]
    status: Literal[1, 2]
    agent_id: int | None
    category_id: int
    folder_id: int
    hits: int
    thumbs_up: int
    thumbs_down: int
    feedback_count: int
    seo_data: dict[str, Any]
    tags: list[str]
    attachments: list[Any]
    created_at: str
    updated_at: str
    version: int
    by: str
    at: str
    removed: bool


class Attachment(TypedDict):
    """A file that came with a message."""

    id: int
    name: str
    content_type: str
    size: int
    attachment_url: str | None
    thumb_url: None
    dangerous: bool
    created_at: str
    updated_at: str


class BillPrices(TypedDict):
    """The price list."""

    region: str
    date: str


class Bill(TypedDict):
    """What the ticket cost so far."""

    ticket_id: int
    currency: Literal["USD"]
    total: str
    prices: BillPrices
    work: list[BillSection]
    requests: dict[str, int]


class BillLine(TypedDict):
    """One line."""

    what: str
    quantity: float
    unit: str
    price: str
    amount: str


class BillSection(TypedDict):
    """One kind of work."""

    kind: str
    times: int
    total: str
    lines: list[BillLine]


class Brief(TypedDict):
    """What the gateway says before we are asked."""

    code: NotRequired[str]
    message: str
    request_id: NotRequired[str]


class BusinessHourBusinessHours(TypedDict):
    """The days that open."""

    monday: NotRequired[OpenDay]
    tuesday: NotRequired[OpenDay]
    wednesday: NotRequired[OpenDay]
    thursday: NotRequired[OpenDay]
    friday: NotRequired[OpenDay]
    saturday: NotRequired[OpenDay]
    sunday: NotRequired[OpenDay]


class BusinessHourListOfHolidays(TypedDict):
    """A closed day."""

    name: str
    date: str


class BusinessHour(TypedDict):
    """When time counts."""

    id: int
    name: str
    description: str | None
    is_default: bool
    time_zone: str
    business_hours: BusinessHourBusinessHours
    list_of_holidays: list[BusinessHourListOfHolidays]
    created_at: str
    updated_at: str


class CannedFolder(TypedDict):
    """A folder."""

    id: int
    name: str
    personal: bool
    responses_count: int
    created_at: str
    updated_at: str


class CannedFolderWithTitlesCannedResponses(TypedDict):
    id: int
    title: str


class CannedFolderWithTitles(TypedDict):
    """A folder with what is in it."""

    id: int
    name: str
    personal: bool
    responses_count: int
    created_at: str
    updated_at: str
    canned_responses: list[CannedFolderWithTitlesCannedResponses]


class CannedPreview(TypedDict):
    """The text as it would be sent."""

    canned_response_id: int
    language: str
    title: str
    content: str
    content_html: str
    created_at: str
    updated_at: str
    ticket_id: int
    empty: list[str]


class CannedResponse(TypedDict):
    """A text that is sent often."""

    id: int
    title: str
    folder_id: int
    content: str
    content_html: str
    visibility: Literal[0, 1, 2]
    group_ids: list[int]
    attachments: list[Any]
    created_at: str
    updated_at: str


class CannedTranslation(TypedDict):
    """The text in one language."""

    canned_response_id: int
    language: str
    title: str
    content: str
    content_html: str
    created_at: str
    updated_at: str


class ClockLines(TypedDict):
    """One interval."""

    start: str
    end: str
    why: str
    seconds: int


class Clock(TypedDict):
    """One promise; its lines sum to `used`."""

    kind: Literal["first_response", "next_response", "resolution"]
    number: int
    priority: Literal[1, 2, 3, 4]
    target: int
    used: int
    left: int
    state: Literal["running", "paused", "met", "missed"]
    started_at: str
    due_at: str | None
    stopped_at: str | None
    set_by: str | None
    set_at: str | None
    lines: list[ClockLines]


class Company(TypedDict):
    """A company that contacts belong to."""

    id: int
    name: str
    description: str | None
    note: str | None
    domains: list[str]
    health_score: str | None
    account_tier: str | None
    renewal_date: str | None
    industry: str | None
    custom_fields: dict[str, str | float | bool | None]
    org_company_id: None
    created_at: str
    updated_at: str


class CompanyFieldNestedTicketFields(TypedDict):
    id: int
    name: str
    label: str
    level: int
    created_at: str
    updated_at: str


class CompanyField(TypedDict):
    """A field of a contact or company."""

    id: int
    name: str
    label: str
    position: int
    type: str
    default: bool
    required_for_agents: bool
    choices: list[Any] | dict[str, Any]
    nested_ticket_fields: NotRequired[list[CompanyFieldNestedTicketFields]]
    created_at: str
    updated_at: str


class CompanySuggestionsCompanies(TypedDict):
    """One that fits."""

    id: int
    name: str


class CompanySuggestions(TypedDict):
    """Companies whose name begins so."""

    companies: list[CompanySuggestionsCompanies]


Conflict: TypeAlias = "ValidationError | Error"


class ContactOtherCompanies(TypedDict):
    """A further company."""

    company_id: int
    view_all_tickets: bool


class ContactAvatar(TypedDict):
    """A picture."""

    id: int
    name: str
    content_type: str
    size: int
    avatar_url: str
    created_at: str
    updated_at: str


class Contact(TypedDict):
    """A person who writes to the desk."""

    id: int
    name: str
    first_name: str | None
    last_name: str | None
    email: str | None
    other_emails: list[str]
    phone: str | None
    mobile: str | None
    other_phone_numbers: list[str]
    twitter_id: str | None
    facebook_id: None
    unique_external_id: str | None
    visitor_id: None
    org_contact_id: None
    address: str | None
    description: str | None
    job_title: str | None
    language: str | None
    time_zone: str | None
    company_id: int | None
    view_all_tickets: bool
    other_companies: list[ContactOtherCompanies]
    tags: list[str]
    custom_fields: dict[str, str | float | bool | None]
    active: bool
    deleted: bool
    avatar: ContactAvatar | None
    csat_rating: None
    preferred_source: None
    created_at: str
    updated_at: str
    time_zone_iana: str | None
    whatsapp_id: str | None
    merged_into_id: int | None
    merged_ids: list[int]


class ContactAgentOtherCompanies(TypedDict):
    """A further company."""

    company_id: int
    view_all_tickets: bool


class ContactAgentAvatar(TypedDict):
    """A picture."""

    id: int
    name: str
    content_type: str
    size: int
    avatar_url: str
    created_at: str
    updated_at: str


class ContactAgent(TypedDict):
    """A contact who is an agent now."""

    id: int
    name: str
    first_name: str | None
    last_name: str | None
    email: str | None
    other_emails: list[str]
    phone: str | None
    mobile: str | None
    other_phone_numbers: list[str]
    twitter_id: str | None
    facebook_id: None
    unique_external_id: str | None
    visitor_id: None
    org_contact_id: None
    address: str | None
    description: str | None
    job_title: str | None
    language: str | None
    time_zone: str | None
    company_id: int | None
    view_all_tickets: bool
    other_companies: list[ContactAgentOtherCompanies]
    tags: list[str]
    custom_fields: dict[str, str | float | bool | None]
    active: bool
    deleted: bool
    avatar: ContactAgentAvatar | None
    csat_rating: None
    preferred_source: None
    created_at: str
    updated_at: str
    time_zone_iana: str | None
    whatsapp_id: str | None
    merged_into_id: int | None
    merged_ids: list[int]
    agent: Agent


class ContactFieldNestedTicketFields(TypedDict):
    id: int
    name: str
    label: str
    level: int
    created_at: str
    updated_at: str


class ContactField(TypedDict):
    """A field of a contact."""

    id: int
    name: str
    label: str
    position: int
    type: str
    default: bool
    required_for_agents: bool
    choices: list[Any] | dict[str, Any]
    nested_ticket_fields: NotRequired[list[ContactFieldNestedTicketFields]]
    created_at: str
    updated_at: str
    label_for_customers: str
    required_for_customers: bool
    editable_in_signup: bool
    customers_can_edit: bool
    displayed_for_customers: bool


class ContactHandle(TypedDict):
    """One address that leads to a person, and how sure that is."""

    kind: str
    value: str
    evidence: Literal["inferred", "asserted", "verified"]
    at: str
    by: str | None
    contact_id: int


class ContactMerger(TypedDict):
    """One merger, or its undoing."""

    verb: Literal["merged", "unmerged"]
    contact_id: int
    at: str
    by: str
    reason: str | None


class ContactSuggestion(TypedDict):
    """One that fits."""

    id: int
    name: str


class Conversation(TypedDict):
    """One message, reply, note or survey answer."""

    id: int
    ticket_id: int
    body: str
    body_text: str
    incoming: bool
    private: bool
    source: Literal[0, 2, 5, 6, 7, 8, 9]
    user_id: int | None
    from_email: str | None
    support_email: None
    to_emails: list[str]
    cc_emails: list[str]
    bcc_emails: list[str]
    email_failure_count: int | None
    outgoing_failures: SendingFailure | None
    category: None
    thread_id: None
    thread_message_id: None
    last_edited_at: str | None
    last_edited_user_id: int | None
    automation_id: None
    automation_type_id: None
    auto_response: bool
    source_additional_info: None
    attachments: list[Attachment]
    created_at: str
    updated_at: str
    delivery: str | None
    warnings: list[str]
    moved_to_ticket_id: int | None
    canned_response_id: int | None


class CustomerCardPromises(TypedDict):
    """A clock that runs."""

    ticket_id: int
    kind: str
    due_by: str


class CustomerCardSatisfactionAnswers(TypedDict):
    """One rating."""

    ticket_id: int
    resolution: int
    rating: int


class CustomerCardSatisfaction(TypedDict):
    """How the customer rated us, oldest first."""

    answers: list[CustomerCardSatisfactionAnswers]
    average: float | None
    trend: Literal["rising", "falling", "level", None]


class CustomerCard(TypedDict):
    """A customer at one glance."""

    contact: Contact
    open_tickets: list[Ticket]
    open_count: int
    over_count: int
    more_tickets: bool
    promises: list[CustomerCardPromises]
    channels: list[str]
    last_contact_at: str | None
    satisfaction: CustomerCardSatisfaction


class DryRun(TypedDict):
    """What a job would do; nothing is done."""

    dry_run: bool
    more: bool
    total: int
    changing: int
    refused: int
    messages: int
    tickets: list[TicketPreview]


class EmailConfig(TypedDict):
    """A mail address that customers write to."""

    id: int
    name: str
    group_id: int | None
    product_id: int | None
    to_email: str
    reply_email: str
    primary_role: bool
    active: bool
    created_at: str
    updated_at: str


class Erasure(TypedDict):
    """How far the erasure of a person is."""

    id: int
    status: Literal["running", "completed"]
    contact_ids: list[int]
    stands_as: int
    tickets: int
    requested_by: str
    created_at: str
    completed_at: str | None


class Error(TypedDict):
    """What every refusal says."""

    code: str
    message: str
    request_id: str


class EventActor(TypedDict):
    """Who did it."""

    type: str
    id: int | None
    name: str | None


class Event(TypedDict):
    """One event of a ticket."""

    id: int
    ticket_id: int
    seq: int
    position: int
    count: int
    type: Literal[
        "acknowledgement.written",
        "address.noted",
        "child.settled",
        "delivery.claimed",
        "delivery.redirected",
        "delivery.released",
        "delivery.reported",
        "due.set",
        "fallback.offered",
        "fields.changed",
        "files.fetched",
        "forward.written",
        "join.suggested",
        "look.set",
        "mail.suspended",
        "message.received",
        "messages.moved",
        "note.edited",
        "note.removed",
        "note.restored",
        "note.written",
        "notice.raised",
        "person.erased",
        "promises.set",
        "reply.written",
        "requester.changed",
        "rungs.reached",
        "status.changed",
        "summary.removed",
        "summary.written",
        "survey.answered",
        "survey.cancelled",
        "survey.due",
        "survey.invited",
        "survey.planned",
        "survey.skipped",
        "ticket.absorbed",
        "ticket.assigned",
        "ticket.linked",
        "ticket.merged",
        "ticket.opened",
        "ticket.parted",
        "ticket.released",
        "ticket.routed",
        "ticket.split",
        "ticket.unlinked",
        "ticket.unmerged",
        "ticket.waiting",
        "time.changed",
        "time.logged",
        "time.removed",
        "watcher.added",
        "watcher.removed",
        "watchers.alerted",
        "watchers.told",
    ]
    at: str
    actor: EventActor
    conversation_id: int | None
    data: dict[str, Any]
    created_at: str
    updated_at: str


class FieldChoice(TypedDict):
    """One choice; `value` is what a ticket's body has for it."""

    id: int
    label: str
    value: str | int
    position: int
    choices: list[FieldChoice]


class FieldFaultAdditionalInfo(TypedDict):
    """Who has the value that only one may have."""

    user_id: int | None


class FieldFault(TypedDict):
    """One wrong field."""

    field: str
    message: str
    code: str
    additional_info: NotRequired[FieldFaultAdditionalInfo]


class FoundCompanies(TypedDict):
    """A page of companies."""

    results: list[Company]
    total: int


class FoundContacts(TypedDict):
    """A page of contacts."""

    results: list[Contact]
    total: int


class FoundTicketsResultsCompany(TypedDict):
    """With `include=company`; empty without one."""

    id: NotRequired[int]
    name: NotRequired[str]


class FoundTicketsResults(TypedDict):
    """A ticket with its description."""

    id: int
    subject: str
    status: int
    priority: Literal[1, 2, 3, 4]
    source: Literal[1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    type: str | None
    requester_id: int | None
    responder_id: int | None
    group_id: int | None
    company_id: int | None
    product_id: int | None
    email_config_id: int | None
    form_id: None
    cc_emails: list[str]
    fwd_emails: list[str]
    reply_cc_emails: list[str]
    ticket_cc_emails: list[str]
    ticket_bcc_emails: list[str]
    to_emails: list[str] | None
    support_email: str | None
    tags: list[str]
    custom_fields: dict[str, str | float | bool | None]
    due_by: str | None
    fr_due_by: str | None
    nr_due_by: str | None
    is_escalated: bool
    fr_escalated: bool
    nr_escalated: bool
    spam: bool
    deleted: NotRequired[Literal[True]]
    association_type: Literal[1, 2, 3, 4, None]
    associated_tickets_count: int | None
    internal_agent_id: None
    internal_group_id: None
    source_additional_info: None
    structured_description: None
    sentiment_score: None
    created_at: str
    updated_at: str
    status_name: str | None
    priority_name: Literal["low", "medium", "high", "urgent", None]
    channel: str
    language: str | None
    reason: str | None
    waiting: str | None
    follows_ticket_id: int | None
    merged_into_id: int | None
    merged_ticket_ids: list[int]
    split_from_id: int | None
    parent_id: int | None
    tracker_id: int | None
    version: int
    description: str
    description_text: str
    stats: NotRequired[TicketStats]
    requester: NotRequired[Requester]
    company: NotRequired[FoundTicketsResultsCompany]


class FoundTickets(TypedDict):
    """A page of tickets."""

    results: list[FoundTicketsResults]
    total: int


class FullConversation(TypedDict):
    """A message as it was received, cleaned of what could do harm."""

    id: int
    ticket_id: int
    body: str
    body_text: str
    complete: bool
    created_at: str
    updated_at: str


class Group(TypedDict):
    """A team."""

    id: int
    name: str
    description: str | None
    agent_ids: list[int]
    escalate_to: int | None
    unassigned_for: str | None
    business_hour_id: int | None
    group_type: str
    auto_ticket_assign: Literal[0, 1, 2, 3]
    allow_agents_to_change_availability: bool
    created_at: str
    updated_at: str
    manager_id: int | None


class Helpdesk(TypedDict):
    """The languages of the desk."""

    primary_language: str
    supported_languages: list[str]
    portal_languages: list[str]


class JobTickets(TypedDict):
    """What became of one."""

    id: int
    outcome: Literal["waiting", "done", "unchanged", "refused"]
    reason: str | None


class Job(TypedDict):
    """A job over many tickets."""

    id: int
    kind: Literal["update", "delete", "undo"]
    status: Literal["queued", "in_progress", "completed"]
    total: int
    waiting: int
    done: int
    unchanged: int
    refused: int
    created_by: str
    undo_of: int | None
    tickets: list[JobTickets]
    created_at: str
    updated_at: str


class JobAccepted(TypedDict):
    """The job was taken on."""

    job_id: int
    href: str


class Key(TypedDict):
    """A key, without the key itself."""

    id: int
    name: str | None
    agent_id: int | None
    role: str | None
    rights: list[str]
    hash_prefix: str
    expires_at: str | None
    last_used_at: str | None
    created_at: str
    updated_at: str


class Mailbox(TypedDict):
    """A mail address that customers write to."""

    id: int
    name: str
    group_id: int | None
    product_id: int | None
    support_email: str
    mailbox_type: str
    default_reply_email: bool
    active: bool
    created_at: str
    updated_at: str


class MergePreview(TypedDict):
    """What a merger or its undoing would do; nothing is done."""

    primary_contact_id: int
    contacts: list[MovingContact]


MovingContactChanges = TypedDict(
    "MovingContactChanges",
    {
        "field": "str",
        "from": "Any",
        "to": "Any",
    },
)


class MovingContact(TypedDict):
    """What changes hands with a contact."""

    id: int
    name: str
    handles: list[ContactHandle]
    verified_on_both: bool
    ticket_ids: list[int]
    more_tickets: bool
    changes: list[MovingContactChanges]


class NewKey(TypedDict):
    """A key that was just made."""

    id: int
    name: str | None
    agent_id: int | None
    role: str | None
    rights: list[str]
    hash_prefix: str
    expires_at: str | None
    last_used_at: str | None
    created_at: str
    updated_at: str
    key: str


class OpenDayWindows(TypedDict):
    """One opening."""

    start_time: str
    end_time: str


class OpenDay(TypedDict):
    """From the first opening to the last, and each of them."""

    start_time: str
    end_time: str
    windows: list[OpenDayWindows]


class Overtaken(TypedDict):
    """An answer that was not sent, because others spoke meanwhile."""

    code: str
    message: str
    request_id: str
    version: int
    conversations: list[Conversation]


class Present(TypedDict):
    """Somebody on a ticket's page."""

    ticket_id: int
    agent_id: int | None
    name: str
    state: Literal["viewing", "typing"]
    you: bool
    expires_at: str
    created_at: str
    updated_at: str


class Product(TypedDict):
    """Something that is sold and asked about."""

    id: int
    name: str
    description: str | None
    primary_email: str | None
    created_at: str
    updated_at: str


class RatingRatings(TypedDict):
    default_question: Literal[103, 102, 100, -102, -103]


class Rating(TypedDict):
    """What a customer answered after one resolution; an edit replaces it."""

    id: int
    survey_id: int
    user_id: int | None
    agent_id: int | None
    group_id: int | None
    ticket_id: int
    feedback: str | None
    ratings: RatingRatings
    created_at: str
    updated_at: str


class ReasonRejected(TypedDict):
    """What was considered and not taken."""

    name: str
    because: str


class Reason(TypedDict):
    """One decision with what spoke for it."""

    seq: int
    at: str
    by: str
    what: str
    because: str
    rejected: list[ReasonRejected]
    config: str


class ReceiptResolutionTimes(TypedDict):
    """Business seconds."""

    first: int | None
    total: int | None


class Receipt(TypedDict):
    """The bill of every clock that ran on the ticket."""

    ticket_id: int
    policy: str | None
    calendar: str | None
    resolution_times: NotRequired[ReceiptResolutionTimes | None]
    clocks: list[Clock]


class Reply(TypedDict):
    """A reply, with everybody it goes to."""

    id: int
    ticket_id: int
    body: str
    body_text: str
    incoming: bool
    private: bool
    source: Literal[0, 2, 5, 6, 7, 8, 9]
    user_id: int | None
    from_email: str | None
    support_email: None
    to_emails: list[str]
    cc_emails: list[str]
    bcc_emails: list[str]
    email_failure_count: int | None
    outgoing_failures: SendingFailure | None
    category: None
    thread_id: None
    thread_message_id: None
    last_edited_at: str | None
    last_edited_user_id: int | None
    automation_id: None
    automation_type_id: None
    auto_response: bool
    source_additional_info: None
    attachments: list[Attachment]
    created_at: str
    updated_at: str
    delivery: str | None
    warnings: list[str]
    moved_to_ticket_id: int | None
    canned_response_id: int | None
    replied_to: list[str]


class Requester(TypedDict):
    """With `include=requester`: whose ticket it is."""

    id: int
    name: str | None
    email: str | None
    mobile: str | None
    phone: str | None


class Role(TypedDict):
    """What an agent may do."""

    id: int
    name: str
    description: str
    default: bool
    agent_type: int
    created_at: str
    updated_at: str


class ScenarioActions(TypedDict):
    """One field to set; `add_tags` are added."""

    name: str
    value: Any


class Scenario(TypedDict):
    """Changes that agents often make together."""

    id: int
    name: str
    description: str | None
    actions: list[ScenarioActions]
    private: bool


class SendingFailureFallback(TypedDict):
    """For `POST /tickets/{id}/fallback`."""

    channel: str
    to: str


class SendingFailure(TypedDict):
    """Why a reply did not arrive, and another way that it may take."""

    reason: str
    fallback: SendingFailureFallback | None


class SkillConditions(TypedDict):
    """One condition of a rule that asks for it."""

    resource_type: str
    field_name: str
    operator: str
    value: list[str]


class SkillAgents(TypedDict):
    """Who has it."""

    id: int


class Skill(TypedDict):
    """What agents can do and rules ask for."""

    id: int
    name: str
    rank: int
    match_type: Literal["any", "all"]
    conditions: list[SkillConditions]
    agents: list[SkillAgents]
    created_at: str
    updated_at: str


class SlaPolicyApplicableTo(TypedDict):
    """For which tickets; empty for all."""

    company_ids: list[int]
    group_ids: list[int]
    sources: list[int]
    ticket_types: list[str]
    product_ids: list[int]


class SlaPolicySlaTargetPriority1(TypedDict):
    """What is promised at one priority, in seconds."""

    respond_within: int | None
    resolve_within: int | None
    next_respond_within: int | None
    business_hours: bool
    escalation_enabled: bool


class SlaPolicySlaTargetPriority2(TypedDict):
    """What is promised at one priority, in seconds."""

    respond_within: int | None
    resolve_within: int | None
    next_respond_within: int | None
    business_hours: bool
    escalation_enabled: bool


class SlaPolicySlaTargetPriority3(TypedDict):
    """What is promised at one priority, in seconds."""

    respond_within: int | None
    resolve_within: int | None
    next_respond_within: int | None
    business_hours: bool
    escalation_enabled: bool


class SlaPolicySlaTargetPriority4(TypedDict):
    """What is promised at one priority, in seconds."""

    respond_within: int | None
    resolve_within: int | None
    next_respond_within: int | None
    business_hours: bool
    escalation_enabled: bool


class SlaPolicySlaTarget(TypedDict):
    """By priority."""

    priority_1: SlaPolicySlaTargetPriority1
    priority_2: SlaPolicySlaTargetPriority2
    priority_3: SlaPolicySlaTargetPriority3
    priority_4: SlaPolicySlaTargetPriority4


class SlaPolicyEscalationResponse(TypedDict):
    """Who hears when."""

    escalation_time: int
    agent_ids: list[int]


class SlaPolicyEscalationNextResponse(TypedDict):
    """Who hears when."""

    escalation_time: int
    agent_ids: list[int]


class SlaPolicyEscalationResolution(TypedDict):
    """Who hears when."""

    escalation_time: int
    agent_ids: list[int]


class SlaPolicyEscalation(TypedDict):
    """By promise, then by level."""

    response: dict[str, SlaPolicyEscalationResponse]
    next_response: dict[str, SlaPolicyEscalationNextResponse]
    resolution: dict[str, SlaPolicyEscalationResolution]


class SlaPolicy(TypedDict):
    """What is promised to whom."""

    id: int
    name: str
    description: str | None
    active: bool
    is_default: bool
    position: int
    applicable_to: SlaPolicyApplicableTo
    sla_target: SlaPolicySlaTarget
    escalation: SlaPolicyEscalation
    created_at: str
    updated_at: str


class SolutionCategory(TypedDict):
    """The widest shelf of what the desk knows."""

    id: int
    name: str
    description: str | None
    visible_in_portals: list[int]
    created_at: str
    updated_at: str


class SolutionFolder(TypedDict):
    """A shelf of a category."""

    id: int
    name: str
    description: str | None
    category_id: int
    visibility: Literal[1, 2, 3, 4, 5, 6, 7]
    articles_count: int
    created_at: str
    updated_at: str


class Summary(TypedDict):
    """What a ticket is about in short."""

    id: int
    ticket_id: int
    body: str
    body_text: str
    user_id: int | None
    created_at: str
    updated_at: str


class SurveyQuestions(TypedDict):
    id: str
    label: str
    accepted_ratings: list[Literal[103, 102, 100, -102, -103]]
    default: bool


class Survey(TypedDict):
    """The question how it went."""

    id: int
    title: str
    active: bool
    questions: list[SurveyQuestions]
    created_at: str
    updated_at: str


class SuspendedMail(TypedDict):
    """A mail that waits."""

    id: int
    cause: str
    because: str
    from_email: str | None
    from_name: str | None
    to_emails: list[str]
    subject: str
    text: str
    warnings: list[str]
    ticket_id: int | None
    released: bool
    created_at: str
    expires_at: str


class TicketCompany(TypedDict):
    """With `include=company`; empty without one."""

    id: NotRequired[int]
    name: NotRequired[str]


class Ticket(TypedDict):
    """A ticket as lists show it; `description` only with `include=description`."""

    id: int
    subject: str
    status: int
    priority: Literal[1, 2, 3, 4]
    source: Literal[1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    type: str | None
    requester_id: int | None
    responder_id: int | None
    group_id: int | None
    company_id: int | None
    product_id: int | None
    email_config_id: int | None
    form_id: None
    cc_emails: list[str]
    fwd_emails: list[str]
    reply_cc_emails: list[str]
    ticket_cc_emails: list[str]
    ticket_bcc_emails: list[str]
    to_emails: list[str] | None
    support_email: str | None
    tags: list[str]
    custom_fields: dict[str, str | float | bool | None]
    due_by: str | None
    fr_due_by: str | None
    nr_due_by: str | None
    is_escalated: bool
    fr_escalated: bool
    nr_escalated: bool
    spam: bool
    deleted: NotRequired[Literal[True]]
    association_type: Literal[1, 2, 3, 4, None]
    associated_tickets_count: int | None
    internal_agent_id: None
    internal_group_id: None
    source_additional_info: None
    structured_description: None
    sentiment_score: None
    created_at: str
    updated_at: str
    status_name: str | None
    priority_name: Literal["low", "medium", "high", "urgent", None]
    channel: str
    language: str | None
    reason: str | None
    waiting: str | None
    follows_ticket_id: int | None
    merged_into_id: int | None
    merged_ticket_ids: list[int]
    split_from_id: int | None
    parent_id: int | None
    tracker_id: int | None
    version: int
    description: NotRequired[str]
    description_text: NotRequired[str]
    stats: NotRequired[TicketStats]
    requester: NotRequired[Requester]
    company: NotRequired[TicketCompany]


class TicketFieldNestedTicketFields(TypedDict):
    id: int
    name: str
    label: str
    level: int
    created_at: str
    updated_at: str


class TicketField(TypedDict):
    """A field of a ticket, as forms are built from it."""

    id: int
    name: str
    label: str
    position: int
    type: str
    default: bool
    required_for_agents: bool
    choices: list[Any] | dict[str, Any]
    nested_ticket_fields: NotRequired[list[TicketFieldNestedTicketFields]]
    created_at: str
    updated_at: str
    label_for_customers: str
    archived: bool
    required_for_closure: bool
    required_for_customers: bool
    customers_can_edit: bool
    displayed_to_customers: bool
    portal_cc: bool
    portal_cc_to: str


class TicketPreviewChanges(TypedDict):
    """One field."""

    field: str
    before: Any
    after: Any


class TicketPreviewMessages(TypedDict):
    """A message that would go out."""

    kind: Literal["reply", "survey"]
    to: str


class TicketPreview(TypedDict):
    """What a job would do to one ticket."""

    id: int
    subject: str | None
    changes: list[TicketPreviewChanges]
    messages: list[TicketPreviewMessages]
    refused: str | None
    kept: list[str]


class TicketStats(TypedDict):
    """With `include=stats`: when what happened."""

    agent_responded_at: str | None
    requester_responded_at: str | None
    first_responded_at: str | None
    status_updated_at: str | None
    reopened_at: str | None
    resolved_at: str | None
    closed_at: str | None
    pending_since: str | None


class TimeEntry(TypedDict):
    """Time that an agent spent on a ticket."""

    id: int
    ticket_id: int
    agent_id: int | None
    company_id: int | None
    billable: bool
    note: str | None
    time_spent: str
    time_spent_in_seconds: int
    timer_running: bool
    start_time: str
    executed_at: str
    created_at: str
    updated_at: str


class TimelineEntry(TypedDict):
    """Something said or done."""

    ticket_id: int
    conversation_id: int | None
    at: str
    channel: str
    kind: str
    incoming: bool | None
    private: bool
    text: str


class Upload(TypedDict):
    """Where to send a file."""

    id: int
    name: str
    content_type: str
    size: int
    method: Literal["PUT"]
    upload_url: str
    headers: dict[str, str]
    expires_at: str


class ValidationError(TypedDict):
    """Every fault of the input at once."""

    description: str
    errors: list[FieldFault]
    code: str
    message: str
    request_id: str


class ViewCost(TypedDict):
    """What a page of 30 reads."""

    lists: list[list[str]]
    looked_up: list[str]
    rru: float
    said: str


class View(TypedDict):
    """A saved query."""

    id: int
    name: str
    query: str
    personal: bool
    preset: bool
    agent_id: int | None
    cost: ViewCost | None
    created_at: str
    updated_at: str


class Watchers(TypedDict):
    """Who watches a ticket."""

    watcher_ids: list[int]


class Webhook(TypedDict):
    """A system elsewhere that is told of events."""

    id: int
    name: str | None
    url: str
    types: list[str]
    personal: bool
    active: bool
    disabled_because: str | None
    secret: str | None
    previous_secret_until: str | None
    cursor: str | None
    failures: int
    failing_since: str | None
    last_success_at: str | None
    created_at: str
    updated_at: str


class WebhookDelivery(TypedDict):
    """One attempt, or an event that was given up."""

    id: int
    webhook_id: int
    event_id: int | None
    ticket_id: int | None
    seq: int | None
    type: str
    attempt: int
    status: Literal["delivered", "failed", "dead"]
    response_status: int | None
    response: str | None
    created_at: str
    updated_at: str


class WholeTicketCompany(TypedDict):
    """With `include=company`; empty without one."""

    id: NotRequired[int]
    name: NotRequired[str]


class WholeTicket(TypedDict):
    """A ticket with its description and files."""

    id: int
    subject: str
    status: int
    priority: Literal[1, 2, 3, 4]
    source: Literal[1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    type: str | None
    requester_id: int | None
    responder_id: int | None
    group_id: int | None
    company_id: int | None
    product_id: int | None
    email_config_id: int | None
    form_id: None
    cc_emails: list[str]
    fwd_emails: list[str]
    reply_cc_emails: list[str]
    ticket_cc_emails: list[str]
    ticket_bcc_emails: list[str]
    to_emails: list[str] | None
    support_email: str | None
    tags: list[str]
    custom_fields: dict[str, str | float | bool | None]
    due_by: str | None
    fr_due_by: str | None
    nr_due_by: str | None
    is_escalated: bool
    fr_escalated: bool
    nr_escalated: bool
    spam: bool
    deleted: NotRequired[Literal[True]]
    association_type: Literal[1, 2, 3, 4, None]
    associated_tickets_count: int | None
    internal_agent_id: None
    internal_group_id: None
    source_additional_info: None
    structured_description: None
    sentiment_score: None
    created_at: str
    updated_at: str
    status_name: str | None
    priority_name: Literal["low", "medium", "high", "urgent", None]
    channel: str
    language: str | None
    reason: str | None
    waiting: str | None
    follows_ticket_id: int | None
    merged_into_id: int | None
    merged_ticket_ids: list[int]
    split_from_id: int | None
    parent_id: int | None
    tracker_id: int | None
    version: int
    description: str
    description_text: str
    stats: NotRequired[TicketStats]
    requester: NotRequired[Requester]
    company: NotRequired[WholeTicketCompany]
    attachments: list[Attachment]
    warnings: list[str]
    conversations: NotRequired[list[Conversation]]


Why: TypeAlias = "dict[str, list[Reason]]"


class AddAdminGroupBody(TypedDict):
    name: str
    description: NotRequired[str | None]
    agent_ids: NotRequired[list[int] | None]
    escalate_to: NotRequired[int | None]
    manager_id: NotRequired[int | None]
    auto_ticket_assign: NotRequired[Literal[3, True, False, 0, 1, 2, None]]
    unassigned_for: NotRequired[Literal["30m", "1h", "2h", "4h", "8h", "12h", "1d", "2d", "3d", None]]
    group_type: NotRequired[Literal["support_agent_group", None]]
    allow_agents_to_change_availability: NotRequired[Literal[True, None]]


class UpdateAdminGroupBody(TypedDict):
    name: NotRequired[str | None]
    description: NotRequired[str | None]
    agent_ids: NotRequired[list[int] | None]
    escalate_to: NotRequired[int | None]
    manager_id: NotRequired[int | None]
    auto_ticket_assign: NotRequired[Literal[3, True, False, 0, 1, 2, None]]
    unassigned_for: NotRequired[Literal["30m", "1h", "2h", "4h", "8h", "12h", "1d", "2d", "3d", None]]
    group_type: NotRequired[Literal["support_agent_group", None]]
    allow_agents_to_change_availability: NotRequired[Literal[True, None]]


class AddTicketFieldBody(TypedDict):
    label: str
    label_for_customers: NotRequired[str | None]
    required_for_agents: NotRequired[bool | None]
    required_for_closure: NotRequired[bool | None]
    required_for_customers: NotRequired[bool | None]
    customers_can_edit: NotRequired[bool | None]
    displayed_to_customers: NotRequired[bool | None]
    choices: NotRequired[list[str | dict[str, Any]] | None]
    dependent_fields: NotRequired[list[dict[str, Any]] | None]
    position: NotRequired[int | None]
    type: Literal[
        "custom_text",
        "custom_paragraph",
        "custom_checkbox",
        "custom_number",
        "custom_decimal",
        "custom_date",
        "custom_dropdown",
        "nested_field",
    ]


class UpdateTicketFieldBody(TypedDict):
    label: NotRequired[str | None]
    label_for_customers: NotRequired[str | None]
    required_for_agents: NotRequired[bool | None]
    required_for_closure: NotRequired[bool | None]
    required_for_customers: NotRequired[bool | None]
    customers_can_edit: NotRequired[bool | None]
    displayed_to_customers: NotRequired[bool | None]
    choices: NotRequired[list[str | dict[str, Any]] | None]
    dependent_fields: NotRequired[list[dict[str, Any]] | None]
    position: NotRequired[int | None]


class AddAgentBody(TypedDict):
    name: NotRequired[str | None]
    signature: NotRequired[str | None]
    job_title: NotRequired[str | None]
    phone: NotRequired[str | None]
    mobile: NotRequired[str | None]
    language: NotRequired[str | None]
    time_zone: NotRequired[str | None]
    group_ids: NotRequired[list[int] | None]
    role_ids: NotRequired[list[int] | None]
    skill_ids: NotRequired[list[int] | None]
    type: NotRequired[Literal["support_agent", "collaborator", None]]
    languages: NotRequired[list[str] | None]
    cap: NotRequired[int | None]
    email: str
    ticket_scope: Literal[1, 2, 3]


class UpdateAgentBody(TypedDict):
    name: NotRequired[str | None]
    signature: NotRequired[str | None]
    job_title: NotRequired[str | None]
    phone: NotRequired[str | None]
    mobile: NotRequired[str | None]
    language: NotRequired[str | None]
    time_zone: NotRequired[str | None]
    group_ids: NotRequired[list[int] | None]
    role_ids: NotRequired[list[int] | None]
    skill_ids: NotRequired[list[int] | None]
    type: NotRequired[Literal["support_agent", "collaborator", None]]
    languages: NotRequired[list[str] | None]
    cap: NotRequired[int | None]
    email: NotRequired[str | None]
    ticket_scope: NotRequired[Literal[1, 2, 3, None]]
    available: NotRequired[bool | None]
    hand_over: NotRequired[bool | None]


class CreateCannedFolderBody(TypedDict):
    name: str
    personal: NotRequired[bool | None]


class RenameCannedFolderBody(TypedDict):
    name: str


class CreateCannedResponseBody(TypedDict):
    visibility: NotRequired[Literal[0, 1, 2, None]]
    group_ids: NotRequired[list[int] | None]
    content: NotRequired[str | None]
    title: str
    content_html: str
    folder_id: int


class ChangeCannedResponseBody(TypedDict):
    visibility: NotRequired[Literal[0, 1, 2, None]]
    group_ids: NotRequired[list[int] | None]
    content: NotRequired[str | None]
    title: NotRequired[str | None]
    content_html: NotRequired[str | None]
    folder_id: NotRequired[int | None]


class PutCannedTranslationBody(TypedDict):
    title: NotRequired[str | None]
    content_html: str


class CreateCompanyBody(TypedDict):
    name: str
    description: NotRequired[str | None]
    note: NotRequired[str | None]
    domains: NotRequired[list[str] | None]
    health_score: NotRequired[str | None]
    account_tier: NotRequired[str | None]
    renewal_date: NotRequired[str | None]
    industry: NotRequired[str | None]
    custom_fields: NotRequired[dict[str, Any] | None]


class UpdateCompanyBody(TypedDict):
    name: NotRequired[str | None]
    description: NotRequired[str | None]
    note: NotRequired[str | None]
    domains: NotRequired[list[str] | None]
    health_score: NotRequired[str | None]
    account_tier: NotRequired[str | None]
    renewal_date: NotRequired[str | None]
    industry: NotRequired[str | None]
    custom_fields: NotRequired[dict[str, Any] | None]


class CreateContactBodyOtherCompanies(TypedDict):
    company_id: int
    view_all_tickets: NotRequired[bool | None]


class CreateContactBody(TypedDict):
    name: str
    email: NotRequired[str | None]
    other_emails: NotRequired[list[str] | None]
    phone: NotRequired[str | None]
    mobile: NotRequired[str | None]
    twitter_id: NotRequired[str | None]
    unique_external_id: NotRequired[str | None]
    company_id: NotRequired[int | None]
    job_title: NotRequired[str | None]
    address: NotRequired[str | None]
    description: NotRequired[str | None]
    language: NotRequired[str | None]
    time_zone: NotRequired[str | None]
    tags: NotRequired[list[str] | None]
    custom_fields: NotRequired[dict[str, Any] | None]
    view_all_tickets: NotRequired[bool | None]
    other_companies: NotRequired[list[CreateContactBodyOtherCompanies] | None]
    other_phone_numbers: NotRequired[list[str] | None]
    avatar: NotRequired[None]


class MergeContactsBody(TypedDict):
    primary_contact_id: int
    secondary_contact_ids: NotRequired[list[int] | None]
    reason: NotRequired[str | None]
    dry_run: NotRequired[bool | None]


class UpdateContactBodyOtherCompanies(TypedDict):
    company_id: int
    view_all_tickets: NotRequired[bool | None]


class UpdateContactBody(TypedDict):
    name: NotRequired[str | None]
    email: NotRequired[str | None]
    other_emails: NotRequired[list[str] | None]
    phone: NotRequired[str | None]
    mobile: NotRequired[str | None]
    twitter_id: NotRequired[str | None]
    unique_external_id: NotRequired[str | None]
    company_id: NotRequired[int | None]
    job_title: NotRequired[str | None]
    address: NotRequired[str | None]
    description: NotRequired[str | None]
    language: NotRequired[str | None]
    time_zone: NotRequired[str | None]
    tags: NotRequired[list[str] | None]
    custom_fields: NotRequired[dict[str, Any] | None]
    view_all_tickets: NotRequired[bool | None]
    other_companies: NotRequired[list[UpdateContactBodyOtherCompanies] | None]
    other_phone_numbers: NotRequired[list[str] | None]
    avatar: NotRequired[None]


class AddContactHandleBody(TypedDict):
    kind: str
    value: str
    evidence: NotRequired[str | None]


class MakeAgentOfContactBody(TypedDict):
    name: NotRequired[str | None]
    signature: NotRequired[str | None]
    job_title: NotRequired[str | None]
    phone: NotRequired[str | None]
    mobile: NotRequired[str | None]
    language: NotRequired[str | None]
    time_zone: NotRequired[str | None]
    group_ids: NotRequired[list[int] | None]
    role_ids: NotRequired[list[int] | None]
    skill_ids: NotRequired[list[int] | None]
    type: NotRequired[Literal["support_agent", "collaborator", None]]
    languages: NotRequired[list[str] | None]
    cap: NotRequired[int | None]
    ticket_scope: NotRequired[Literal[1, 2, 3, None]]


class UnmergeContactBody(TypedDict):
    reason: NotRequired[str | None]
    dry_run: NotRequired[bool | None]


class CorrectNoteBody(TypedDict):
    body: str


class AddGroupBody(TypedDict):
    name: str
    description: NotRequired[str | None]
    agent_ids: NotRequired[list[int] | None]
    escalate_to: NotRequired[int | None]
    manager_id: NotRequired[int | None]
    auto_ticket_assign: NotRequired[Literal[3, True, False, 0, 1, 2, None]]
    unassigned_for: NotRequired[Literal["30m", "1h", "2h", "4h", "8h", "12h", "1d", "2d", "3d", None]]
    group_type: NotRequired[Literal["support_agent_group", None]]
    allow_agents_to_change_availability: NotRequired[Literal[True, None]]


class UpdateGroupBody(TypedDict):
    name: NotRequired[str | None]
    description: NotRequired[str | None]
    agent_ids: NotRequired[list[int] | None]
    escalate_to: NotRequired[int | None]
    manager_id: NotRequired[int | None]
    auto_ticket_assign: NotRequired[Literal[3, True, False, 0, 1, 2, None]]
    unassigned_for: NotRequired[Literal["30m", "1h", "2h", "4h", "8h", "12h", "1d", "2d", "3d", None]]
    group_type: NotRequired[Literal["support_agent_group", None]]
    allow_agents_to_change_availability: NotRequired[Literal[True, None]]


class UndoJobBody(TypedDict):
    dry_run: NotRequired[bool | None]


class CreateKeyBody(TypedDict):
    name: str
    agent_id: NotRequired[int | None]
    role: NotRequired[Literal["admin", "supervisor", "agent", "light", "finance", "reporting", None]]
    rights: NotRequired[list[str] | None]
    expires_at: NotRequired[str | None]


class UpdateArticleBody(TypedDict):
    title: NotRequired[str | None]
    description: NotRequired[str | None]
    type: NotRequired[Literal[1, 2, None]]
    status: NotRequired[Literal[1, 2, None]]
    agent_id: NotRequired[int | None]
    folder_id: NotRequired[int | None]
    tags: NotRequired[list[str] | None]
    seo_data: NotRequired[dict[str, Any] | None]


class TranslateArticleBody(TypedDict):
    title: str
    description: str
    status: NotRequired[Literal[1, 2, None]]
    agent_id: NotRequired[int | None]
    tags: NotRequired[list[str] | None]
    seo_data: NotRequired[dict[str, Any] | None]


class ChangeTranslatedArticleBody(TypedDict):
    title: NotRequired[str | None]
    description: NotRequired[str | None]
    status: NotRequired[Literal[1, 2, None]]
    agent_id: NotRequired[int | None]
    tags: NotRequired[list[str] | None]
    seo_data: NotRequired[dict[str, Any] | None]


class AddCategoryBody(TypedDict):
    name: str
    description: NotRequired[str | None]


class UpdateCategoryBody(TypedDict):
    name: NotRequired[str | None]
    description: NotRequired[str | None]


class AddFolderBody(TypedDict):
    name: str
    description: NotRequired[str | None]
    visibility: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, None]]


class TranslateCategoryBody(TypedDict):
    name: str
    description: NotRequired[str | None]


class ChangeTranslatedCategoryBody(TypedDict):
    name: NotRequired[str | None]
    description: NotRequired[str | None]


class UpdateFolderBody(TypedDict):
    name: NotRequired[str | None]
    description: NotRequired[str | None]
    visibility: NotRequired[Literal[1, 2, 3, 4, 5, 6, 7, None]]


class AddArticleBody(TypedDict):
    title: str
    description: str
    type: NotRequired[Literal[1, 2, None]]
    status: NotRequired[Literal[1, 2, None]]
    agent_id: NotRequired[int | None]
    tags: NotRequired[list[str] | None]
    seo_data: NotRequired[dict[str, Any] | None]
    folder_id: NotRequired[int | None]


class TranslateFolderBody(TypedDict):
    name: str
    description: NotRequired[str | None]


class ChangeTranslatedFolderBody(TypedDict):
    name: NotRequired[str | None]
    description: NotRequired[str | None]


class OpenTicketBody(TypedDict):
    email_config_id: NotRequired[int | None]
    due_by: NotRequired[str | None]
    fr_due_by: NotRequired[str | None]
    subject: NotRequired[str | None]
    status: NotRequired[int | None]
    priority: NotRequired[Literal[1, 2, 3, 4, None]]
    type: NotRequired[str | None]
    reason: NotRequired[str | None]
    tags: NotRequired[list[str] | None]
    custom_fields: NotRequired[dict[str, Any] | None]
    product_id: NotRequired[int | None]
    group_id: NotRequired[int | None]
    responder_id: NotRequired[int | None]
    company_id: NotRequired[int | None]
    parent_id: NotRequired[int | None]
    related_ticket_ids: NotRequired[list[int] | None]
    description: NotRequired[str | None]
    source: NotRequired[Literal[2, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, None]]
    requester_id: NotRequired[int | None]
    name: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    twitter_id: NotRequired[str | None]
    unique_external_id: NotRequired[str | None]
    cc_emails: NotRequired[list[str] | None]
    attachments: NotRequired[list[Any] | None]
    attachment_ids: NotRequired[list[int] | None]


class BulkDeleteBodyBulkAction(TypedDict):
    ids: NotRequired[list[int] | None]


class BulkDeleteBody(TypedDict):
    bulk_action: BulkDeleteBodyBulkAction
    dry_run: NotRequired[bool | None]


class BulkUpdateBodyBulkActionProperties(TypedDict):
    subject: NotRequired[str | None]
    status: NotRequired[int | None]
    priority: NotRequired[Literal[1, 2, 3, 4, None]]
    type: NotRequired[str | None]
    reason: NotRequired[str | None]
    tags: NotRequired[list[str] | None]
    custom_fields: NotRequired[dict[str, Any] | None]
    product_id: NotRequired[int | None]
    group_id: NotRequired[int | None]
    responder_id: NotRequired[int | None]
    company_id: NotRequired[int | None]
    parent_id: NotRequired[int | None]
    related_ticket_ids: NotRequired[list[int] | None]
    tags_add: NotRequired[list[str] | None]
    tags_remove: NotRequired[list[str] | None]
    spam: NotRequired[bool | None]
    source: NotRequired[Literal[2, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, None]]


class BulkUpdateBodyBulkActionReply(TypedDict):
    body: str


class BulkUpdateBodyBulkAction(TypedDict):
    ids: NotRequired[list[int] | None]
    properties: NotRequired[BulkUpdateBodyBulkActionProperties | None]
    reply: NotRequired[BulkUpdateBodyBulkActionReply | None]


class BulkUpdateBody(TypedDict):
    bulk_action: BulkUpdateBodyBulkAction
    dry_run: NotRequired[bool | None]


class MergeTicketsBodyNoteInPrimary(TypedDict):
    body: str
    private: NotRequired[bool | None]


class MergeTicketsBodyNoteInSecondary(TypedDict):
    body: str
    private: NotRequired[bool | None]


class MergeTicketsBody(TypedDict):
    primary_id: int
    ticket_ids: list[int]
    note_in_primary: NotRequired[MergeTicketsBodyNoteInPrimary | None]
    note_in_secondary: NotRequired[MergeTicketsBodyNoteInSecondary | None]
    convert_recepients_to_cc: NotRequired[bool | None]
    convert_recipients_to_cc: NotRequired[bool | None]
    reason: NotRequired[str | None]


class BeginTicketByMailBody(TypedDict):
    email_config_id: NotRequired[int | None]
    due_by: NotRequired[str | None]
    fr_due_by: NotRequired[str | None]
    subject: str
    status: NotRequired[int | None]
    priority: NotRequired[Literal[1, 2, 3, 4, None]]
    type: NotRequired[str | None]
    reason: NotRequired[str | None]
    tags: NotRequired[list[str] | None]
    custom_fields: NotRequired[dict[str, Any] | None]
    product_id: NotRequired[int | None]
    group_id: NotRequired[int | None]
    responder_id: NotRequired[int | None]
    company_id: NotRequired[int | None]
    parent_id: NotRequired[int | None]
    related_ticket_ids: NotRequired[list[int] | None]
    description: str
    name: NotRequired[str | None]
    email: str
    cc_emails: NotRequired[list[str] | None]
    attachments: NotRequired[list[Any] | None]
    attachment_ids: NotRequired[list[int] | None]
    bcc_emails: NotRequired[list[str] | None]


class UpdateTicketBody(TypedDict):
    subject: NotRequired[str | None]
    status: NotRequired[int | None]
    priority: NotRequired[Literal[1, 2, 3, 4, None]]
    type: NotRequired[str | None]
    reason: NotRequired[str | None]
    tags: NotRequired[list[str] | None]
    custom_fields: NotRequired[dict[str, Any] | None]
    product_id: NotRequired[int | None]
    group_id: NotRequired[int | None]
    responder_id: NotRequired[int | None]
    company_id: NotRequired[int | None]
    parent_id: NotRequired[int | None]
    related_ticket_ids: NotRequired[list[int] | None]
    tags_add: NotRequired[list[str] | None]
    tags_remove: NotRequired[list[str] | None]
    spam: NotRequired[bool | None]
    source: NotRequired[Literal[2, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, None]]
    due_by: NotRequired[str | None]
    fr_due_by: NotRequired[str | None]
    requester_id: NotRequired[int | None]
    name: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    twitter_id: NotRequired[str | None]
    unique_external_id: NotRequired[str | None]


class TakeFallbackBody(TypedDict):
    conversation_id: int


class ForwardTicketBody(TypedDict):
    body: str
    to_emails: list[str]
    cc_emails: NotRequired[list[str] | None]
    bcc_emails: NotRequired[list[str] | None]
    include_quoted_text: NotRequired[bool | None]
    include_original_attachments: NotRequired[bool | None]
    attachments: NotRequired[list[Any] | None]
    attachment_ids: NotRequired[list[int] | None]


class LinkTicketBody(TypedDict):
    parent_id: NotRequired[int | None]
    tracker_id: NotRequired[int | None]


class AddNoteBody(TypedDict):
    body: NotRequired[str | None]
    canned_response_id: NotRequired[int | None]
    private: NotRequired[bool | None]
    user_id: NotRequired[int | None]
    notify_emails: NotRequired[list[str] | None]
    attachments: NotRequired[list[Any] | None]
    attachment_ids: NotRequired[list[int] | None]


class SignPresentBody(TypedDict):
    state: Literal["viewing", "typing", "left"]


class ReplyToTicketBody(TypedDict):
    body: NotRequired[str | None]
    canned_response_id: NotRequired[int | None]
    cc_emails: NotRequired[list[str] | None]
    user_id: NotRequired[int | None]
    from_email: NotRequired[str | None]
    bcc_emails: NotRequired[list[str] | None]
    seen_version: NotRequired[int | None]
    last_seen_conversation_id: NotRequired[int | None]
    attachments: NotRequired[list[Any] | None]
    attachment_ids: NotRequired[list[int] | None]


class RateTicketBody(TypedDict):
    ratings: dict[str, Literal[103, 102, 101, 100, -101, -102, -103]]
    feedback: NotRequired[str | None]


class SplitTicketBody(TypedDict):
    conversation_ids: list[int]
    subject: NotRequired[str | None]
    reason: NotRequired[str | None]


class WriteSummaryBody(TypedDict):
    body: str


class EnterTimeBody(TypedDict):
    agent_id: NotRequired[int | None]
    billable: NotRequired[bool | None]
    note: NotRequired[str | None]
    time_spent: NotRequired[str | None]
    timer_running: NotRequired[bool | None]
    start_time: NotRequired[str | None]
    executed_at: NotRequired[str | None]


class UnlinkTicketBody(TypedDict):
    ticket_id: NotRequired[int | None]


class UnmergeTicketBody(TypedDict):
    reason: NotRequired[str | None]


class UnsplitTicketBody(TypedDict):
    reason: NotRequired[str | None]


class UnwatchTicketBody(TypedDict):
    user_id: NotRequired[int | None]


class WatchTicketBody(TypedDict):
    user_id: NotRequired[int | None]


class ChangeTimeEntryBody(TypedDict):
    agent_id: NotRequired[int | None]
    billable: NotRequired[bool | None]
    note: NotRequired[str | None]
    time_spent: NotRequired[str | None]
    timer_running: NotRequired[bool | None]
    start_time: NotRequired[str | None]
    executed_at: NotRequired[str | None]


class AnnounceUploadBody(TypedDict):
    name: str
    size: int
    content_type: NotRequired[str | None]


class CreateViewBody(TypedDict):
    name: str
    query: str
    personal: NotRequired[bool | None]


class UpdateViewBody(TypedDict):
    name: NotRequired[str | None]
    query: NotRequired[str | None]
    personal: NotRequired[bool | None]


class CreateWebhookBody(TypedDict):
    name: NotRequired[str | None]
    url: str
    types: NotRequired[
        list[
            Literal[
                "acknowledgement.written",
                "address.noted",
                "child.settled",
                "delivery.claimed",
                "delivery.redirected",
                "delivery.released",
                "delivery.reported",
                "due.set",
                "fallback.offered",
                "fields.changed",
                "files.fetched",
                "forward.written",
                "join.suggested",
                "look.set",
                "mail.suspended",
                "message.received",
                "messages.moved",
                "note.edited",
                "note.removed",
                "note.restored",
                "note.written",
                "notice.raised",
                "person.erased",
                "promises.set",
                "reply.written",
                "requester.changed",
                "rungs.reached",
                "status.changed",
                "summary.removed",
                "summary.written",
                "survey.answered",
                "survey.cancelled",
                "survey.due",
                "survey.invited",
                "survey.planned",
                "survey.skipped",
                "ticket.absorbed",
                "ticket.assigned",
                "ticket.linked",
                "ticket.merged",
                "ticket.opened",
                "ticket.parted",
                "ticket.released",
                "ticket.routed",
                "ticket.split",
                "ticket.unlinked",
                "ticket.unmerged",
                "ticket.waiting",
                "time.changed",
                "time.logged",
                "time.removed",
                "watcher.added",
                "watcher.removed",
                "watchers.alerted",
                "watchers.told",
            ]
        ]
        | None
    ]
    personal: NotRequired[bool | None]
    after: NotRequired[str | None]


class ChangeWebhookBody(TypedDict):
    name: NotRequired[str | None]
    url: NotRequired[str | None]
    types: NotRequired[
        list[
            Literal[
                "acknowledgement.written",
                "address.noted",
                "child.settled",
                "delivery.claimed",
                "delivery.redirected",
                "delivery.released",
                "delivery.reported",
                "due.set",
                "fallback.offered",
                "fields.changed",
                "files.fetched",
                "forward.written",
                "join.suggested",
                "look.set",
                "mail.suspended",
                "message.received",
                "messages.moved",
                "note.edited",
                "note.removed",
                "note.restored",
                "note.written",
                "notice.raised",
                "person.erased",
                "promises.set",
                "reply.written",
                "requester.changed",
                "rungs.reached",
                "status.changed",
                "summary.removed",
                "summary.written",
                "survey.answered",
                "survey.cancelled",
                "survey.due",
                "survey.invited",
                "survey.planned",
                "survey.skipped",
                "ticket.absorbed",
                "ticket.assigned",
                "ticket.linked",
                "ticket.merged",
                "ticket.opened",
                "ticket.parted",
                "ticket.released",
                "ticket.routed",
                "ticket.split",
                "ticket.unlinked",
                "ticket.unmerged",
                "ticket.waiting",
                "time.changed",
                "time.logged",
                "time.removed",
                "watcher.added",
                "watcher.removed",
                "watchers.alerted",
                "watchers.told",
            ]
        ]
        | None
    ]
    personal: NotRequired[bool | None]
    active: NotRequired[bool | None]
    rotate_secret: NotRequired[bool | None]


class RedeliverWebhookBody(TypedDict):
    cursor: NotRequired[str | None]
    dead_letters: NotRequired[bool | None]
    event_ids: NotRequired[list[int] | None]
