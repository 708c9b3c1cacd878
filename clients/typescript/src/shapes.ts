// Made by `python -m infra openapi`; changes are lost.

/** What happened on one day (UTC). */
export type ActivitiesOfADay = {
  activities_data: Array<{
    /** Day, month, year, time and offset. */
    performed_at: string;
    ticket_id: number;
    /** `user` for agents and customers, `system` for the desk. */
    performer_type: string;
    performer_id: number | null;
    /** What changed, by field. */
    activity: Record<string, unknown>;
  }>;
};

/** One event of the history as a sentence. */
export type Activity = {
  id: number;
  ticket_id: number;
  /** The commit that holds the event. */
  seq: number;
  event: string;
  /** Who did it. */
  actor: {
    type: string;
    id: number | null;
    name: string;
  };
  text: string;
  created_at: string;
  updated_at: string;
};

/** A field of a ticket with its choices as objects. */
export type AdminTicketField = {
  id: number;
  name: string;
  label: string;
  position: number;
  type: string;
  default: boolean;
  required_for_agents: boolean;
  choices: Array<FieldChoice>;
  created_at: string;
  updated_at: string;
  label_for_customers: string;
  archived: boolean;
  required_for_closure: boolean;
  required_for_customers: boolean;
  customers_can_edit: boolean;
  displayed_to_customers: boolean;
  portal_cc: boolean;
  portal_cc_to: string;
  /** Of a nested field: those that hold the second and third step. */
  dependent_fields?: Array<{
    id: number;
    name: string;
    label: string;
    level: number;
    created_at: string;
    updated_at: string;
  }>;
};

/** Who works on tickets. */
export type Agent = {
  id: number;
  /** Gets tickets. */
  available: boolean;
  available_since: string | null;
  occasional: boolean;
  signature: string | null;
  /** 1 every ticket, 2 those of the own groups, 3 the own ones */
  ticket_scope: 1 | 2 | 3;
  type: "support_agent" | "field_agent" | "collaborator";
  group_ids: Array<number>;
  role_ids: Array<number>;
  skill_ids: Array<number>;
  focus_mode: boolean;
  deactivated: boolean;
  freshcaller_agent: boolean;
  /** Kept for clients that read it; always null here. */
  agent_level_id: null;
  last_active_at: string | null;
  created_at: string;
  updated_at: string;
  contact: AgentContact;
  /** The load that is the most. */
  cap: number;
  load: number;
  skills: Array<string>;
  languages: Array<string>;
};

/** The agent as a person. */
export type AgentContact = {
  active: boolean;
  email: string | null;
  job_title: string | null;
  language: string;
  last_login_at: string | null;
  mobile: string | null;
  name: string;
  phone: string | null;
  time_zone: string | null;
  /** Kept for clients that read it; always null here. */
  avatar: null;
  created_at: string;
  updated_at: string;
};

/** One that fits. */
export type AgentSuggestion = {
  id: number;
  name: string;
};

/** One answer, in one language. */
export type Article = {
  id: number;
  title: string;
  /** Cleaned: links and pictures, nothing that runs. */
  description: string;
  description_text: string;
  /** 1 permanent, 2 workaround */
  type: 1 | 2;
  /** 1 draft, 2 published */
  status: 1 | 2;
  agent_id: number | null;
  category_id: number;
  folder_id: number;
  hits: number;
  thumbs_up: number;
  thumbs_down: number;
  feedback_count: number;
  /** What search engines are told. */
  seo_data: Record<string, unknown>;
  tags: Array<string>;
  attachments: Array<unknown>;
  created_at: string;
  updated_at: string;
};

/** An article as it once was. */
export type ArticleVersion = {
  id: number;
  title: string;
  /** Cleaned: links and pictures, nothing that runs. */
  description: string;
  description_text: string;
  /** 1 permanent, 2 workaround */
  type: 1 | 2;
  /** 1 draft, 2 published */
  status: 1 | 2;
  agent_id: number | null;
  category_id: number;
  folder_id: number;
  hits: number;
  thumbs_up: number;
  thumbs_down: number;
  feedback_count: number;
  /** What search engines are told. */
  seo_data: Record<string, unknown>;
  tags: Array<string>;
  attachments: Array<unknown>;
  created_at: string;
  updated_at: string;
  version: number;
  by: string;
  at: string;
  removed: boolean;
};

/** A file that came with a message. */
export type Attachment = {
  id: number;
  name: string;
  content_type: string;
  /** Bytes. */
  size: number;
  /** An address that works for a while without a key; null when the file is not kept. */
  attachment_url: string | null;
  /** Kept for clients that read it; always null here. */
  thumb_url: null;
  /** Opening it may run a program. */
  dangerous: boolean;
  created_at: string;
  updated_at: string;
};

/** What the ticket cost so far. */
export type Bill = {
  ticket_id: number;
  currency: "USD";
  total: string;
  /** The price list. */
  prices: {
    region: string;
    date: string;
  };
  work: Array<BillSection>;
  /** Every request of AWS by name. */
  requests: Record<string, number>;
};

/** One line. */
export type BillLine = {
  what: string;
  quantity: number;
  unit: string;
  price: string;
  amount: string;
};

/** One kind of work. */
export type BillSection = {
  kind: string;
  times: number;
  total: string;
  lines: Array<BillLine>;
};

/** What the gateway says before we are asked. */
export type Brief = {
  code?: string;
  message: string;
  request_id?: string;
};

/** When time counts. */
export type BusinessHour = {
  id: number;
  name: string;
  description: string | null;
  is_default: boolean;
  time_zone: string;
  /** The days that open. */
  business_hours: {
    monday?: OpenDay;
    tuesday?: OpenDay;
    wednesday?: OpenDay;
    thursday?: OpenDay;
    friday?: OpenDay;
    saturday?: OpenDay;
    sunday?: OpenDay;
  };
  list_of_holidays: Array<{
    name: string;
    date: string;
  }>;
  created_at: string;
  updated_at: string;
};

/** A folder. */
export type CannedFolder = {
  id: number;
  name: string;
  personal: boolean;
  responses_count: number;
  created_at: string;
  updated_at: string;
};

/** A folder with what is in it. */
export type CannedFolderWithTitles = {
  id: number;
  name: string;
  personal: boolean;
  responses_count: number;
  created_at: string;
  updated_at: string;
  canned_responses: Array<{
    id: number;
    title: string;
  }>;
};

/** The text as it would be sent. */
export type CannedPreview = {
  canned_response_id: number;
  language: string;
  title: string;
  content: string;
  content_html: string;
  created_at: string;
  updated_at: string;
  ticket_id: number;
  /** Placeholders for which the ticket has nothing. */
  empty: Array<string>;
};

/** A text that is sent often. */
export type CannedResponse = {
  id: number;
  title: string;
  folder_id: number;
  /** As text. */
  content: string;
  content_html: string;
  /** 0 everybody, 1 oneself, 2 groups */
  visibility: 0 | 1 | 2;
  group_ids: Array<number>;
  /** Kept for clients that read it; always empty here. */
  attachments: Array<unknown>;
  created_at: string;
  updated_at: string;
};

/** The text in one language. */
export type CannedTranslation = {
  canned_response_id: number;
  language: string;
  title: string;
  content: string;
  content_html: string;
  created_at: string;
  updated_at: string;
};

/** One promise; its lines sum to `used`. */
export type Clock = {
  kind: "first_response" | "next_response" | "resolution";
  number: number;
  /** 1 low, 2 medium, 3 high, 4 urgent */
  priority: 1 | 2 | 3 | 4;
  /** Seconds. */
  target: number;
  /** Seconds. */
  used: number;
  /** Business seconds, of a date that was set by hand all seconds; below zero once it is missed. */
  left: number;
  state: "running" | "paused" | "met" | "missed";
  started_at: string;
  due_at: string | null;
  stopped_at: string | null;
  /** Who promised this date by hand; null where it is the policy's. */
  set_by: string | null;
  set_at: string | null;
  lines: Array<{
    start: string;
    end: string;
    why: string;
    /** Seconds. */
    seconds: number;
  }>;
};

/** A company that contacts belong to. */
export type Company = {
  id: number;
  name: string;
  description: string | null;
  note: string | null;
  domains: Array<string>;
  health_score: string | null;
  account_tier: string | null;
  renewal_date: string | null;
  industry: string | null;
  /** The desk's own fields; their names begin with `cf_`. */
  custom_fields: Record<string, string | number | boolean | null>;
  /** Kept for clients that read it; always null here. */
  org_company_id: null;
  created_at: string;
  updated_at: string;
};

/** A field of a contact or company. */
export type CompanyField = {
  id: number;
  name: string;
  label: string;
  position: number;
  type: string;
  default: boolean;
  required_for_agents: boolean;
  /** Of a nested field objects, of any other an array. */
  choices: Array<unknown> | Record<string, unknown>;
  /** Of a nested field: those that hold the second and third step. */
  nested_ticket_fields?: Array<{
    id: number;
    name: string;
    label: string;
    level: number;
    created_at: string;
    updated_at: string;
  }>;
  created_at: string;
  updated_at: string;
};

