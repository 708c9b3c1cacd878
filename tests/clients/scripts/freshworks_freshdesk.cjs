// @freshworks/freshdesk (npm): the SDK made from a description of the service; it speaks TLS to a domain.
"use strict";
const Freshdesk = require("@freshworks/freshdesk");
const { assert, KEY, plainly, lasting, refused, run } = require("./desk.cjs");

const client = new Freshdesk({ domain: `${process.env.PLACE}.freshdesk.com`, api_key: KEY });
const told = (answer) => answer.data ?? answer;

run(async () => {
  const wanted = { email: "sdk@asiakas.example", subject: "Viulu", description: "Kieli katkesi", status: 2, priority: 2 };
  const made = told(await client.tickets.createTicket(wanted));
  assert.deepEqual([made.subject, made.status, made.priority, made.description], ["Viulu", 2, 2, "<div>Kieli katkesi</div>"]);
  assert.equal(told(await client.tickets.updateTicket(made.id, { priority: 4 })).priority, 4);
  assert.equal(told(await client.tickets.replyTicket(made.id, { body: "Lähetämme uuden" })).body_text, "Lähetämme uuden");
  assert.equal(told(await client.tickets.addNotes(made.id, { body: "Varastossa", private: true })).private, true);
  console.log("made, changed, answered");
  const listed = told(await client.tickets.listTickets({}));
  assert.deepEqual(listed.map((row) => row.id), (await plainly("/tickets")).map((row) => row.id));
  const one = told(await client.tickets.getTicket(made.id, { include: "conversations" }));
  assert.deepEqual([one.id, one.conversations.map((said) => said.body_text)], [made.id, ["Lähetämme uuden", "Varastossa"]]);
  console.log("tickets");
  assert.deepEqual(
    told(await client.conversations.getAllTicketConversations(listed[0].id)).map((said) => said.id),
    (await plainly(`/tickets/${listed[0].id}/conversations`)).map((said) => said.id),
  );
  console.log("conversations");
  const fields = told(await client.ticketFields.getAllTicketFields());
  assert.deepEqual(fields.map((one) => one.name), (await plainly("/ticket_fields")).map((one) => one.name));
  console.log("fields");
  const contacts = told(await client.contacts.getAllContacts({}));
  assert.deepEqual(lasting(contacts.map((one) => ({ id: one.id, name: one.name }))), (await plainly("/contacts")).map(({ id, name }) => ({ id, name })));
  console.log("contacts");
  await refused(client.tickets.getTicket(999999, {}), 404);
  console.log("refusals");
});
