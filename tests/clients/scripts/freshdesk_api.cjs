// freshdesk-api (npm): callbacks for every route that a shop's script needs.
"use strict";
const { promisify } = require("node:util");
const Freshdesk = require("freshdesk-api");
const { assert, DESK, KEY, plainly, lasting, refused, until, run } = require("./desk.cjs");

const client = new Freshdesk(DESK, KEY);
const ask = (name, ...given) => promisify(client[name].bind(client))(...given);
const paged = (name, ...given) =>
  new Promise((done, failed) => client[name](...given, (fault, rows, extra) => (fault ? failed(fault) : done([rows, extra.pageIsLast]))));

run(async () => {
  assert.deepEqual(await ask("currentAgent"), await plainly("/agents/me"));
  await refused(promisify(new Freshdesk(DESK, "wrong").currentAgent.bind(new Freshdesk(DESK, "wrong")))(), 401);
  console.log("me");

  const wanted = { email: "node@asiakas.example", name: "Noora Node", subject: "Kengät", description: "<p>Väärä koko</p>", status: 2, priority: 3, tags: ["a"] };
  const made = await ask("createTicket", wanted);
  assert.deepEqual(
    [made.subject, made.description, made.description_text, made.status, made.priority, made.tags],
    ["Kengät", "<p>Väärä koko</p>", "Väärä koko", 2, 3, ["a"]],
  );
  assert.deepEqual(lasting(await ask("getTicket", made.id)), lasting(made));
  const changed = await ask("updateTicket", made.id, { priority: 4, tags: ["b"] });
  assert.deepEqual([changed.priority, changed.tags, changed.description], [4, ["b"], "<p>Väärä koko</p>"]);
  console.log("ticket made, viewed, changed");

  const reply = await ask("createReply", made.id, { body: "<p>Uusi pari lähti</p>", cc_emails: ["bo@asiakas.example"] });
  assert.deepEqual([reply.body_text, reply.to_emails, reply.cc_emails, reply.ticket_id], ["Uusi pari lähti", ["node@asiakas.example"], ["bo@asiakas.example"], made.id]);
  const note = await ask("createNote", made.id, { body: "Varastosta", private: true });
  assert.equal((await ask("updateConversation", note.id, { body: "Varastosta kysytty" })).body_text, "Varastosta kysytty");
  assert.deepEqual((await ask("listAllConversations", made.id)).map((said) => said.body_text), ["Uusi pari lähti", "Varastosta kysytty"]);
  assert.equal(await ask("deleteConversation", note.id), null);
  assert.deepEqual((await ask("listAllConversations", made.id)).map((said) => said.id), [reply.id]);
  console.log("answered, noted, corrected");

  const entry = await ask("createTimeEntry", made.id, { time_spent: "00:20", note: "Soitto" });
  assert.deepEqual((await ask("listAllTicketTimeEntries", made.id)).map((one) => [one.id, one.time_spent]), [[entry.id, "00:20"]]);
  assert.equal((await ask("updateTimeEntry", entry.id, { note: "Puhelu" })).note, "Puhelu");
  assert.equal(await ask("deleteTimeEntry", entry.id), null);
  console.log("time");

  const pages = [];
  for (let page = 1, last = false; !last; page += 1) {
    const [rows, isLast] = await paged("listAllTickets", { page, per_page: 2 });
    pages.push(...rows.map((row) => row.id));
    last = isLast;
  }
  assert.deepEqual(pages, (await plainly("/tickets?per_page=100")).map((row) => row.id));
  console.log("all tickets, page by page");

  const since = made.updated_at;
  const first = await until(async () => (await ask("listAllTickets", { updated_since: since, order_by: "updated_at" })).find((row) => row.id === made.id));
  await ask("updateTicket", made.id, { subject: "Kengät, koko 42" });
  const again = await until(async () =>
    (await ask("listAllTickets", { updated_since: first.updated_at, order_by: "updated_at" })).find((row) => row.id === made.id && row.subject !== first.subject),
  );
  assert.equal(again.subject, "Kengät, koko 42");
  console.log("synced twice");

  const found = await until(async () => (await ask("filterTickets", "priority:4 AND tag:'b'", 1)).results.find((row) => row.id === made.id));
  assert.equal(found.subject, "Kengät, koko 42");
  console.log("search");

  const contact = await ask("createContact", { name: "Uusi", email: "uusi.node@asiakas.example" });
  assert.deepEqual(lasting(await ask("getContact", contact.id)), lasting(contact));
  assert.equal((await ask("updateContact", contact.id, { job_title: "Ostaja" })).job_title, "Ostaja");
  const taken = await refused(ask("createContact", { name: "Uusi", email: "uusi.node@asiakas.example" }), 409);
  assert.deepEqual([taken.data.errors[0].field, taken.data.errors[0].code], ["email", "duplicate_value"]);
  assert.equal(await ask("deleteContact", contact.id), null);
  console.log("contacts");

  const company = await ask("createCompany", { name: "Noden Oy", domains: ["node.example"] });
  assert.deepEqual(lasting(await ask("getCompany", company.id)), lasting(company));
  assert.deepEqual((await ask("searchCompany", { name: "Noden" })).companies, [{ id: company.id, name: "Noden Oy" }]);
  assert.equal(await ask("deleteCompany", company.id), null);
  console.log("companies");

  for (const [name, path] of [["listAllAgents", "/agents"], ["listAllTicketFields", "/ticket_fields"], ["listAllSolutionCategories", "/solutions/categories"]]) {
    const given = name === "listAllSolutionCategories" ? [] : [{}];
    assert.deepEqual(lasting(await ask(name, ...given)), lasting(await plainly(path)), name);
  }
  for (const [name, path] of [["listAllRoles", "/roles"], ["listAllContactFields", "/contact_fields"], ["listAllCompanyFields", "/company_fields"], ["getSettings", "/settings/helpdesk"]])
    assert.deepEqual(await ask(name), await plainly(path), name);
  console.log("house");

  assert.equal(await ask("deleteTicket", made.id), null);
  assert.equal((await ask("getTicket", made.id)).deleted, true);
  assert.equal(await ask("restoreTicket", made.id), null);
  const missing = await refused(ask("getTicket", 999999), 404);
  assert.deepEqual([missing.message, missing.data.code], ["The requested entity was not found", "not_found"]);
  const wrong = await refused(ask("createTicket", { email: "node@asiakas.example", priority: 9 }), 400);
  assert.deepEqual([wrong.message, wrong.data.errors[0].field], ["Validation failed", "priority"]);
  console.log("deleted, restored, refused");
});