/** Companies whose name begins so. */
export type CompanySuggestions = {
  companies: Array<{
    id: number;
    name: string;
  }>;
};

/** Why it cannot be done as things stand. */
export type Conflict = ValidationError | Error;

/** A person who writes to the desk. */
export type Contact = {
  /** Below 2^53. */
  id: number;
  name: string;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  other_emails: Array<string>;
  phone: string | null;
  mobile: string | null;
  other_phone_numbers: Array<string>;
  twitter_id: string | null;
  /** Kept for clients that read it; always null here. */
  facebook_id: null;
  unique_external_id: string | null;
  /** Kept for clients that read it; always null here. */
  visitor_id: null;
  /** Kept for clients that read it; always null here. */
  org_contact_id: null;
  address: string | null;
  description: string | null;
  job_title: string | null;
  language: string | null;
  time_zone: string | null;
  company_id: number | null;
  view_all_tickets: boolean;
  other_companies: Array<{
    company_id: number;
    view_all_tickets: boolean;
  }>;
  tags: Array<string>;
  /** The desk's own fields; their names begin with `cf_`. */
  custom_fields: Record<string, string | number | boolean | null>;
  /** A channel has proved that a handle is theirs. */
  active: boolean;
  deleted: boolean;
  /** A picture. */
  avatar: {
    id: number;
    name: string;
    content_type: string;
    size: number;
    /** Gives the picture for five minutes. */
    avatar_url: string;
    created_at: string;
    updated_at: string;
  } | null;
  /** Kept for clients that read it; always null here. */
  csat_rating: null;
  /** Kept for clients that read it; always null here. */
  preferred_source: null;
  created_at: string;
  updated_at: string;
  time_zone_iana: string | null;
  whatsapp_id: string | null;
  /** The contact that this one was merged into. */
  merged_into_id: number | null;
  merged_ids: Array<number>;
};

/** A contact who is an agent now. */
export type ContactAgent = {
  /** Below 2^53. */
  id: number;
  name: string;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  other_emails: Array<string>;
  phone: string | null;
  mobile: string | null;
  other_phone_numbers: Array<string>;
  twitter_id: string | null;
  /** Kept for clients that read it; always null here. */
  facebook_id: null;
  unique_external_id: string | null;
  /** Kept for clients that read it; always null here. */
  visitor_id: null;
  /** Kept for clients that read it; always null here. */
  org_contact_id: null;
  address: string | null;
  description: string | null;
  job_title: string | null;
  language: string | null;
  time_zone: string | null;
  company_id: number | null;
  view_all_tickets: boolean;
  other_companies: Array<{
    company_id: number;
    view_all_tickets: boolean;
  }>;
  tags: Array<string>;
  /** The desk's own fields; their names begin with `cf_`. */
  custom_fields: Record<string, string | number | boolean | null>;
  /** A channel has proved that a handle is theirs. */
  active: boolean;
  deleted: boolean;
  /** A picture. */
  avatar: {
    id: number;
    name: string;
    content_type: string;
    size: number;
    /** Gives the picture for five minutes. */
    avatar_url: string;
    created_at: string;
    updated_at: string;
  } | null;
  /** Kept for clients that read it; always null here. */
  csat_rating: null;
  /** Kept for clients that read it; always null here. */
  preferred_source: null;
  created_at: string;
  updated_at: string;
  time_zone_iana: string | null;
  whatsapp_id: string | null;
  /** The contact that this one was merged into. */
  merged_into_id: number | null;
  merged_ids: Array<number>;
  agent: Agent;
};

/** A field of a contact. */
export type ContactField = {
  id: number;
  name: string;
  label: string;
  position: number;
  type: string;
  default: boolean;
  required_for_agents: boolean;
  /** Of a nested field objects, of any other an array. */
  choices: Array<unknown> | Record<string, unknown>;
  /** Of a nested field: those that hold the second and third step. */
  nested_ticket_fields?: Array<{
    id: number;
    name: string;
    label: string;
    level: number;
    created_at: string;
    updated_at: string;
  }>;
  created_at: string;
  updated_at: string;
  label_for_customers: string;
  required_for_customers: boolean;
  editable_in_signup: boolean;
  customers_can_edit: boolean;
  displayed_for_customers: boolean;
};

/** One address that leads to a person, and how sure that is. */
export type ContactHandle = {
  kind: string;
  value: string;
  evidence: "inferred" | "asserted" | "verified";
  at: string;
  by: string | null;
  /** Whose it is apart from all mergers. */
  contact_id: number;
};

/** One merger, or its undoing. */
export type ContactMerger = {
  verb: "merged" | "unmerged";
  contact_id: number;
  at: string;
  by: string;
  reason: string | null;
};

/** One that fits. */
export type ContactSuggestion = {
  id: number;
  name: string;
};

/** One message, reply, note or survey answer. */
export type Conversation = {
  id: number;
  ticket_id: number;
  body: string;
  body_text: string;
  incoming: boolean;
  private: boolean;
  /** 0 reply, 2 note, 5 post, 6 survey answer, 7 public comment, 8 forwarded, 9 phone */
  source: 0 | 2 | 5 | 6 | 7 | 8 | 9;
  /** The contact or agent who says it. */
  user_id: number | null;
  from_email: string | null;
  /** Kept for clients that read it; always null here. */
  support_email: null;
  to_emails: Array<string>;
  cc_emails: Array<string>;
  bcc_emails: Array<string>;
  email_failure_count: number | null;
  outgoing_failures: SendingFailure | null;
  /** Kept for clients that read it; always null here. */
  category: null;
  /** Kept for clients that read it; always null here. */
  thread_id: null;
  /** Kept for clients that read it; always null here. */
  thread_message_id: null;
  last_edited_at: string | null;
  last_edited_user_id: number | null;
  /** Kept for clients that read it; always null here. */
  automation_id: null;
  /** Kept for clients that read it; always null here. */
  automation_type_id: null;
  auto_response: boolean;
  /** Kept for clients that read it; always null here. */
  source_additional_info: null;
  attachments: Array<Attachment>;
  created_at: string;
  updated_at: string;
  /** How far a reply got. */
  delivery: string | null;
  /** What was odd about a message that came in. */
  warnings: Array<string>;
  /** The ticket that a split took it to. */
  moved_to_ticket_id: number | null;
  /** The canned response that it began with. */
  canned_response_id: number | null;
};

/** A customer at one glance. */
export type CustomerCard = {
  contact: Contact;
  open_tickets: Array<Ticket>;
  open_count: number;
  /** Resolved and closed ones among the fifty newest. */
  over_count: number;
  /** There are older tickets that were not counted. */
  more_tickets: boolean;
  promises: Array<{
    ticket_id: number;
    kind: string;
    due_by: string;
  }>;
  channels: Array<string>;
  last_contact_at: string | null;
  /** How the customer rated us, oldest first. */
  satisfaction: {
    answers: Array<{
      ticket_id: number;
      resolution: number;
      rating: number;
    }>;
    /** Of five. */
    average: number | null;
    trend: "rising" | "falling" | "level" | null;
  };
};

/** What a job would do; nothing is done. */
export type DryRun = {
  dry_run: boolean;
  /** An undo tells the first 200 tickets only; the others are undone as well. */
  more: boolean;
  total: number;
  changing: number;
  refused: number;
  messages: number;
  tickets: Array<TicketPreview>;
};

/** A mail address that customers write to. */
export type EmailConfig = {
  id: number;
  name: string;
  group_id: number | null;
  product_id: number | null;
  to_email: string;
  reply_email: string;
  /** The first one. */
  primary_role: boolean;
  active: boolean;
  created_at: string;
  updated_at: string;
};

/** How far the erasure of a person is. */
export type Erasure = {
  id: number;
  status: "running" | "completed";
  contact_ids: Array<number>;
  /** The `requester_id` that their tickets have from then on. */
  stands_as: number;
  /** Of theirs and of others on which they wrote; while it runs those of this round. */
  tickets: number;
  requested_by: string;
  created_at: string;
  completed_at: string | null;
};

/** What every refusal says. */
export type Error = {
  code: string;
  message: string;
  /** As in `X-Request-Id`; name it when you ask for help. */
  request_id: string;
};

