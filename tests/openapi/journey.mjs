// Work done with the TypeScript client: node journey.mjs <the built client> <address of a desk> <key>
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const [, , built, desk, key] = process.argv;
const { ApiError, Client, NoAnswer } = await import(pathToFileURL(built).href);
const collected = async (rows) => {
  const found = [];
  for await (const row of rows) found.push(row);
  return found;
};

const client = new Client({ desk, key });
const ticket = await client.openTicket({ email: "aino@asiakas.example", subject: "Parcel", description: "Where is it?", priority: 3 });
const reply = await client.replyToTicket(ticket.id, { body: "On its way." });
assert.deepEqual(reply.replied_to, ["aino@asiakas.example"]);
const changed = await client.updateTicket(ticket.id, { status: 4, tags: ["parcel"] });
assert.deepEqual([changed.status, changed.tags], [4, ["parcel"]]);
assert.deepEqual((await collected(client.listConversations(ticket.id))).map((said) => said.body_text), ["On its way."]);

for (const number of [1, 2, 3, 4, 5]) await client.createCompany({ name: `Company ${number}` });
const names = (await collected(client.listCompanies({ per_page: 2 }))).map((one) => one.name);
assert.deepEqual(names.filter((name) => name.startsWith("Company ")).sort(), [1, 2, 3, 4, 5].map((number) => `Company ${number}`));
assert.equal(new Set(names).size, names.length);

const losing = (times) => {
  let left = times;
  return async (...asked) => {
    const answer = await fetch(...asked);
    await answer.text();
    if (left-- > 0) throw new TypeError("terminated");
    return fetch(...asked);
  };
};
const slept = [];
const sleep = async (milliseconds) => void slept.push(milliseconds);
const before = (await collected(client.listTickets())).length;
await new Client({ desk, key, fetch: losing(2), sleep }).openTicket({ email: "bo@asiakas.example", subject: "Once" });
assert.deepEqual(slept, [500, 1000]);
assert.equal((await collected(client.listTickets())).length, before + 1);
await assert.rejects(new Client({ desk, key, fetch: losing(99), sleep, tries: 2 }).viewCaller(), NoAnswer);

await assert.rejects(client.createContact({ name: "", email: "nobody" }), (refused) => {
  assert(refused instanceof ApiError);
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.faults.map((fault) => [fault.field, fault.code]).sort(), [["email", "invalid_value"], ["name", "missing_field"]]);
  return true;
});
assert.equal(await client.deleteTicket(ticket.id), null);
console.log("all is well");
