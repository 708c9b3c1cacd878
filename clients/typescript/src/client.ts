// Made by `python -m infra openapi`; changes are lost.
import { Connection } from "./connection.js";
import type * as shapes from "./shapes.js";

/** Every operation of the API of one desk, for one key. */
export class Client extends Connection {
  /** List groups, page by page. */
  listAdminGroups(options: { per_page?: number } = {}): AsyncGenerator<shapes.Group> {
    return this.rows("/admin/groups", { cursor: "", per_page: 100, ...options });
  }

  /** Add a group. */
  addAdminGroup(body: shapes.AddAdminGroupBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Group> {
    return this.call("POST", "/admin/groups", { body, options });
  }

  /** View a group. */
  viewAdminGroup(id: number): Promise<shapes.Group> {
    return this.call("GET", `/admin/groups/${this.quoted(id)}`);
  }

  /** Change a group. */
  updateAdminGroup(id: number, body: shapes.UpdateAdminGroupBody = {}): Promise<shapes.Group> {
    return this.call("PUT", `/admin/groups/${this.quoted(id)}`, { body });
  }

  /** Remove a group. */
  removeAdminGroup(id: number): Promise<null> {
    return this.call("DELETE", `/admin/groups/${this.quoted(id)}`);
  }

  /** List skills, page by page. */
  listAdminSkills(options: { per_page?: number } = {}): AsyncGenerator<shapes.Skill> {
    return this.rows("/admin/skills", { cursor: "", per_page: 100, ...options });
  }

  /** View a skill. */
  viewAdminSkill(id: number): Promise<shapes.Skill> {
    return this.call("GET", `/admin/skills/${this.quoted(id)}`);
  }

  /** List the fields of tickets with choices as objects. */
  listAdminFields(options: { type?: string } = {}): Promise<Array<shapes.AdminTicketField>> {
    return this.call("GET", "/admin/ticket_fields", { options });
  }

  /** Declare a field of tickets. */
  addTicketField(body: shapes.AddTicketFieldBody, options: { idempotencyKey?: string } = {}): Promise<shapes.AdminTicketField> {
    return this.call("POST", "/admin/ticket_fields", { body, options });
  }

  /** View a field of tickets. */
  viewAdminField(id: number): Promise<shapes.AdminTicketField> {
    return this.call("GET", `/admin/ticket_fields/${this.quoted(id)}`);
  }

  /** Change a field of tickets. */
  updateTicketField(id: number, body: shapes.UpdateTicketFieldBody = {}): Promise<shapes.AdminTicketField> {
    return this.call("PUT", `/admin/ticket_fields/${this.quoted(id)}`, { body });
  }

  /** Take a field of tickets back. */
  removeTicketField(id: number): Promise<null> {
    return this.call("DELETE", `/admin/ticket_fields/${this.quoted(id)}`);
  }

  /** List agents, page by page. */
  listAgents(options: { email?: string; phone?: string; mobile?: string; state?: "fulltime" | "occasional"; per_page?: number } = {}): AsyncGenerator<shapes.Agent> {
    return this.rows("/agents", { cursor: "", per_page: 100, ...options });
  }

  /** Add an agent. */
  addAgent(body: shapes.AddAgentBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Agent> {
    return this.call("POST", "/agents", { body, options });
  }

  /** Suggest agents. */
  autocompleteAgents(options: { term?: string } = {}): Promise<Array<shapes.AgentSuggestion>> {
    return this.call("GET", "/agents/autocomplete", { options });
  }

  /** View the caller. */
  viewCaller(): Promise<shapes.Agent> {
    return this.call("GET", "/agents/me");
  }

  /** View an agent. */
  viewAgent(id: number): Promise<shapes.Agent> {
    return this.call("GET", `/agents/${this.quoted(id)}`);
  }

  /** Change an agent. */
  updateAgent(id: number, body: shapes.UpdateAgentBody = {}): Promise<shapes.Agent> {
    return this.call("PUT", `/agents/${this.quoted(id)}`, { body });
  }

  /** Remove an agent. */
  removeAgent(id: number): Promise<null> {
    return this.call("DELETE", `/agents/${this.quoted(id)}`);
  }

  /** List calendars, page by page. */
  listBusinessHours(options: { per_page?: number } = {}): AsyncGenerator<shapes.BusinessHour> {
    return this.rows("/business_hours", { cursor: "", per_page: 100, ...options });
  }

  /** View a calendar. */
  viewBusinessHour(id: number): Promise<shapes.BusinessHour> {
    return this.call("GET", `/business_hours/${this.quoted(id)}`);
  }

  /** List the folders, page by page. */
  listCannedFolders(options: { per_page?: number } = {}): AsyncGenerator<shapes.CannedFolder> {
    return this.rows("/canned_response_folders", { cursor: "", per_page: 100, ...options });
  }

  /** Make a folder. */
  createCannedFolder(body: shapes.CreateCannedFolderBody, options: { idempotencyKey?: string } = {}): Promise<shapes.CannedFolder> {
    return this.call("POST", "/canned_response_folders", { body, options });
  }

  /** View a folder. */
  viewCannedFolder(id: number): Promise<shapes.CannedFolderWithTitles> {
    return this.call("GET", `/canned_response_folders/${this.quoted(id)}`);
  }

  /** Rename a folder. */
  renameCannedFolder(id: number, body: shapes.RenameCannedFolderBody): Promise<shapes.CannedFolder> {
    return this.call("PUT", `/canned_response_folders/${this.quoted(id)}`, { body });
  }

  /** Delete an empty folder. */
  deleteCannedFolder(id: number): Promise<null> {
    return this.call("DELETE", `/canned_response_folders/${this.quoted(id)}`);
  }

  /** List the responses of a folder, page by page. */
  listCannedResponses(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.CannedResponse> {
    return this.rows(`/canned_response_folders/${this.quoted(id)}/responses`, { cursor: "", per_page: 100, ...options });
  }

  /** Make a canned response. */
  createCannedResponse(body: shapes.CreateCannedResponseBody, options: { idempotencyKey?: string } = {}): Promise<shapes.CannedResponse> {
    return this.call("POST", "/canned_responses", { body, options });
  }

  /** View a canned response. */
  viewCannedResponse(id: number): Promise<shapes.CannedResponse> {
    return this.call("GET", `/canned_responses/${this.quoted(id)}`);
  }

  /** Change a canned response. */
  changeCannedResponse(id: number, body: shapes.ChangeCannedResponseBody = {}): Promise<shapes.CannedResponse> {
    return this.call("PUT", `/canned_responses/${this.quoted(id)}`, { body });
  }

  /** Delete a canned response. */
  deleteCannedResponse(id: number): Promise<null> {
    return this.call("DELETE", `/canned_responses/${this.quoted(id)}`);
  }

  /** Fill a canned response in from a ticket. */
  previewCannedResponse(id: number, options: { ticket_id?: number; language?: string } = {}): Promise<shapes.CannedPreview> {
    return this.call("GET", `/canned_responses/${this.quoted(id)}/preview`, { options });
  }

  /** List the translations of a canned response. */
  listCannedTranslations(id: number): Promise<Array<shapes.CannedTranslation>> {
    return this.call("GET", `/canned_responses/${this.quoted(id)}/translations`);
  }

  /** Put a translation. */
  putCannedTranslation(id: number, language: string, body: shapes.PutCannedTranslationBody): Promise<shapes.CannedTranslation> {
    return this.call("PUT", `/canned_responses/${this.quoted(id)}/translations/${this.quoted(language)}`, { body });
  }

  /** Delete a translation. */
  deleteCannedTranslation(id: number, language: string): Promise<null> {
    return this.call("DELETE", `/canned_responses/${this.quoted(id)}/translations/${this.quoted(language)}`);
  }

  /** List companies, page by page. */
  listCompanies(options: { per_page?: number } = {}): AsyncGenerator<shapes.Company> {
    return this.rows("/companies", { cursor: "", per_page: 100, ...options });
  }

  /** Make a company. */
  createCompany(body: shapes.CreateCompanyBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Company> {
    return this.call("POST", "/companies", { body, options });
  }

  /** Suggest companies. */
  autocompleteCompanies(options: { name?: string } = {}): Promise<shapes.CompanySuggestions> {
    return this.call("GET", "/companies/autocomplete", { options });
  }

  /** View a company. */
  viewCompany(id: number): Promise<shapes.Company> {
    return this.call("GET", `/companies/${this.quoted(id)}`);
  }

  /** Change a company. */
  updateCompany(id: number, body: shapes.UpdateCompanyBody = {}): Promise<shapes.Company> {
    return this.call("PUT", `/companies/${this.quoted(id)}`, { body });
  }

  /** Take a company away. */
  removeCompany(id: number): Promise<null> {
    return this.call("DELETE", `/companies/${this.quoted(id)}`);
  }

  /** List the fields of companies. */
  listCompanyFields(options: { type?: string } = {}): Promise<Array<shapes.CompanyField>> {
    return this.call("GET", "/company_fields", { options });
  }

  /** List the fields of contacts. */
  listContactFields(options: { type?: string } = {}): Promise<Array<shapes.ContactField>> {
    return this.call("GET", "/contact_fields", { options });
  }

  /** List contacts, page by page. */
  listContacts(options: { email?: string; phone?: string; mobile?: string; unique_external_id?: string; company_id?: number; state?: "verified" | "unverified" | "blocked" | "deleted"; _updated_since?: string; per_page?: number } = {}): AsyncGenerator<shapes.Contact> {
    return this.rows("/contacts", { cursor: "", per_page: 100, ...options });
  }

  /** Make a contact. */
  createContact(body: shapes.CreateContactBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Contact> {
    return this.call("POST", "/contacts", { body, options });
  }

  /** Suggest contacts. */
  autocompleteContacts(options: { term?: string } = {}): Promise<Array<shapes.ContactSuggestion>> {
    return this.call("GET", "/contacts/autocomplete", { options });
  }

  /** Merge contacts. */
  mergeContacts(body: shapes.MergeContactsBody, options: { idempotencyKey?: string } = {}): Promise<shapes.MergePreview | null> {
    return this.call("POST", "/contacts/merge", { body, options });
  }

  /** View a contact. */
  viewContact(id: number): Promise<shapes.Contact> {
    return this.call("GET", `/contacts/${this.quoted(id)}`);
  }

  /** Change a contact. */
  updateContact(id: number, body: shapes.UpdateContactBody = {}): Promise<shapes.Contact> {
    return this.call("PUT", `/contacts/${this.quoted(id)}`, { body });
  }

  /** Delete a contact softly. */
  deleteContact(id: number): Promise<null> {
    return this.call("DELETE", `/contacts/${this.quoted(id)}`);
  }

  /** View a customer's card. */
  viewCard(id: number): Promise<shapes.CustomerCard> {
    return this.call("GET", `/contacts/${this.quoted(id)}/card`);
  }

  /** List everything that leads to a person. */
  listContactHandles(id: number): Promise<Array<shapes.ContactHandle>> {
    return this.call("GET", `/contacts/${this.quoted(id)}/handles`);
  }

  /** Add a handle. */
  addContactHandle(id: number, body: shapes.AddContactHandleBody, options: { idempotencyKey?: string } = {}): Promise<Array<shapes.ContactHandle>> {
    return this.call("POST", `/contacts/${this.quoted(id)}/handles`, { body, options });
  }

  /** Erase a person. */
  forgetContact(id: number, options: { force?: string } = {}): Promise<null> {
    return this.call("DELETE", `/contacts/${this.quoted(id)}/hard_delete`, { options });
  }

  /** Make an agent of a contact. */
  makeAgentOfContact(id: number, body: shapes.MakeAgentOfContactBody = {}): Promise<shapes.ContactAgent> {
    return this.call("PUT", `/contacts/${this.quoted(id)}/make_agent`, { body });
  }

  /** List who merged a contact or undid it. */
  listContactMergers(id: number): Promise<Array<shapes.ContactMerger>> {
    return this.call("GET", `/contacts/${this.quoted(id)}/mergers`);
  }

  /** Restore a deleted contact. */
  restoreContact(id: number): Promise<null> {
    return this.call("PUT", `/contacts/${this.quoted(id)}/restore`);
  }

  /** View a customer's timeline, page by page. */
  viewTimeline(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.TimelineEntry> {
    return this.rows(`/contacts/${this.quoted(id)}/timeline`, { cursor: "", per_page: 100, ...options });
  }

  /** Undo a merger. */
  unmergeContact(id: number, body: shapes.UnmergeContactBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.Contact | shapes.MergePreview> {
    return this.call("POST", `/contacts/${this.quoted(id)}/unmerge`, { body, options });
  }

  /** Correct a note. */
  correctNote(id: number, body: shapes.CorrectNoteBody): Promise<shapes.Conversation> {
    return this.call("PUT", `/conversations/${this.quoted(id)}`, { body });
  }

  /** Delete a note. */
  deleteNote(id: number): Promise<null> {
    return this.call("DELETE", `/conversations/${this.quoted(id)}`);
  }

  /** View a message with everything that was quoted in it. */
  viewFullConversation(id: number): Promise<shapes.FullConversation> {
    return this.call("GET", `/conversations/${this.quoted(id)}/full`);
  }

  /** Bring a note back. */
  restoreNote(id: number): Promise<shapes.Conversation> {
    return this.call("PUT", `/conversations/${this.quoted(id)}/restore`);
  }

  /** List mailboxes, page by page. */
  listMailboxes(options: { per_page?: number } = {}): AsyncGenerator<shapes.Mailbox> {
    return this.rows("/email/mailboxes", { cursor: "", per_page: 100, ...options });
  }

  /** View a mailbox. */
  viewMailbox(id: number): Promise<shapes.Mailbox> {
    return this.call("GET", `/email/mailboxes/${this.quoted(id)}`);
  }

  /** List the mail addresses that customers write to, page by page. */
  listEmailConfigs(options: { per_page?: number } = {}): AsyncGenerator<shapes.EmailConfig> {
    return this.rows("/email_configs", { cursor: "", per_page: 100, ...options });
  }

  /** View a mail address. */
  viewEmailConfig(id: number): Promise<shapes.EmailConfig> {
    return this.call("GET", `/email_configs/${this.quoted(id)}`);
  }

  /** List erasures, page by page. */
  listErasures(options: { per_page?: number } = {}): AsyncGenerator<shapes.Erasure> {
    return this.rows("/erasures", { cursor: "", per_page: 100, ...options });
  }

  /** View an erasure. */
  viewErasure(id: number): Promise<shapes.Erasure> {
    return this.call("GET", `/erasures/${this.quoted(id)}`);
  }

  /** Go on with an erasure. */
  resumeErasure(id: number, options: { idempotencyKey?: string } = {}): Promise<shapes.Erasure> {
    return this.call("POST", `/erasures/${this.quoted(id)}/resume`, { options });
  }

  /** Follow the event feed. */
  listEvents(options: { after?: string; limit?: number; types?: string; ticket_id?: number } = {}): Promise<Array<shapes.Event>> {
    return this.call("GET", "/events", { options });
  }

  /** Export what happened on a day. */
  exportActivities(options: { created_at: string }): Promise<shapes.ActivitiesOfADay> {
    return this.call("GET", "/export/ticket_activities", { options });
  }

  /** List groups, page by page. */
  listGroups(options: { per_page?: number } = {}): AsyncGenerator<shapes.Group> {
    return this.rows("/groups", { cursor: "", per_page: 100, ...options });
  }

  /** Add a group. */
  addGroup(body: shapes.AddGroupBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Group> {
    return this.call("POST", "/groups", { body, options });
  }

  /** View a group. */
  viewGroup(id: number): Promise<shapes.Group> {
    return this.call("GET", `/groups/${this.quoted(id)}`);
  }

  /** Change a group. */
  updateGroup(id: number, body: shapes.UpdateGroupBody = {}): Promise<shapes.Group> {
    return this.call("PUT", `/groups/${this.quoted(id)}`, { body });
  }

  /** Remove a group. */
  removeGroup(id: number): Promise<null> {
    return this.call("DELETE", `/groups/${this.quoted(id)}`);
  }

  /** View a job. */
  viewJob(id: number): Promise<shapes.Job> {
    return this.call("GET", `/jobs/${this.quoted(id)}`);
  }

  /** Go on with a job. */
  resumeJob(id: number, options: { idempotencyKey?: string } = {}): Promise<shapes.JobAccepted> {
    return this.call("POST", `/jobs/${this.quoted(id)}/resume`, { options });
  }

  /** Take a job back. */
  undoJob(id: number, body: shapes.UndoJobBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.DryRun | shapes.JobAccepted> {
    return this.call("POST", `/jobs/${this.quoted(id)}/undo`, { body, options });
  }

  /** List keys, page by page. */
  listKeys(options: { per_page?: number } = {}): AsyncGenerator<shapes.Key> {
    return this.rows("/keys", { cursor: "", per_page: 100, ...options });
  }

  /** Make a key. */
  createKey(body: shapes.CreateKeyBody, options: { idempotencyKey?: string } = {}): Promise<shapes.NewKey> {
    return this.call("POST", "/keys", { body, options });
  }

  /** View a key. */
  viewKey(id: number): Promise<shapes.Key> {
    return this.call("GET", `/keys/${this.quoted(id)}`);
  }

  /** End a key. */
  endKey(id: number): Promise<null> {
    return this.call("DELETE", `/keys/${this.quoted(id)}`);
  }

  /** Take the next ticket from the line. */
  takeNextTicket(options: { idempotencyKey?: string } = {}): Promise<shapes.Ticket | null> {
    return this.call("POST", "/line/next", { options });
  }

  /** List products, page by page. */
  listProducts(options: { per_page?: number } = {}): AsyncGenerator<shapes.Product> {
    return this.rows("/products", { cursor: "", per_page: 100, ...options });
  }

  /** View a product. */
  viewProduct(id: number): Promise<shapes.Product> {
    return this.call("GET", `/products/${this.quoted(id)}`);
  }

  /** List roles, page by page. */
  listRoles(options: { per_page?: number } = {}): AsyncGenerator<shapes.Role> {
    return this.rows("/roles", { cursor: "", per_page: 100, ...options });
  }

  /** View a role. */
  viewRole(id: number): Promise<shapes.Role> {
    return this.call("GET", `/roles/${this.quoted(id)}`);
  }

  /** List scenarios, page by page. */
  listScenarios(options: { per_page?: number } = {}): AsyncGenerator<shapes.Scenario> {
    return this.rows("/scenario_automations", { cursor: "", per_page: 100, ...options });
  }

  /** Search companies. */
  searchCompanies(options: { query?: string; page?: number } = {}): Promise<shapes.FoundCompanies> {
    return this.call("GET", "/search/companies", { options });
  }

  /** Search contacts. */
  searchContacts(options: { query?: string; term?: string; page?: number } = {}): Promise<shapes.FoundContacts> {
    return this.call("GET", "/search/contacts", { options });
  }

  /** Find articles. */
  searchSolutions(options: { term: string }): Promise<Array<shapes.Article>> {
    return this.call("GET", "/search/solutions", { options });
  }

  /** Search tickets. */
  searchTickets(options: { query?: string; term?: string; page?: number } = {}): Promise<shapes.FoundTickets> {
    return this.call("GET", "/search/tickets", { options });
  }

  /** View the desk's languages. */
  viewHelpdesk(): Promise<shapes.Helpdesk> {
    return this.call("GET", "/settings/helpdesk");
  }

  /** List skills, page by page. */
  listSkills(options: { per_page?: number } = {}): AsyncGenerator<shapes.Skill> {
    return this.rows("/skills", { cursor: "", per_page: 100, ...options });
  }

  /** View a skill. */
  viewSkill(id: number): Promise<shapes.Skill> {
    return this.call("GET", `/skills/${this.quoted(id)}`);
  }

  /** List policies, page by page. */
  listSlaPolicies(options: { per_page?: number } = {}): AsyncGenerator<shapes.SlaPolicy> {
    return this.rows("/sla_policies", { cursor: "", per_page: 100, ...options });
  }

  /** View a policy. */
  viewSlaPolicy(id: number): Promise<shapes.SlaPolicy> {
    return this.call("GET", `/sla_policies/${this.quoted(id)}`);
  }

  /** View an article. */
  viewArticle(id: number): Promise<shapes.Article> {
    return this.call("GET", `/solutions/articles/${this.quoted(id)}`);
  }

  /** Change an article. */
  updateArticle(id: number, body: shapes.UpdateArticleBody = {}): Promise<shapes.Article> {
    return this.call("PUT", `/solutions/articles/${this.quoted(id)}`, { body });
  }

  /** Remove an article. */
  removeArticle(id: number): Promise<null> {
    return this.call("DELETE", `/solutions/articles/${this.quoted(id)}`);
  }

  /** List every text that an article had, page by page. */
  listArticleVersions(id: number, options: { language?: string; per_page?: number } = {}): AsyncGenerator<shapes.ArticleVersion> {
    return this.rows(`/solutions/articles/${this.quoted(id)}/versions`, { cursor: "", per_page: 100, ...options });
  }

  /** View an article in another language. */
  viewTranslatedArticle(id: number, language: string): Promise<shapes.Article> {
    return this.call("GET", `/solutions/articles/${this.quoted(id)}/${this.quoted(language)}`);
  }

  /** Translate an article. */
  translateArticle(id: number, language: string, body: shapes.TranslateArticleBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Article> {
    return this.call("POST", `/solutions/articles/${this.quoted(id)}/${this.quoted(language)}`, { body, options });
  }

  /** Change a translated article. */
  changeTranslatedArticle(id: number, language: string, body: shapes.ChangeTranslatedArticleBody = {}): Promise<shapes.Article> {
    return this.call("PUT", `/solutions/articles/${this.quoted(id)}/${this.quoted(language)}`, { body });
  }

  /** List categories, page by page. */
  listCategories(options: { per_page?: number } = {}): AsyncGenerator<shapes.SolutionCategory> {
    return this.rows("/solutions/categories", { cursor: "", per_page: 100, ...options });
  }

  /** Add a category. */
  addCategory(body: shapes.AddCategoryBody, options: { idempotencyKey?: string } = {}): Promise<shapes.SolutionCategory> {
    return this.call("POST", "/solutions/categories", { body, options });
  }

  /** View a category. */
  viewCategory(id: number): Promise<shapes.SolutionCategory> {
    return this.call("GET", `/solutions/categories/${this.quoted(id)}`);
  }

  /** Change a category. */
  updateCategory(id: number, body: shapes.UpdateCategoryBody = {}): Promise<shapes.SolutionCategory> {
    return this.call("PUT", `/solutions/categories/${this.quoted(id)}`, { body });
  }

  /** Remove a category. */
  removeCategory(id: number): Promise<null> {
    return this.call("DELETE", `/solutions/categories/${this.quoted(id)}`);
  }

  /** List the folders of a category, page by page. */
  listFolders(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.SolutionFolder> {
    return this.rows(`/solutions/categories/${this.quoted(id)}/folders`, { cursor: "", per_page: 100, ...options });
  }

  /** Add a folder. */
  addFolder(id: number, body: shapes.AddFolderBody, options: { idempotencyKey?: string } = {}): Promise<shapes.SolutionFolder> {
    return this.call("POST", `/solutions/categories/${this.quoted(id)}/folders`, { body, options });
  }

  /** List the folders of a category that have words in another language, page by page. */
  listTranslatedFolders(id: number, language: string, options: { per_page?: number } = {}): AsyncGenerator<shapes.SolutionFolder> {
    return this.rows(`/solutions/categories/${this.quoted(id)}/folders/${this.quoted(language)}`, { cursor: "", per_page: 100, ...options });
  }

  /** View a category in another language. */
  viewTranslatedCategory(id: number, language: string): Promise<shapes.SolutionCategory> {
    return this.call("GET", `/solutions/categories/${this.quoted(id)}/${this.quoted(language)}`);
  }

  /** Translate a category. */
  translateCategory(id: number, language: string, body: shapes.TranslateCategoryBody, options: { idempotencyKey?: string } = {}): Promise<shapes.SolutionCategory> {
    return this.call("POST", `/solutions/categories/${this.quoted(id)}/${this.quoted(language)}`, { body, options });
  }

  /** Change a translated category. */
  changeTranslatedCategory(id: number, language: string, body: shapes.ChangeTranslatedCategoryBody = {}): Promise<shapes.SolutionCategory> {
    return this.call("PUT", `/solutions/categories/${this.quoted(id)}/${this.quoted(language)}`, { body });
  }

  /** View a folder. */
  viewFolder(id: number): Promise<shapes.SolutionFolder> {
    return this.call("GET", `/solutions/folders/${this.quoted(id)}`);
  }

  /** Change a folder. */
  updateFolder(id: number, body: shapes.UpdateFolderBody = {}): Promise<shapes.SolutionFolder> {
    return this.call("PUT", `/solutions/folders/${this.quoted(id)}`, { body });
  }

  /** Remove a folder. */
  removeFolder(id: number): Promise<null> {
    return this.call("DELETE", `/solutions/folders/${this.quoted(id)}`);
  }

  /** List the articles of a folder, page by page. */
  listArticles(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.Article> {
    return this.rows(`/solutions/folders/${this.quoted(id)}/articles`, { cursor: "", per_page: 100, ...options });
  }

  /** Add an article. */
  addArticle(id: number, body: shapes.AddArticleBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Article> {
    return this.call("POST", `/solutions/folders/${this.quoted(id)}/articles`, { body, options });
  }

  /** List the articles of a folder that have a text in another language, page by page. */
  listTranslatedArticles(id: number, language: string, options: { per_page?: number } = {}): AsyncGenerator<shapes.Article> {
    return this.rows(`/solutions/folders/${this.quoted(id)}/articles/${this.quoted(language)}`, { cursor: "", per_page: 100, ...options });
  }

  /** List the folders in a folder. */
  listSubfolders(id: number): Promise<Array<shapes.SolutionFolder>> {
    return this.call("GET", `/solutions/folders/${this.quoted(id)}/subfolders`);
  }

  /** View a folder in another language. */
  viewTranslatedFolder(id: number, language: string): Promise<shapes.SolutionFolder> {
    return this.call("GET", `/solutions/folders/${this.quoted(id)}/${this.quoted(language)}`);
  }

  /** Translate a folder. */
  translateFolder(id: number, language: string, body: shapes.TranslateFolderBody, options: { idempotencyKey?: string } = {}): Promise<shapes.SolutionFolder> {
    return this.call("POST", `/solutions/folders/${this.quoted(id)}/${this.quoted(language)}`, { body, options });
  }

  /** Change a translated folder. */
  changeTranslatedFolder(id: number, language: string, body: shapes.ChangeTranslatedFolderBody = {}): Promise<shapes.SolutionFolder> {
    return this.call("PUT", `/solutions/folders/${this.quoted(id)}/${this.quoted(language)}`, { body });
  }

  /** View the survey. */
  listSurveys(options: { state?: "active" | "inactive" } = {}): Promise<Array<shapes.Survey>> {
    return this.call("GET", "/surveys", { options });
  }

  /** List the ratings, page by page. */
  listRatings(options: { created_since?: string; user_id?: number; per_page?: number } = {}): AsyncGenerator<shapes.Rating> {
    return this.rows("/surveys/satisfaction_ratings", { cursor: "", per_page: 100, ...options });
  }

  /** List mail that waits, oldest first, page by page. */
  listSuspendedMail(options: { per_page?: number } = {}): AsyncGenerator<shapes.SuspendedMail> {
    return this.rows("/suspended", { cursor: "", per_page: 100, ...options });
  }

  /** View a mail that waits. */
  viewSuspendedMail(id: number): Promise<shapes.SuspendedMail> {
    return this.call("GET", `/suspended/${this.quoted(id)}`);
  }

  /** Let a mail in. */
  releaseSuspendedMail(id: number, options: { idempotencyKey?: string } = {}): Promise<shapes.SuspendedMail> {
    return this.call("POST", `/suspended/${this.quoted(id)}/release`, { options });
  }

  /** List the fields of tickets. */
  listTicketFields(options: { type?: string } = {}): Promise<Array<shapes.TicketField>> {
    return this.call("GET", "/ticket_fields", { options });
  }

  /** List tickets, page by page. */
  listTickets(options: { filter?: "new_and_my_open" | "deleted" | "spam" | "undelivered"; requester_id?: number; email?: string; unique_external_id?: string; company_id?: number; product_id?: number; agent_id?: number; group_id?: number; updated_since?: string; order_by?: "created_at" | "due_by" | "updated_at" | "status"; order_type?: "asc" | "desc"; include?: string; per_page?: number } = {}): AsyncGenerator<shapes.Ticket> {
    return this.rows("/tickets", { cursor: "", per_page: 100, ...options });
  }

  /** Open a ticket. */
  openTicket(body: shapes.OpenTicketBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.WholeTicket> {
    return this.call("POST", "/tickets", { body, options });
  }

  /** Delete many tickets softly. */
  bulkDelete(body: shapes.BulkDeleteBody, options: { idempotencyKey?: string } = {}): Promise<shapes.DryRun | shapes.JobAccepted> {
    return this.call("POST", "/tickets/bulk_delete", { body, options });
  }

  /** Change many tickets. */
  bulkUpdate(body: shapes.BulkUpdateBody, options: { idempotencyKey?: string } = {}): Promise<shapes.DryRun | shapes.JobAccepted> {
    return this.call("POST", "/tickets/bulk_update", { body, options });
  }

  /** Merge tickets into one. */
  mergeTickets(body: shapes.MergeTicketsBody): Promise<null> {
    return this.call("PUT", "/tickets/merge", { body });
  }

  /** Begin a ticket with a mail of ours. */
  beginTicketByMail(body: shapes.BeginTicketByMailBody, options: { idempotencyKey?: string } = {}): Promise<shapes.WholeTicket> {
    return this.call("POST", "/tickets/outbound_email", { body, options });
  }

  /** View a ticket. */
  viewTicket(id: number, options: { include?: string } = {}): Promise<shapes.WholeTicket> {
    return this.call("GET", `/tickets/${this.quoted(id)}`, { options });
  }

  /** Change a ticket. */
  updateTicket(id: number, body: shapes.UpdateTicketBody = {}): Promise<shapes.WholeTicket> {
    return this.call("PUT", `/tickets/${this.quoted(id)}`, { body });
  }

  /** Delete a ticket. */
  deleteTicket(id: number): Promise<null> {
    return this.call("DELETE", `/tickets/${this.quoted(id)}`);
  }

  /** List the history, one sentence an event, page by page. */
  listActivities(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.Activity> {
    return this.rows(`/tickets/${this.quoted(id)}/activities`, { cursor: "", per_page: 100, ...options });
  }

  /** List the parent, children, tracker and related tickets, page by page. */
  listAssociatedTickets(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.Ticket> {
    return this.rows(`/tickets/${this.quoted(id)}/associated_tickets`, { cursor: "", per_page: 100, ...options });
  }

  /** List what was said after the opening, oldest first, page by page. */
  listConversations(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.Conversation> {
    return this.rows(`/tickets/${this.quoted(id)}/conversations`, { cursor: "", per_page: 100, ...options });
  }

  /** View what a ticket cost so far. */
  viewCost(id: number): Promise<shapes.Bill> {
    return this.call("GET", `/tickets/${this.quoted(id)}/cost`);
  }

  /** Send a refused reply the way that was offered for it. */
  takeFallback(id: number, body: shapes.TakeFallbackBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Conversation> {
    return this.call("POST", `/tickets/${this.quoted(id)}/fallback`, { body, options });
  }

  /** Forward a ticket to third parties. */
  forwardTicket(id: number, body: shapes.ForwardTicketBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Conversation> {
    return this.call("POST", `/tickets/${this.quoted(id)}/forward`, { body, options });
  }

  /** Make a ticket the child of another, or related to a tracker. */
  linkTicket(id: number, body: shapes.LinkTicketBody = {}): Promise<shapes.Ticket> {
    return this.call("PUT", `/tickets/${this.quoted(id)}/link`, { body });
  }

  /** Add a note. */
  addNote(id: number, body: shapes.AddNoteBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.Conversation> {
    return this.call("POST", `/tickets/${this.quoted(id)}/notes`, { body, options });
  }

  /** List who is on a ticket's page. */
  listPresent(id: number): Promise<Array<shapes.Present>> {
    return this.call("GET", `/tickets/${this.quoted(id)}/presence`);
  }

  /** Say that you are on a ticket's page. */
  signPresent(id: number, body: shapes.SignPresentBody): Promise<Array<shapes.Present>> {
    return this.call("PUT", `/tickets/${this.quoted(id)}/presence`, { body });
  }

  /** View the bill of every promise. */
  viewReceipt(id: number): Promise<shapes.Receipt> {
    return this.call("GET", `/tickets/${this.quoted(id)}/receipt`);
  }

  /** Reply to the requester. */
  replyToTicket(id: number, body: shapes.ReplyToTicketBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.Reply> {
    return this.call("POST", `/tickets/${this.quoted(id)}/reply`, { body, options });
  }

  /** Restore a deleted ticket. */
  restoreTicket(id: number): Promise<null> {
    return this.call("PUT", `/tickets/${this.quoted(id)}/restore`);
  }

  /** List the ratings of a ticket, page by page. */
  listRatingsOfTicket(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.Rating> {
    return this.rows(`/tickets/${this.quoted(id)}/satisfaction_ratings`, { cursor: "", per_page: 100, ...options });
  }

  /** Enter what a customer said. */
  rateTicket(id: number, body: shapes.RateTicketBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Rating> {
    return this.call("POST", `/tickets/${this.quoted(id)}/satisfaction_ratings`, { body, options });
  }

  /** Make a ticket of its own out of messages. */
  splitTicket(id: number, body: shapes.SplitTicketBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Ticket> {
    return this.call("POST", `/tickets/${this.quoted(id)}/split`, { body, options });
  }

  /** View the summary of a ticket. */
  viewSummary(id: number): Promise<shapes.Summary> {
    return this.call("GET", `/tickets/${this.quoted(id)}/summary`);
  }

  /** Write the summary of a ticket. */
  writeSummary(id: number, body: shapes.WriteSummaryBody): Promise<shapes.Summary> {
    return this.call("PUT", `/tickets/${this.quoted(id)}/summary`, { body });
  }

  /** Delete the summary of a ticket. */
  deleteSummary(id: number): Promise<null> {
    return this.call("DELETE", `/tickets/${this.quoted(id)}/summary`);
  }

  /** List the time spent on a ticket, page by page. */
  listTimeOfTicket(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.TimeEntry> {
    return this.rows(`/tickets/${this.quoted(id)}/time_entries`, { cursor: "", per_page: 100, ...options });
  }

  /** Enter time. */
  enterTime(id: number, body: shapes.EnterTimeBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.TimeEntry> {
    return this.call("POST", `/tickets/${this.quoted(id)}/time_entries`, { body, options });
  }

  /** Take a ticket off its parent and tracker. */
  unlinkTicket(id: number, body: shapes.UnlinkTicketBody = {}): Promise<shapes.Ticket> {
    return this.call("PUT", `/tickets/${this.quoted(id)}/unlink`, { body });
  }

  /** Undo the merge of a ticket. */
  unmergeTicket(id: number, body: shapes.UnmergeTicketBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.Ticket> {
    return this.call("POST", `/tickets/${this.quoted(id)}/unmerge`, { body, options });
  }

  /** Undo a split. */
  unsplitTicket(id: number, body: shapes.UnsplitTicketBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.Ticket> {
    return this.call("POST", `/tickets/${this.quoted(id)}/unsplit`, { body, options });
  }

  /** Watch a ticket no longer. */
  unwatchTicket(id: number, body: shapes.UnwatchTicketBody = {}): Promise<null> {
    return this.call("PUT", `/tickets/${this.quoted(id)}/unwatch`, { body });
  }

  /** Watch a ticket. */
  watchTicket(id: number, body: shapes.WatchTicketBody = {}, options: { idempotencyKey?: string } = {}): Promise<null> {
    return this.call("POST", `/tickets/${this.quoted(id)}/watch`, { body, options });
  }

  /** List who watches a ticket. */
  listWatchers(id: number): Promise<shapes.Watchers> {
    return this.call("GET", `/tickets/${this.quoted(id)}/watchers`);
  }

  /** Explain every decision about a ticket. */
  explainTicket(id: number): Promise<shapes.Why> {
    return this.call("GET", `/tickets/${this.quoted(id)}/why`);
  }

  /** List time entries, page by page. */
  listTimeEntries(options: { agent_id?: number; company_id?: number; billable?: "true" | "false"; executed_after?: string; executed_before?: string; per_page?: number } = {}): AsyncGenerator<shapes.TimeEntry> {
    return this.rows("/time_entries", { cursor: "", per_page: 100, ...options });
  }

  /** Change a time entry. */
  changeTimeEntry(id: number, body: shapes.ChangeTimeEntryBody = {}): Promise<shapes.TimeEntry> {
    return this.call("PUT", `/time_entries/${this.quoted(id)}`, { body });
  }

  /** Delete a time entry. */
  deleteTimeEntry(id: number): Promise<null> {
    return this.call("DELETE", `/time_entries/${this.quoted(id)}`);
  }

  /** Stop a timer or start it. */
  toggleTimer(id: number): Promise<shapes.TimeEntry> {
    return this.call("PUT", `/time_entries/${this.quoted(id)}/toggle_timer`);
  }

  /** Announce a file. */
  announceUpload(body: shapes.AnnounceUploadBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Upload> {
    return this.call("POST", "/uploads", { body, options });
  }

  /** List views, page by page. */
  listViews(options: { per_page?: number } = {}): AsyncGenerator<shapes.View> {
    return this.rows("/views", { cursor: "", per_page: 100, ...options });
  }

  /** Save a view. */
  createView(body: shapes.CreateViewBody, options: { idempotencyKey?: string } = {}): Promise<shapes.View> {
    return this.call("POST", "/views", { body, options });
  }

  /** View a view. */
  viewView(id: number): Promise<shapes.View> {
    return this.call("GET", `/views/${this.quoted(id)}`);
  }

  /** Change a view. */
  updateView(id: number, body: shapes.UpdateViewBody = {}): Promise<shapes.View> {
    return this.call("PUT", `/views/${this.quoted(id)}`, { body });
  }

  /** Delete a view. */
  deleteView(id: number): Promise<null> {
    return this.call("DELETE", `/views/${this.quoted(id)}`);
  }

  /** List the tickets of a view, page by page. */
  listTicketsOfView(id: number, options: { per_page?: number } = {}): AsyncGenerator<shapes.Ticket> {
    return this.rows(`/views/${this.quoted(id)}/tickets`, { cursor: "", per_page: 100, ...options });
  }

  /** List webhooks, page by page. */
  listWebhooks(options: { per_page?: number } = {}): AsyncGenerator<shapes.Webhook> {
    return this.rows("/webhooks", { cursor: "", per_page: 100, ...options });
  }

  /** Make a webhook. */
  createWebhook(body: shapes.CreateWebhookBody, options: { idempotencyKey?: string } = {}): Promise<shapes.Webhook> {
    return this.call("POST", "/webhooks", { body, options });
  }

  /** View a webhook. */
  viewWebhook(id: number): Promise<shapes.Webhook> {
    return this.call("GET", `/webhooks/${this.quoted(id)}`);
  }

  /** Change a webhook. */
  changeWebhook(id: number, body: shapes.ChangeWebhookBody = {}): Promise<shapes.Webhook> {
    return this.call("PUT", `/webhooks/${this.quoted(id)}`, { body });
  }

  /** Delete a webhook. */
  deleteWebhook(id: number): Promise<null> {
    return this.call("DELETE", `/webhooks/${this.quoted(id)}`);
  }

  /** List the last hundred attempts, newest first, page by page. */
  listWebhookDeliveries(id: number, options: { status?: "dead"; per_page?: number } = {}): AsyncGenerator<shapes.WebhookDelivery> {
    return this.rows(`/webhooks/${this.quoted(id)}/deliveries`, { cursor: "", per_page: 100, ...options });
  }

  /** Send a test. */
  pingWebhook(id: number, options: { idempotencyKey?: string } = {}): Promise<shapes.Webhook> {
    return this.call("POST", `/webhooks/${this.quoted(id)}/ping`, { options });
  }

  /** Tell events once more. */
  redeliverWebhook(id: number, body: shapes.RedeliverWebhookBody = {}, options: { idempotencyKey?: string } = {}): Promise<shapes.Webhook> {
    return this.call("POST", `/webhooks/${this.quoted(id)}/redeliver`, { body, options });
  }
}