/** One event of a ticket. */
export type Event = {
  /** The same as in the ticket's activities. */
  id: number;
  ticket_id: number;
  /** The commit's number within the ticket: 1, 2, 3 … without a gap. */
  seq: number;
  /** Which one of the commit's events, from 0. */
  position: number;
  /** How many events the commit has. */
  count: number;
  type: "acknowledgement.written" | "address.noted" | "child.settled" | "delivery.claimed" | "delivery.redirected" | "delivery.released" | "delivery.reported" | "due.set" | "fallback.offered" | "fields.changed" | "files.fetched" | "forward.written" | "join.suggested" | "look.set" | "mail.suspended" | "message.received" | "messages.moved" | "note.edited" | "note.removed" | "note.restored" | "note.written" | "notice.raised" | "person.erased" | "promises.set" | "reply.written" | "requester.changed" | "rungs.reached" | "status.changed" | "summary.removed" | "summary.written" | "survey.answered" | "survey.cancelled" | "survey.due" | "survey.invited" | "survey.planned" | "survey.skipped" | "ticket.absorbed" | "ticket.assigned" | "ticket.linked" | "ticket.merged" | "ticket.opened" | "ticket.parted" | "ticket.released" | "ticket.routed" | "ticket.split" | "ticket.unlinked" | "ticket.unmerged" | "ticket.waiting" | "time.changed" | "time.logged" | "time.removed" | "watcher.added" | "watcher.removed" | "watchers.alerted" | "watchers.told";
  at: string;
  /** Who did it. */
  actor: {
    /** `agent`, `contact`, `administrator`, `system` or `provider`. */
    type: string;
    id: number | null;
    name: string | null;
  };
  /** The conversation that somebody's words became. */
  conversation_id: number | null;
  /** The event's own fields; null in place of what names a person where the reader may not know. */
  data: Record<string, unknown>;
  created_at: string;
  updated_at: string;
};

/** One choice; `value` is what a ticket's body has for it. */
export type FieldChoice = {
  id: number;
  label: string;
  value: string | number;
  position: number;
  choices: Array<FieldChoice>;
};

/** One wrong field. */
export type FieldFault = {
  field: string;
  message: string;
  code: string;
  /** Who has the value that only one may have. */
  additional_info?: {
    user_id: number | null;
  };
};

/** A page of companies. */
export type FoundCompanies = {
  results: Array<Company>;
  /** How many there are; exact up to 300. */
  total: number;
};

/** A page of contacts. */
export type FoundContacts = {
  results: Array<Contact>;
  /** How many there are; exact up to 300. */
  total: number;
};

/** A page of tickets. */
export type FoundTickets = {
  results: Array<{
    /** Small and sequential. */
    id: number;
    subject: string;
    /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
    status: number;
    /** 1 low, 2 medium, 3 high, 4 urgent */
    priority: 1 | 2 | 3 | 4;
    /** 1 mail, 2 portal, 3 phone, 6 public comment, 7 chat of any kind, 13 WhatsApp. */
    source: 1 | 2 | 3 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;
    type: string | null;
    requester_id: number | null;
    /** The agent who owns it. */
    responder_id: number | null;
    group_id: number | null;
    company_id: number | null;
    product_id: number | null;
    /** The mail address of ours that answers come from. */
    email_config_id: number | null;
    /** Kept for clients that read it; always null here. */
    form_id: null;
    cc_emails: Array<string>;
    fwd_emails: Array<string>;
    reply_cc_emails: Array<string>;
    ticket_cc_emails: Array<string>;
    ticket_bcc_emails: Array<string>;
    to_emails: Array<string> | null;
    support_email: string | null;
    tags: Array<string>;
    /** The desk's own fields; their names begin with `cf_`. */
    custom_fields: Record<string, string | number | boolean | null>;
    /** Follows from the policy; null where nothing is promised. */
    due_by: string | null;
    /** Follows from the policy; null where nothing is promised. */
    fr_due_by: string | null;
    /** Follows from the policy; null where nothing is promised. */
    nr_due_by: string | null;
    is_escalated: boolean;
    fr_escalated: boolean;
    nr_escalated: boolean;
    spam: boolean;
    /** There, and true, only on a deleted ticket. */
    deleted?: true;
    /** 1 parent, 2 child, 3 tracker, 4 related */
    association_type: 1 | 2 | 3 | 4 | null;
    associated_tickets_count: number | null;
    /** Kept for clients that read it; always null here. */
    internal_agent_id: null;
    /** Kept for clients that read it; always null here. */
    internal_group_id: null;
    /** Kept for clients that read it; always null here. */
    source_additional_info: null;
    /** Kept for clients that read it; always null here. */
    structured_description: null;
    /** Kept for clients that read it; always null here. */
    sentiment_score: null;
    created_at: string;
    updated_at: string;
    status_name: string | null;
    priority_name: "low" | "medium" | "high" | "urgent" | null;
    channel: string;
    language: string | null;
    /** What the desk's rules took it for. */
    reason: string | null;
    /** For whom or what it waits. */
    waiting: string | null;
    /** The closed ticket that this one takes up again. */
    follows_ticket_id: number | null;
    /** The ticket that this one was merged into. */
    merged_into_id: number | null;
    /** The tickets that were merged into this one. */
    merged_ticket_ids: Array<number>;
    /** The ticket that this one was split off. */
    split_from_id: number | null;
    parent_id: number | null;
    tracker_id: number | null;
    /** Counts changes; the `ETag` of the ticket. */
    version: number;
    description: string;
    /** The description as text. */
    description_text: string;
    stats?: TicketStats;
    requester?: Requester;
    /** With `include=company`; empty without one. */
    company?: {
      id?: number;
      name?: string;
    };
  }>;
  /** How many there are; exact up to 300. */
  total: number;
};

/** A message as it was received, cleaned of what could do harm. */
export type FullConversation = {
  id: number;
  ticket_id: number;
  body: string;
  body_text: string;
  /** False where only the part without quotations is left, because the mail itself is no longer kept. */
  complete: boolean;
  created_at: string;
  updated_at: string;
};

/** A team. */
export type Group = {
  id: number;
  name: string;
  description: string | null;
  agent_ids: Array<number>;
  escalate_to: number | null;
  unassigned_for: string | null;
  business_hour_id: number | null;
  group_type: string;
  /** 0 off, 1 in turn, 2 by skill, 3 by load */
  auto_ticket_assign: 0 | 1 | 2 | 3;
  allow_agents_to_change_availability: boolean;
  created_at: string;
  updated_at: string;
  /** The agent who hears of escalations last. */
  manager_id: number | null;
};

/** The languages of the desk. */
export type Helpdesk = {
  primary_language: string;
  supported_languages: Array<string>;
  portal_languages: Array<string>;
};

/** A job over many tickets. */
export type Job = {
  id: number;
  kind: "update" | "delete" | "undo";
  status: "queued" | "in_progress" | "completed";
  total: number;
  waiting: number;
  done: number;
  unchanged: number;
  refused: number;
  created_by: string;
  undo_of: number | null;
  tickets: Array<{
    id: number;
    outcome: "waiting" | "done" | "unchanged" | "refused";
    reason: string | null;
  }>;
  created_at: string;
  updated_at: string;
};

/** The job was taken on. */
export type JobAccepted = {
  job_id: number;
  /** Where its progress is told. */
  href: string;
};

/** A key, without the key itself. */
export type Key = {
  id: number;
  name: string | null;
  /** Whose it is; null for the administrator of the desk. */
  agent_id: number | null;
  /** A lower role than its agent has. */
  role: string | null;
  /** The only ones of the role's rights that it has; all of them if empty. */
  rights: Array<string>;
  /** By which the log and `infra keys` name it. */
  hash_prefix: string;
  expires_at: string | null;
  /** To the hour; null if it was not used after its first hour. */
  last_used_at: string | null;
  created_at: string;
  updated_at: string;
};

/** A mail address that customers write to. */
export type Mailbox = {
  id: number;
  name: string;
  group_id: number | null;
  product_id: number | null;
  support_email: string;
  mailbox_type: string;
  /** The first one. */
  default_reply_email: boolean;
  active: boolean;
  created_at: string;
  updated_at: string;
};

/** What a merger or its undoing would do; nothing is done. */
export type MergePreview = {
  primary_contact_id: number;
  contacts: Array<MovingContact>;
};

/** What changes hands with a contact. */
export type MovingContact = {
  id: number;
  name: string;
  handles: Array<ContactHandle>;
  verified_on_both: boolean;
  ticket_ids: Array<number>;
  more_tickets: boolean;
  changes: Array<{
    field: string;
    from: unknown;
    to: unknown;
  }>;
};

/** A key that was just made. */
export type NewKey = {
  id: number;
  name: string | null;
  /** Whose it is; null for the administrator of the desk. */
  agent_id: number | null;
  /** A lower role than its agent has. */
  role: string | null;
  /** The only ones of the role's rights that it has; all of them if empty. */
  rights: Array<string>;
  /** By which the log and `infra keys` name it. */
  hash_prefix: string;
  expires_at: string | null;
  /** To the hour; null if it was not used after its first hour. */
  last_used_at: string | null;
  created_at: string;
  updated_at: string;
  /** Shown this once. */
  key: string;
};

/** From the first opening to the last, and each of them. */
export type OpenDay = {
  start_time: string;
  end_time: string;
  windows: Array<{
    start_time: string;
    end_time: string;
  }>;
};

/** An answer that was not sent, because others spoke meanwhile. */
export type Overtaken = {
  code: string;
  message: string;
  request_id: string;
  /** What an answer must name in `seen_version` that is sent now. */
  version: number;
  /** What was said meanwhile. */
  conversations: Array<Conversation>;
};

