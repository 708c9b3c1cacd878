// @activepieces/piece-freshdesk (npm): the actions of a flow, run as the flow's engine runs them.
"use strict";
const { freshdesk } = require("@activepieces/piece-freshdesk");
const { assert, DESK, KEY, plainly, lasting, refused, until, run } = require("./desk.cjs");

const auth = { base_url: `${DESK}/`, access_token: `Basic ${Buffer.from(`${KEY}:X`).toString("base64")}` };
const actions = freshdesk.actions();
const act = (name, propsValue = {}) => actions[name].run({ auth, propsValue });

run(async () => {
  assert.deepEqual(lasting(await act("get_tickets")), lasting(await plainly("/tickets")));
  console.log("tickets");
  const made = await act("custom_api_call", {
    url: { url: `${DESK}/api/v2/tickets` },
    method: "POST",
    headers: {},
    queryParams: {},
    body: { email: "flow@asiakas.example", subject: "Virta", description: "Hei", status: 2, priority: 1 },
  });
  assert.deepEqual([made.status, made.body.subject], [201, "Virta"]);
  console.log("made");
  const [status] = await act("get_ticket_status", { ticketid: String(made.body.id) });
  assert.equal(status.ticket_status, "OPEN");
  console.log("status");
  assert.deepEqual(lasting(await act("get_contacts", { per_page: 0 })), lasting(await plainly("/contacts")));
  const contact = await act("get_contact_from_id", { contactid: String(made.body.requester_id) });
  assert.deepEqual(lasting(contact), lasting(await plainly(`/contacts/${made.body.requester_id}`)));
  console.log("contacts");
  const open = await until(async () => {
    const rows = await act("get_all_tickets_by_status", { status_filter: ["status:2", "status:3"] });
    return rows.some((row) => row.id === made.body.id) && rows;
  });
  assert.ok(open.every((row) => ["Open", "Pending"].includes(row.status)));
  console.log("by status");
  await refused(act("get_contact_from_id", { contactid: "1" }), 404);
  console.log("refusals");
});