/** Somebody on a ticket's page. */
export type Present = {
  ticket_id: number;
  /** Null for the administrator who is no agent. */
  agent_id: number | null;
  name: string;
  state: "viewing" | "typing";
  /** The caller's own sign. */
  you: boolean;
  /** When they are taken for gone unless they give another sign. */
  expires_at: string;
  created_at: string;
  updated_at: string;
};

/** Something that is sold and asked about. */
export type Product = {
  id: number;
  name: string;
  description: string | null;
  primary_email: string | null;
  created_at: string;
  updated_at: string;
};

/** What a customer answered after one resolution; an edit replaces it. */
export type Rating = {
  id: number;
  survey_id: number;
  /** The contact. */
  user_id: number | null;
  /** Who had the ticket when it was answered. */
  agent_id: number | null;
  group_id: number | null;
  ticket_id: number;
  feedback: string | null;
  ratings: {
    /** 103 extremely happy to -103 extremely unhappy. */
    default_question: 103 | 102 | 100 | -102 | -103;
  };
  /** The first answer. */
  created_at: string;
  /** The answer that counts. */
  updated_at: string;
};

/** One decision with what spoke for it. */
export type Reason = {
  seq: number;
  at: string;
  by: string;
  what: string;
  because: string;
  rejected: Array<{
    name: string;
    because: string;
  }>;
  /** The version of the configuration that it obeyed. */
  config: string;
};

/** The bill of every clock that ran on the ticket. */
export type Receipt = {
  ticket_id: number;
  policy: string | null;
  calendar: string | null;
  /** Business seconds. */
  resolution_times?: {
    /** Seconds. */
    first: number | null;
    /** Seconds. */
    total: number | null;
  } | null;
  clocks: Array<Clock>;
};

/** A reply, with everybody it goes to. */
export type Reply = {
  id: number;
  ticket_id: number;
  body: string;
  body_text: string;
  incoming: boolean;
  private: boolean;
  /** 0 reply, 2 note, 5 post, 6 survey answer, 7 public comment, 8 forwarded, 9 phone */
  source: 0 | 2 | 5 | 6 | 7 | 8 | 9;
  /** The contact or agent who says it. */
  user_id: number | null;
  from_email: string | null;
  /** Kept for clients that read it; always null here. */
  support_email: null;
  to_emails: Array<string>;
  cc_emails: Array<string>;
  bcc_emails: Array<string>;
  email_failure_count: number | null;
  outgoing_failures: SendingFailure | null;
  /** Kept for clients that read it; always null here. */
  category: null;
  /** Kept for clients that read it; always null here. */
  thread_id: null;
  /** Kept for clients that read it; always null here. */
  thread_message_id: null;
  last_edited_at: string | null;
  last_edited_user_id: number | null;
  /** Kept for clients that read it; always null here. */
  automation_id: null;
  /** Kept for clients that read it; always null here. */
  automation_type_id: null;
  auto_response: boolean;
  /** Kept for clients that read it; always null here. */
  source_additional_info: null;
  attachments: Array<Attachment>;
  created_at: string;
  updated_at: string;
  /** How far a reply got. */
  delivery: string | null;
  /** What was odd about a message that came in. */
  warnings: Array<string>;
  /** The ticket that a split took it to. */
  moved_to_ticket_id: number | null;
  /** The canned response that it began with. */
  canned_response_id: number | null;
  replied_to: Array<string>;
};

/** With `include=requester`: whose ticket it is. */
export type Requester = {
  id: number;
  name: string | null;
  email: string | null;
  mobile: string | null;
  phone: string | null;
};

/** What an agent may do. */
export type Role = {
  id: number;
  name: string;
  description: string;
  default: boolean;
  agent_type: number;
  created_at: string;
  updated_at: string;
};

/** Changes that agents often make together. */
export type Scenario = {
  id: number;
  name: string;
  description: string | null;
  actions: Array<{
    name: string;
    value: unknown;
  }>;
  private: boolean;
};

/** Why a reply did not arrive, and another way that it may take. */
export type SendingFailure = {
  reason: string;
  /** For `POST /tickets/{id}/fallback`. */
  fallback: {
    channel: string;
    to: string;
  } | null;
};

/** What agents can do and rules ask for. */
export type Skill = {
  id: number;
  name: string;
  rank: number;
  match_type: "any" | "all";
  conditions: Array<{
    resource_type: string;
    field_name: string;
    operator: string;
    value: Array<string>;
  }>;
  agents: Array<{
    id: number;
  }>;
  created_at: string;
  updated_at: string;
};

/** What is promised to whom. */
export type SlaPolicy = {
  id: number;
  name: string;
  description: string | null;
  active: boolean;
  /** For every company and group. */
  is_default: boolean;
  position: number;
  /** For which tickets; empty for all. */
  applicable_to: {
    company_ids: Array<number>;
    group_ids: Array<number>;
    sources: Array<number>;
    ticket_types: Array<string>;
    product_ids: Array<number>;
  };
  /** By priority. */
  sla_target: {
    /** What is promised at one priority, in seconds. */
    priority_1: {
      respond_within: number | null;
      resolve_within: number | null;
      next_respond_within: number | null;
      /** Counted while the calendar is open. */
      business_hours: boolean;
      escalation_enabled: boolean;
    };
    /** What is promised at one priority, in seconds. */
    priority_2: {
      respond_within: number | null;
      resolve_within: number | null;
      next_respond_within: number | null;
      /** Counted while the calendar is open. */
      business_hours: boolean;
      escalation_enabled: boolean;
    };
    /** What is promised at one priority, in seconds. */
    priority_3: {
      respond_within: number | null;
      resolve_within: number | null;
      next_respond_within: number | null;
      /** Counted while the calendar is open. */
      business_hours: boolean;
      escalation_enabled: boolean;
    };
    /** What is promised at one priority, in seconds. */
    priority_4: {
      respond_within: number | null;
      resolve_within: number | null;
      next_respond_within: number | null;
      /** Counted while the calendar is open. */
      business_hours: boolean;
      escalation_enabled: boolean;
    };
  };
  /** By promise, then by level. */
  escalation: {
    response: Record<string, {
      /** Seconds after the breach. */
      escalation_time: number;
      /** -1 is whoever has the ticket. */
      agent_ids: Array<number>;
    }>;
    next_response: Record<string, {
      /** Seconds after the breach. */
      escalation_time: number;
      /** -1 is whoever has the ticket. */
      agent_ids: Array<number>;
    }>;
    resolution: Record<string, {
      /** Seconds after the breach. */
      escalation_time: number;
      /** -1 is whoever has the ticket. */
      agent_ids: Array<number>;
    }>;
  };
  created_at: string;
  updated_at: string;
};

/** The widest shelf of what the desk knows. */
export type SolutionCategory = {
  id: number;
  name: string;
  description: string | null;
  visible_in_portals: Array<number>;
  created_at: string;
  updated_at: string;
};

/** A shelf of a category. */
export type SolutionFolder = {
  id: number;
  name: string;
  description: string | null;
  category_id: number;
  /** 1 all, 2 logged in, 3 agents, 4 companies, 5-7 segments */
  visibility: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  articles_count: number;
  created_at: string;
  updated_at: string;
};

/** What a ticket is about in short. */
export type Summary = {
  id: number;
  ticket_id: number;
  body: string;
  body_text: string;
  /** The agent who wrote it last; null for the administrator who is no agent. */
  user_id: number | null;
  created_at: string;
  updated_at: string;
};

/** The question how it went. */
export type Survey = {
  id: number;
  title: string;
  active: boolean;
  questions: Array<{
    id: string;
    label: string;
    accepted_ratings: Array<103 | 102 | 100 | -102 | -103>;
    default: boolean;
  }>;
  created_at: string;
  updated_at: string;
};

/** A mail that waits. */
export type SuspendedMail = {
  id: number;
  /** `virus`, `spam`, `burst`, `flood`, `stranger` or `unconfirmed`. */
  cause: string;
  because: string;
  from_email: string | null;
  from_name: string | null;
  to_emails: Array<string>;
  subject: string;
  /** Its beginning. */
  text: string;
  warnings: Array<string>;
  /** The ticket that it concerns. */
  ticket_id: number | null;
  released: boolean;
  created_at: string;
  expires_at: string;
};

/** A ticket as lists show it; `description` only with `include=description`. */
export type Ticket = {
  /** Small and sequential. */
  id: number;
  subject: string;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status: number;
  /** 1 low, 2 medium, 3 high, 4 urgent */
  priority: 1 | 2 | 3 | 4;
  /** 1 mail, 2 portal, 3 phone, 6 public comment, 7 chat of any kind, 13 WhatsApp. */
  source: 1 | 2 | 3 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;
  type: string | null;
  requester_id: number | null;
  /** The agent who owns it. */
  responder_id: number | null;
  group_id: number | null;
  company_id: number | null;
  product_id: number | null;
  /** The mail address of ours that answers come from. */
  email_config_id: number | null;
  /** Kept for clients that read it; always null here. */
  form_id: null;
  cc_emails: Array<string>;
  fwd_emails: Array<string>;
  reply_cc_emails: Array<string>;
  ticket_cc_emails: Array<string>;
  ticket_bcc_emails: Array<string>;
  to_emails: Array<string> | null;
  support_email: string | null;
  tags: Array<string>;
  /** The desk's own fields; their names begin with `cf_`. */
  custom_fields: Record<string, string | number | boolean | null>;
  /** Follows from the policy; null where nothing is promised. */
  due_by: string | null;
  /** Follows from the policy; null where nothing is promised. */
  fr_due_by: string | null;
  /** Follows from the policy; null where nothing is promised. */
  nr_due_by: string | null;
  is_escalated: boolean;
  fr_escalated: boolean;
  nr_escalated: boolean;
  spam: boolean;
  /** There, and true, only on a deleted ticket. */
  deleted?: true;
  /** 1 parent, 2 child, 3 tracker, 4 related */
  association_type: 1 | 2 | 3 | 4 | null;
  associated_tickets_count: number | null;
  /** Kept for clients that read it; always null here. */
  internal_agent_id: null;
  /** Kept for clients that read it; always null here. */
  internal_group_id: null;
  /** Kept for clients that read it; always null here. */
  source_additional_info: null;
  /** Kept for clients that read it; always null here. */
  structured_description: null;
  /** Kept for clients that read it; always null here. */
  sentiment_score: null;
  created_at: string;
  updated_at: string;
  status_name: string | null;
  priority_name: "low" | "medium" | "high" | "urgent" | null;
  channel: string;
  language: string | null;
  /** What the desk's rules took it for. */
  reason: string | null;
  /** For whom or what it waits. */
  waiting: string | null;
  /** The closed ticket that this one takes up again. */
  follows_ticket_id: number | null;
  /** The ticket that this one was merged into. */
  merged_into_id: number | null;
  /** The tickets that were merged into this one. */
  merged_ticket_ids: Array<number>;
  /** The ticket that this one was split off. */
  split_from_id: number | null;
  parent_id: number | null;
  tracker_id: number | null;
  /** Counts changes; the `ETag` of the ticket. */
  version: number;
  description?: string;
  /** The description as text. */
  description_text?: string;
  stats?: TicketStats;
  requester?: Requester;
  /** With `include=company`; empty without one. */
  company?: {
    id?: number;
    name?: string;
  };
};

/** A field of a ticket, as forms are built from it. */
export type TicketField = {
  id: number;
  name: string;
  label: string;
  position: number;
  type: string;
  default: boolean;
  required_for_agents: boolean;
  /** Of a dropdown an array; of priority, source, group, agent and product each label with its number; of status each number with its labels; of a nested field an object for each step and an array for the third. */
  choices: Array<unknown> | Record<string, unknown>;
  /** Of a nested field: those that hold the second and third step. */
  nested_ticket_fields?: Array<{
    id: number;
    name: string;
    label: string;
    level: number;
    created_at: string;
    updated_at: string;
  }>;
  created_at: string;
  updated_at: string;
  label_for_customers: string;
  archived: boolean;
  required_for_closure: boolean;
  required_for_customers: boolean;
  customers_can_edit: boolean;
  displayed_to_customers: boolean;
  portal_cc: boolean;
  portal_cc_to: string;
};

/** What a job would do to one ticket. */
export type TicketPreview = {
  id: number;
  subject: string | null;
  changes: Array<{
    field: string;
    before: unknown;
    after: unknown;
  }>;
  messages: Array<{
    kind: "reply" | "survey";
    to: string;
  }>;
  /** Why nothing would happen. */
  refused: string | null;
  /** Fields that somebody changed since, which an undo leaves alone. */
  kept: Array<string>;
};

/** With `include=stats`: when what happened. */
export type TicketStats = {
  agent_responded_at: string | null;
  requester_responded_at: string | null;
  first_responded_at: string | null;
  status_updated_at: string | null;
  reopened_at: string | null;
  resolved_at: string | null;
  closed_at: string | null;
  pending_since: string | null;
};

/** Time that an agent spent on a ticket. */
export type TimeEntry = {
  id: number;
  ticket_id: number;
  /** Null for the administrator who is no agent. */
  agent_id: number | null;
  company_id: number | null;
  billable: boolean;
  note: string | null;
  /** What is booked; a running timer adds to it when it stops. */
  time_spent: string;
  time_spent_in_seconds: number;
  timer_running: boolean;
  /** Since when the timer runs; without one when the time was spent. */
  start_time: string;
  executed_at: string;
  created_at: string;
  updated_at: string;
};

/** Something said or done. */
export type TimelineEntry = {
  ticket_id: number;
  conversation_id: number | null;
  at: string;
  channel: string;
  /** `message`, `reply`, `note`, `rating`, or the name of an event. */
  kind: string;
  incoming: boolean | null;
  private: boolean;
  text: string;
};

/** Where to send a file. */
export type Upload = {
  /** What `attachment_ids` name. */
  id: number;
  name: string;
  content_type: string;
  size: number;
  method: "PUT";
  upload_url: string;
  /** To be sent with the bytes. */
  headers: Record<string, string>;
  expires_at: string;
};

/** Every fault of the input at once. */
export type ValidationError = {
  description: string;
  errors: Array<FieldFault>;
  code: string;
  message: string;
  /** As in `X-Request-Id`; name it when you ask for help. */
  request_id: string;
};

/** A saved query. */
export type View = {
  id: number;
  name: string;
  query: string;
  /** Only whoever saved it sees it. */
  personal: boolean;
  /** Every desk has it. */
  preset: boolean;
  /** Who saved it. */
  agent_id: number | null;
  /** What a page of 30 reads. */
  cost: {
    lists: Array<Array<string>>;
    looked_up: Array<string>;
    /** Read units, at most. */
    rru: number;
    said: string;
  } | null;
  created_at: string;
  updated_at: string;
};

/** Who watches a ticket. */
export type Watchers = {
  /** Agents. */
  watcher_ids: Array<number>;
};

/** A system elsewhere that is told of events. */
export type Webhook = {
  id: number;
  name: string | null;
  url: string;
  /** Names of events; none: all. */
  types: Array<string>;
  /** Whether names, addresses and fields' texts are told too. */
  personal: boolean;
  active: boolean;
  /** Why it was turned off by itself. */
  disabled_because: string | null;
  /** The signing secret; only where it was made just now. */
  secret: string | null;
  /** Until when the secret before it signs too. */
  previous_secret_until: string | null;
  /** Its place in the feed. */
  cursor: string | null;
  /** Events that were not taken at once, since the last one that was. */
  failures: number;
  failing_since: string | null;
  last_success_at: string | null;
  created_at: string;
  updated_at: string;
};

/** One attempt, or an event that was given up. */
export type WebhookDelivery = {
  id: number;
  webhook_id: number;
  event_id: number | null;
  ticket_id: number | null;
  seq: number | null;
  type: string;
  attempt: number;
  status: "delivered" | "failed" | "dead";
  /** What was answered; null if nothing was. */
  response_status: number | null;
  /** The beginning of the answer, or what was in the way. */
  response: string | null;
  created_at: string;
  updated_at: string;
};

/** A ticket with its description and files. */
export type WholeTicket = {
  /** Small and sequential. */
  id: number;
  subject: string;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status: number;
  /** 1 low, 2 medium, 3 high, 4 urgent */
  priority: 1 | 2 | 3 | 4;
  /** 1 mail, 2 portal, 3 phone, 6 public comment, 7 chat of any kind, 13 WhatsApp. */
  source: 1 | 2 | 3 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;
  type: string | null;
  requester_id: number | null;
  /** The agent who owns it. */
  responder_id: number | null;
  group_id: number | null;
  company_id: number | null;
  product_id: number | null;
  /** The mail address of ours that answers come from. */
  email_config_id: number | null;
  /** Kept for clients that read it; always null here. */
  form_id: null;
  cc_emails: Array<string>;
  fwd_emails: Array<string>;
  reply_cc_emails: Array<string>;
  ticket_cc_emails: Array<string>;
  ticket_bcc_emails: Array<string>;
  to_emails: Array<string> | null;
  support_email: string | null;
  tags: Array<string>;
  /** The desk's own fields; their names begin with `cf_`. */
  custom_fields: Record<string, string | number | boolean | null>;
  /** Follows from the policy; null where nothing is promised. */
  due_by: string | null;
  /** Follows from the policy; null where nothing is promised. */
  fr_due_by: string | null;
  /** Follows from the policy; null where nothing is promised. */
  nr_due_by: string | null;
  is_escalated: boolean;
  fr_escalated: boolean;
  nr_escalated: boolean;
  spam: boolean;
  /** There, and true, only on a deleted ticket. */
  deleted?: true;
  /** 1 parent, 2 child, 3 tracker, 4 related */
  association_type: 1 | 2 | 3 | 4 | null;
  associated_tickets_count: number | null;
  /** Kept for clients that read it; always null here. */
  internal_agent_id: null;
  /** Kept for clients that read it; always null here. */
  internal_group_id: null;
  /** Kept for clients that read it; always null here. */
  source_additional_info: null;
  /** Kept for clients that read it; always null here. */
  structured_description: null;
  /** Kept for clients that read it; always null here. */
  sentiment_score: null;
  created_at: string;
  updated_at: string;
  status_name: string | null;
  priority_name: "low" | "medium" | "high" | "urgent" | null;
  channel: string;
  language: string | null;
  /** What the desk's rules took it for. */
  reason: string | null;
  /** For whom or what it waits. */
  waiting: string | null;
  /** The closed ticket that this one takes up again. */
  follows_ticket_id: number | null;
  /** The ticket that this one was merged into. */
  merged_into_id: number | null;
  /** The tickets that were merged into this one. */
  merged_ticket_ids: Array<number>;
  /** The ticket that this one was split off. */
  split_from_id: number | null;
  parent_id: number | null;
  tracker_id: number | null;
  /** Counts changes; the `ETag` of the ticket. */
  version: number;
  description: string;
  /** The description as text. */
  description_text: string;
  stats?: TicketStats;
  requester?: Requester;
  /** With `include=company`; empty without one. */
  company?: {
    id?: number;
    name?: string;
  };
  attachments: Array<Attachment>;
  warnings: Array<string>;
  /** With `include=conversations`: the 10 oldest. */
  conversations?: Array<Conversation>;
};

/** Every reason by topic, oldest first. */
export type Why = Record<string, unknown>;

export type AddAdminGroupBody = {
  name: string;
  /** HTML or text. */
  description?: string | null;
  agent_ids?: Array<number> | null;
  escalate_to?: number | null;
  manager_id?: number | null;
  auto_ticket_assign?: 3 | true | false | 0 | 1 | 2 | null;
  unassigned_for?: "30m" | "1h" | "2h" | "4h" | "8h" | "12h" | "1d" | "2d" | "3d" | null;
  group_type?: "support_agent_group" | null;
  allow_agents_to_change_availability?: true | null;
};

export type UpdateAdminGroupBody = {
  name?: string | null;
  /** HTML or text. */
  description?: string | null;
  agent_ids?: Array<number> | null;
  escalate_to?: number | null;
  manager_id?: number | null;
  auto_ticket_assign?: 3 | true | false | 0 | 1 | 2 | null;
  unassigned_for?: "30m" | "1h" | "2h" | "4h" | "8h" | "12h" | "1d" | "2d" | "3d" | null;
  group_type?: "support_agent_group" | null;
  allow_agents_to_change_availability?: true | null;
};

export type AddTicketFieldBody = {
  label: string;
  label_for_customers?: string | null;
  required_for_agents?: boolean | null;
  required_for_closure?: boolean | null;
  required_for_customers?: boolean | null;
  customers_can_edit?: boolean | null;
  displayed_to_customers?: boolean | null;
  choices?: Array<string | Record<string, unknown>> | null;
  dependent_fields?: Array<Record<string, unknown>> | null;
  position?: number | null;
  type: "custom_text" | "custom_paragraph" | "custom_checkbox" | "custom_number" | "custom_decimal" | "custom_date" | "custom_dropdown" | "nested_field";
};

export type UpdateTicketFieldBody = {
  label?: string | null;
  label_for_customers?: string | null;
  required_for_agents?: boolean | null;
  required_for_closure?: boolean | null;
  required_for_customers?: boolean | null;
  customers_can_edit?: boolean | null;
  displayed_to_customers?: boolean | null;
  choices?: Array<string | Record<string, unknown>> | null;
  dependent_fields?: Array<Record<string, unknown>> | null;
  position?: number | null;
};

export type AddAgentBody = {
  name?: string | null;
  signature?: string | null;
  job_title?: string | null;
  /** With country code. */
  phone?: string | null;
  mobile?: string | null;
  /** As in BCP 47: `fi`, `en-GB`. */
  language?: string | null;
  /** As in the IANA database: `Europe/Helsinki`. */
  time_zone?: string | null;
  group_ids?: Array<number> | null;
  role_ids?: Array<number> | null;
  skill_ids?: Array<number> | null;
  type?: "support_agent" | "collaborator" | null;
  languages?: Array<string> | null;
  cap?: number | null;
  /** The address that answers go to. */
  email: string;
  ticket_scope: 1 | 2 | 3;
};

export type UpdateAgentBody = {
  name?: string | null;
  signature?: string | null;
  job_title?: string | null;
  /** With country code. */
  phone?: string | null;
  mobile?: string | null;
  /** As in BCP 47: `fi`, `en-GB`. */
  language?: string | null;
  /** As in the IANA database: `Europe/Helsinki`. */
  time_zone?: string | null;
  group_ids?: Array<number> | null;
  role_ids?: Array<number> | null;
  skill_ids?: Array<number> | null;
  type?: "support_agent" | "collaborator" | null;
  languages?: Array<string> | null;
  cap?: number | null;
  /** The address that answers go to. */
  email?: string | null;
  ticket_scope?: 1 | 2 | 3 | null;
  /** Whether the agent gets tickets. */
  available?: boolean | null;
  /** Give the open tickets back; only with `available` false. */
  hand_over?: boolean | null;
};

export type CreateCannedFolderBody = {
  name: string;
  personal?: boolean | null;
};

export type RenameCannedFolderBody = {
  name: string;
};

export type CreateCannedResponseBody = {
  visibility?: 0 | 1 | 2 | null;
  group_ids?: Array<number> | null;
  content?: string | null;
  title: string;
  content_html: string;
  folder_id: number;
};

export type ChangeCannedResponseBody = {
  visibility?: 0 | 1 | 2 | null;
  group_ids?: Array<number> | null;
  content?: string | null;
  title?: string | null;
  content_html?: string | null;
  folder_id?: number | null;
};

export type PutCannedTranslationBody = {
  title?: string | null;
  content_html: string;
};

export type CreateCompanyBody = {
  name: string;
  /** HTML or text. */
  description?: string | null;
  note?: string | null;
  /** Mail domains; new contacts of them belong to the company. */
  domains?: Array<string> | null;
  health_score?: string | null;
  account_tier?: string | null;
  renewal_date?: string | null;
  industry?: string | null;
  /** The desk's own fields; names begin with `cf_`. */
  custom_fields?: Record<string, string | number | boolean | null> | null;
};

export type UpdateCompanyBody = {
  name?: string | null;
  /** HTML or text. */
  description?: string | null;
  note?: string | null;
  /** Mail domains; new contacts of them belong to the company. */
  domains?: Array<string> | null;
  health_score?: string | null;
  account_tier?: string | null;
  renewal_date?: string | null;
  industry?: string | null;
  /** The desk's own fields; names begin with `cf_`. */
  custom_fields?: Record<string, string | number | boolean | null> | null;
};

export type CreateContactBody = {
  name: string;
  /** The address that answers go to. */
  email?: string | null;
  /** Further addresses of the person. */
  other_emails?: Array<string> | null;
  /** With country code. */
  phone?: string | null;
  mobile?: string | null;
  twitter_id?: string | null;
  /** The person's id in another system. */
  unique_external_id?: string | null;
  /** Null or 0 takes the company away. */
  company_id?: number | null;
  job_title?: string | null;
  /** Postal address. */
  address?: string | null;
  /** HTML or text. */
  description?: string | null;
  /** As in BCP 47: `fi`, `en-GB`. */
  language?: string | null;
  /** As in the IANA database: `Europe/Helsinki`. */
  time_zone?: string | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  /** The desk's own fields; names begin with `cf_`. */
  custom_fields?: Record<string, string | number | boolean | null> | null;
  view_all_tickets?: boolean | null;
  other_companies?: Array<{
    /** Null or 0 takes the company away. */
    company_id: number;
    view_all_tickets?: boolean | null;
  }> | null;
  other_phone_numbers?: Array<string> | null;
  /** A picture comes in a form. */
  avatar?: null;
};

export type MergeContactsBody = {
  /** The contact that stays. */
  primary_contact_id: number;
  /** The contacts that are merged into it. */
  secondary_contact_ids?: Array<number> | null;
  /** Why, in a few words. */
  reason?: string | null;
  /** Only tell what would happen. */
  dry_run?: boolean | null;
};

export type UpdateContactBody = {
  name?: string | null;
  /** The address that answers go to. */
  email?: string | null;
  /** Further addresses of the person. */
  other_emails?: Array<string> | null;
  /** With country code. */
  phone?: string | null;
  mobile?: string | null;
  twitter_id?: string | null;
  /** The person's id in another system. */
  unique_external_id?: string | null;
  /** Null or 0 takes the company away. */
  company_id?: number | null;
  job_title?: string | null;
  /** Postal address. */
  address?: string | null;
  /** HTML or text. */
  description?: string | null;
  /** As in BCP 47: `fi`, `en-GB`. */
  language?: string | null;
  /** As in the IANA database: `Europe/Helsinki`. */
  time_zone?: string | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  /** The desk's own fields; names begin with `cf_`. */
  custom_fields?: Record<string, string | number | boolean | null> | null;
  view_all_tickets?: boolean | null;
  other_companies?: Array<{
    /** Null or 0 takes the company away. */
    company_id: number;
    view_all_tickets?: boolean | null;
  }> | null;
  other_phone_numbers?: Array<string> | null;
  /** A picture comes in a form. */
  avatar?: null;
};

export type AddContactHandleBody = {
  /** `email`, `phone`, `external` or `twitter`. */
  kind: string;
  value: string;
  /** `asserted`, or `inferred` for a guess to which nothing is sent. */
  evidence?: string | null;
};

export type MakeAgentOfContactBody = {
  name?: string | null;
  signature?: string | null;
  job_title?: string | null;
  /** With country code. */
  phone?: string | null;
  mobile?: string | null;
  /** As in BCP 47: `fi`, `en-GB`. */
  language?: string | null;
  /** As in the IANA database: `Europe/Helsinki`. */
  time_zone?: string | null;
  group_ids?: Array<number> | null;
  role_ids?: Array<number> | null;
  skill_ids?: Array<number> | null;
  type?: "support_agent" | "collaborator" | null;
  languages?: Array<string> | null;
  cap?: number | null;
  ticket_scope?: 1 | 2 | 3 | null;
};

export type UnmergeContactBody = {
  /** Why, in a few words. */
  reason?: string | null;
  /** Only tell what would happen. */
  dry_run?: boolean | null;
};

export type CorrectNoteBody = {
  /** HTML or text. */
  body: string;
};

export type AddGroupBody = {
  name: string;
  /** HTML or text. */
  description?: string | null;
  agent_ids?: Array<number> | null;
  escalate_to?: number | null;
  manager_id?: number | null;
  auto_ticket_assign?: 3 | true | false | 0 | 1 | 2 | null;
  unassigned_for?: "30m" | "1h" | "2h" | "4h" | "8h" | "12h" | "1d" | "2d" | "3d" | null;
  group_type?: "support_agent_group" | null;
  allow_agents_to_change_availability?: true | null;
};

export type UpdateGroupBody = {
  name?: string | null;
  /** HTML or text. */
  description?: string | null;
  agent_ids?: Array<number> | null;
  escalate_to?: number | null;
  manager_id?: number | null;
  auto_ticket_assign?: 3 | true | false | 0 | 1 | 2 | null;
  unassigned_for?: "30m" | "1h" | "2h" | "4h" | "8h" | "12h" | "1d" | "2d" | "3d" | null;
  group_type?: "support_agent_group" | null;
  allow_agents_to_change_availability?: true | null;
};

export type UndoJobBody = {
  /** Only tell what would happen. */
  dry_run?: boolean | null;
};

export type CreateKeyBody = {
  name: string;
  agent_id?: number | null;
  role?: "admin" | "supervisor" | "agent" | "light" | "finance" | "reporting" | null;
  rights?: Array<string> | null;
  expires_at?: string | null;
};

export type UpdateArticleBody = {
  title?: string | null;
  /** HTML or text. */
  description?: string | null;
  type?: 1 | 2 | null;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status?: 1 | 2 | null;
  agent_id?: number | null;
  folder_id?: number | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  seo_data?: Record<string, unknown> | null;
};

export type TranslateArticleBody = {
  title: string;
  /** HTML or text. */
  description: string;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status?: 1 | 2 | null;
  agent_id?: number | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  seo_data?: Record<string, unknown> | null;
};

export type ChangeTranslatedArticleBody = {
  title?: string | null;
  /** HTML or text. */
  description?: string | null;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status?: 1 | 2 | null;
  agent_id?: number | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  seo_data?: Record<string, unknown> | null;
};

export type AddCategoryBody = {
  name: string;
  /** HTML or text. */
  description?: string | null;
};

export type UpdateCategoryBody = {
  name?: string | null;
  /** HTML or text. */
  description?: string | null;
};

export type AddFolderBody = {
  name: string;
  /** HTML or text. */
  description?: string | null;
  visibility?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | null;
};

export type TranslateCategoryBody = {
  name: string;
  /** HTML or text. */
  description?: string | null;
};

export type ChangeTranslatedCategoryBody = {
  name?: string | null;
  /** HTML or text. */
  description?: string | null;
};

export type UpdateFolderBody = {
  name?: string | null;
  /** HTML or text. */
  description?: string | null;
  visibility?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | null;
};

export type AddArticleBody = {
  title: string;
  /** HTML or text. */
  description: string;
  type?: 1 | 2 | null;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status?: 1 | 2 | null;
  agent_id?: number | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  seo_data?: Record<string, unknown> | null;
  folder_id?: number | null;
};

export type TranslateFolderBody = {
  name: string;
  /** HTML or text. */
  description?: string | null;
};

export type ChangeTranslatedFolderBody = {
  name?: string | null;
  /** HTML or text. */
  description?: string | null;
};

export type OpenTicketBody = {
  email_config_id?: number | null;
  due_by?: string | null;
  fr_due_by?: string | null;
  subject?: string | null;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status?: number | null;
  /** 1 low, 2 medium, 3 high, 4 urgent. */
  priority?: 1 | 2 | 3 | 4 | null;
  type?: string | null;
  /** Why, in a few words. */
  reason?: string | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  /** The desk's own fields; names begin with `cf_`. */
  custom_fields?: Record<string, string | number | boolean | null> | null;
  product_id?: number | null;
  /** Null or 0 takes it out of its group. */
  group_id?: number | null;
  /** The agent who owns it; null or 0 gives it back. */
  responder_id?: number | null;
  /** Null or 0 takes the company away. */
  company_id?: number | null;
  parent_id?: number | null;
  related_ticket_ids?: Array<number> | null;
  /** HTML or text. */
  description?: string | null;
  /** 1 mail, 2 portal, 3 phone, 6 public comment, 7 chat of any kind, 13 WhatsApp. */
  source?: 2 | 1 | 3 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | null;
  /** The contact whose ticket it is. */
  requester_id?: number | null;
  name?: string | null;
  /** The address that answers go to. */
  email?: string | null;
  /** With country code. */
  phone?: string | null;
  twitter_id?: string | null;
  /** The person's id in another system. */
  unique_external_id?: string | null;
  /** Who gets a copy. */
  cc_emails?: Array<string> | null;
  /** Files come in a form, or by `POST /uploads` and `attachment_ids`. */
  attachments?: Array<unknown> | null;
  /** Ids from `POST /uploads`. */
  attachment_ids?: Array<number> | null;
};

export type BulkDeleteBody = {
  bulk_action: {
    ids?: Array<number> | null;
  };
  /** Only tell what would happen. */
  dry_run?: boolean | null;
};

export type BulkUpdateBody = {
  bulk_action: {
    ids?: Array<number> | null;
    properties?: {
      subject?: string | null;
      /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
      status?: number | null;
      /** 1 low, 2 medium, 3 high, 4 urgent. */
      priority?: 1 | 2 | 3 | 4 | null;
      type?: string | null;
      /** Why, in a few words. */
      reason?: string | null;
      /** All of them: those that are not named are taken off. */
      tags?: Array<string> | null;
      /** The desk's own fields; names begin with `cf_`. */
      custom_fields?: Record<string, string | number | boolean | null> | null;
      product_id?: number | null;
      /** Null or 0 takes it out of its group. */
      group_id?: number | null;
      /** The agent who owns it; null or 0 gives it back. */
      responder_id?: number | null;
      /** Null or 0 takes the company away. */
      company_id?: number | null;
      parent_id?: number | null;
      related_ticket_ids?: Array<number> | null;
      tags_add?: Array<string> | null;
      tags_remove?: Array<string> | null;
      spam?: boolean | null;
      /** 1 mail, 2 portal, 3 phone, 6 public comment, 7 chat of any kind, 13 WhatsApp. */
      source?: 2 | 1 | 3 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | null;
    } | null;
    reply?: {
      /** HTML or text. */
      body: string;
    } | null;
  };
  /** Only tell what would happen. */
  dry_run?: boolean | null;
};

export type MergeTicketsBody = {
  primary_id: number;
  ticket_ids: Array<number>;
  note_in_primary?: {
    /** HTML or text. */
    body: string;
    /** Hidden from the requester; true unless given. */
    private?: boolean | null;
  } | null;
  note_in_secondary?: {
    /** HTML or text. */
    body: string;
    /** Hidden from the requester; true unless given. */
    private?: boolean | null;
  } | null;
  convert_recepients_to_cc?: boolean | null;
  convert_recipients_to_cc?: boolean | null;
  /** Why, in a few words. */
  reason?: string | null;
};

export type BeginTicketByMailBody = {
  email_config_id?: number | null;
  due_by?: string | null;
  fr_due_by?: string | null;
  subject: string;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status?: number | null;
  /** 1 low, 2 medium, 3 high, 4 urgent. */
  priority?: 1 | 2 | 3 | 4 | null;
  type?: string | null;
  /** Why, in a few words. */
  reason?: string | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  /** The desk's own fields; names begin with `cf_`. */
  custom_fields?: Record<string, string | number | boolean | null> | null;
  product_id?: number | null;
  /** Null or 0 takes it out of its group. */
  group_id?: number | null;
  /** The agent who owns it; null or 0 gives it back. */
  responder_id?: number | null;
  /** Null or 0 takes the company away. */
  company_id?: number | null;
  parent_id?: number | null;
  related_ticket_ids?: Array<number> | null;
  /** HTML or text. */
  description: string;
  name?: string | null;
  /** The address that answers go to. */
  email: string;
  /** Who gets a copy. */
  cc_emails?: Array<string> | null;
  /** Files come in a form, or by `POST /uploads` and `attachment_ids`. */
  attachments?: Array<unknown> | null;
  /** Ids from `POST /uploads`. */
  attachment_ids?: Array<number> | null;
  bcc_emails?: Array<string> | null;
};

export type UpdateTicketBody = {
  subject?: string | null;
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 waiting on customer, 7 waiting on third party, 8 and up the desk's own. */
  status?: number | null;
  /** 1 low, 2 medium, 3 high, 4 urgent. */
  priority?: 1 | 2 | 3 | 4 | null;
  type?: string | null;
  /** Why, in a few words. */
  reason?: string | null;
  /** All of them: those that are not named are taken off. */
  tags?: Array<string> | null;
  /** The desk's own fields; names begin with `cf_`. */
  custom_fields?: Record<string, string | number | boolean | null> | null;
  product_id?: number | null;
  /** Null or 0 takes it out of its group. */
  group_id?: number | null;
  /** The agent who owns it; null or 0 gives it back. */
  responder_id?: number | null;
  /** Null or 0 takes the company away. */
  company_id?: number | null;
  parent_id?: number | null;
  related_ticket_ids?: Array<number> | null;
  tags_add?: Array<string> | null;
  tags_remove?: Array<string> | null;
  spam?: boolean | null;
  /** 1 mail, 2 portal, 3 phone, 6 public comment, 7 chat of any kind, 13 WhatsApp. */
  source?: 2 | 1 | 3 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | null;
  due_by?: string | null;
  fr_due_by?: string | null;
  /** The contact whose ticket it is. */
  requester_id?: number | null;
  name?: string | null;
  /** The address that answers go to. */
  email?: string | null;
  /** With country code. */
  phone?: string | null;
  twitter_id?: string | null;
  /** The person's id in another system. */
  unique_external_id?: string | null;
};

export type TakeFallbackBody = {
  /** A reply that its channel refused. */
  conversation_id: number;
};

export type ForwardTicketBody = {
  /** HTML or text. */
  body: string;
  to_emails: Array<string>;
  /** Who gets a copy. */
  cc_emails?: Array<string> | null;
  bcc_emails?: Array<string> | null;
  include_quoted_text?: boolean | null;
  include_original_attachments?: boolean | null;
  /** Files come in a form, or by `POST /uploads` and `attachment_ids`. */
  attachments?: Array<unknown> | null;
  /** Ids from `POST /uploads`. */
  attachment_ids?: Array<number> | null;
};

export type LinkTicketBody = {
  parent_id?: number | null;
  tracker_id?: number | null;
};

export type AddNoteBody = {
  /** HTML or text. */
  body?: string | null;
  canned_response_id?: number | null;
  /** Hidden from the requester; true unless given. */
  private?: boolean | null;
  /** The colleague in whose name it is written; needs the right `staff`. */
  user_id?: number | null;
  notify_emails?: Array<string> | null;
  /** Files come in a form, or by `POST /uploads` and `attachment_ids`. */
  attachments?: Array<unknown> | null;
  /** Ids from `POST /uploads`. */
  attachment_ids?: Array<number> | null;
};

export type SignPresentBody = {
  state: "viewing" | "typing" | "left";
};

export type ReplyToTicketBody = {
  /** HTML or text. */
  body?: string | null;
  canned_response_id?: number | null;
  /** Who gets a copy. */
  cc_emails?: Array<string> | null;
  /** The colleague in whose name it is written; needs the right `staff`. */
  user_id?: number | null;
  from_email?: string | null;
  bcc_emails?: Array<string> | null;
  seen_version?: number | null;
  last_seen_conversation_id?: number | null;
  /** Files come in a form, or by `POST /uploads` and `attachment_ids`. */
  attachments?: Array<unknown> | null;
  /** Ids from `POST /uploads`. */
  attachment_ids?: Array<number> | null;
};

export type RateTicketBody = {
  ratings: Record<string, 103 | 102 | 101 | 100 | -101 | -102 | -103>;
  feedback?: string | null;
};

export type SplitTicketBody = {
  conversation_ids: Array<number>;
  subject?: string | null;
  /** Why, in a few words. */
  reason?: string | null;
};

export type WriteSummaryBody = {
  /** HTML or text. */
  body: string;
};

export type EnterTimeBody = {
  agent_id?: number | null;
  billable?: boolean | null;
  note?: string | null;
  time_spent?: string | null;
  timer_running?: boolean | null;
  start_time?: string | null;
  executed_at?: string | null;
};

export type UnlinkTicketBody = {
  ticket_id?: number | null;
};

export type UnmergeTicketBody = {
  /** Why, in a few words. */
  reason?: string | null;
};

export type UnsplitTicketBody = {
  /** Why, in a few words. */
  reason?: string | null;
};

export type UnwatchTicketBody = {
  /** The colleague in whose name it is written; needs the right `staff`. */
  user_id?: number | null;
};

export type WatchTicketBody = {
  /** The colleague in whose name it is written; needs the right `staff`. */
  user_id?: number | null;
};

export type ChangeTimeEntryBody = {
  agent_id?: number | null;
  billable?: boolean | null;
  note?: string | null;
  time_spent?: string | null;
  timer_running?: boolean | null;
  start_time?: string | null;
  executed_at?: string | null;
};

export type AnnounceUploadBody = {
  name: string;
  size: number;
  content_type?: string | null;
};

export type CreateViewBody = {
  name: string;
  query: string;
  personal?: boolean | null;
};

export type UpdateViewBody = {
  name?: string | null;
  query?: string | null;
  personal?: boolean | null;
};

export type CreateWebhookBody = {
  name?: string | null;
  url: string;
  types?: Array<"acknowledgement.written" | "address.noted" | "child.settled" | "delivery.claimed" | "delivery.redirected" | "delivery.released" | "delivery.reported" | "due.set" | "fallback.offered" | "fields.changed" | "files.fetched" | "forward.written" | "join.suggested" | "look.set" | "mail.suspended" | "message.received" | "messages.moved" | "note.edited" | "note.removed" | "note.restored" | "note.written" | "notice.raised" | "person.erased" | "promises.set" | "reply.written" | "requester.changed" | "rungs.reached" | "status.changed" | "summary.removed" | "summary.written" | "survey.answered" | "survey.cancelled" | "survey.due" | "survey.invited" | "survey.planned" | "survey.skipped" | "ticket.absorbed" | "ticket.assigned" | "ticket.linked" | "ticket.merged" | "ticket.opened" | "ticket.parted" | "ticket.released" | "ticket.routed" | "ticket.split" | "ticket.unlinked" | "ticket.unmerged" | "ticket.waiting" | "time.changed" | "time.logged" | "time.removed" | "watcher.added" | "watcher.removed" | "watchers.alerted" | "watchers.told"> | null;
  personal?: boolean | null;
  after?: string | null;
};

export type ChangeWebhookBody = {
  name?: string | null;
  url?: string | null;
  types?: Array<"acknowledgement.written" | "address.noted" | "child.settled" | "delivery.claimed" | "delivery.redirected" | "delivery.released" | "delivery.reported" | "due.set" | "fallback.offered" | "fields.changed" | "files.fetched" | "forward.written" | "join.suggested" | "look.set" | "mail.suspended" | "message.received" | "messages.moved" | "note.edited" | "note.removed" | "note.restored" | "note.written" | "notice.raised" | "person.erased" | "promises.set" | "reply.written" | "requester.changed" | "rungs.reached" | "status.changed" | "summary.removed" | "summary.written" | "survey.answered" | "survey.cancelled" | "survey.due" | "survey.invited" | "survey.planned" | "survey.skipped" | "ticket.absorbed" | "ticket.assigned" | "ticket.linked" | "ticket.merged" | "ticket.opened" | "ticket.parted" | "ticket.released" | "ticket.routed" | "ticket.split" | "ticket.unlinked" | "ticket.unmerged" | "ticket.waiting" | "time.changed" | "time.logged" | "time.removed" | "watcher.added" | "watcher.removed" | "watchers.alerted" | "watchers.told"> | null;
  personal?: boolean | null;
  active?: boolean | null;
  rotate_secret?: boolean | null;
};

export type RedeliverWebhookBody = {
  cursor?: string | null;
  dead_letters?: boolean | null;
  event_ids?: Array<number> | null;
};
