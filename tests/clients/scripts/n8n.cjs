// n8n's Freshdesk node: its own code; what the engine gives a node (parameters, credentials, requests) is given here.
"use strict";
const { request: https } = require("node:https");
const { request: http } = require("node:http");
const { Freshdesk } = require("n8n-nodes-base/dist/nodes/Freshdesk/Freshdesk.node.js");
const { FreshdeskApi } = require("n8n-nodes-base/dist/credentials/FreshdeskApi.credentials.js");
const { assert, KEY, plainly, lasting, run } = require("./desk.cjs");

const node = new Freshdesk();

// As the engine's helper does: query from `qs`, JSON both ways, an error with the status for everything beyond 2xx.
function request({ uri, method, headers, qs, body, resolveWithFullResponse }) {
  const address = new URL(uri);
  for (const [name, value] of Object.entries(qs ?? {})) address.searchParams.append(name, value);
  return new Promise((done, failed) => {
    const asked = (address.protocol === "https:" ? https : http)(address, { method, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const text = Buffer.concat(parts).toString();
        const told = text ? JSON.parse(text) : undefined;
        if (answer.statusCode >= 300) return failed(Object.assign(new Error(`${answer.statusCode} - ${text}`), { statusCode: answer.statusCode, error: told }));
        done(resolveWithFullResponse ? { headers: answer.headers, body: told, statusCode: answer.statusCode } : told);
      });
    });
    asked.on("error", failed);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function engine(parameters, key = KEY) {
  return {
    getInputData: () => [{ json: {} }],
    getNodeParameter: (name, _, other) => parameters[name] ?? other,
    getCredentials: async () => ({ apiKey: key, domain: process.env.PLACE }),
    getNode: () => ({ name: "Freshdesk", type: "n8n-nodes-base.freshdesk", typeVersion: 1 }),
    continueOnFail: () => false,
    helpers: {
      request,
      returnJsonArray: (rows) => (Array.isArray(rows) ? rows : [rows]).map((json) => ({ json })),
      constructExecutionMetaData: (rows) => rows,
    },
  };
}

const act = async (parameters, key) => (await node.execute.call(engine(parameters, key)))[0].map((row) => row.json);

run(async () => {
  const tested = new FreshdeskApi().test.request;
  assert.equal(tested.url, "/agents/me");
  console.log("credentials");

  const ticket = { resource: "ticket" };
  const [made] = await act({
    ...ticket, operation: "create", requester: "email", requesterIdentificationValue: "n8n@asiakas.example", status: "open", priority: "high",
    source: "phone", options: { subject: "Työnkulku", description: "Hei", tags: "a,b" },
  });
  assert.deepEqual([made.subject, made.status, made.priority, made.source, made.tags], ["Työnkulku", 2, 3, 3, ["a", "b"]]);
  const [got] = await act({ ...ticket, operation: "get", ticketId: made.id });
  assert.deepEqual(lasting(got), lasting(made));
  const [changed] = await act({ ...ticket, operation: "update", ticketId: made.id, updateFields: { status: "pending", type: "Question" } });
  assert.deepEqual([changed.status, changed.type], [3, "Question"]);
  console.log("ticket");

  const all = await act({ ...ticket, operation: "getAll", returnAll: true, options: {} });
  assert.deepEqual(all.map((row) => row.id), (await plainly("/tickets?per_page=100")).map((row) => row.id));
  const some = await act({ ...ticket, operation: "getAll", returnAll: false, limit: 2, options: { include: ["requester", "stats"] } });
  assert.deepEqual(some.map((row) => [row.id, Object.keys(row.requester)]), all.slice(0, 2).map((row) => [row.id, ["id", "name", "email", "mobile", "phone"]]));
  console.log("all tickets");

  for (const [name, path, told] of [
    ["getAgents", "/agents", (row) => row.contact.name], ["getGroups", "/groups", (row) => row.name],
    ["getProducts", "/products", (row) => row.name], ["getCompanies", "/companies", (row) => row.name],
  ]) {
    const rows = await plainly(path);
    assert.deepEqual(await node.methods.loadOptions[name].call(engine({})), rows.map((row) => ({ name: told(row), value: row.id })));
  }
  console.log("choices");

  const contact = { resource: "contact" };
  const [person] = await act({ ...contact, operation: "create", name: "Niilo", email: "niilo.n8n@asiakas.example", additionalFields: { job_title: "Ostaja" } });
  assert.deepEqual([person.name, person.job_title], ["Niilo", "Ostaja"]);
  const [renamed] = await act({ ...contact, operation: "update", contactId: person.id, additionalFields: { name: "Niilo N" } });
  assert.equal(renamed.name, "Niilo N");
  assert.deepEqual((await act({ ...contact, operation: "getAll", filters: { email: "niilo.n8n@asiakas.example" } })).map((row) => row.id), [person.id]);
  assert.deepEqual(await act({ ...contact, operation: "delete", contactId: person.id }), [{ success: true }]);
  console.log("contacts");

  assert.deepEqual(await act({ ...ticket, operation: "delete", ticketId: made.id }), [{ success: true }]);
  const refused = await act({ ...ticket, operation: "get", ticketId: 1 }, "wrong").then(() => null, (fault) => fault);
  assert.deepEqual([refused.name, refused.httpCode], ["NodeApiError", "401"]);
  console.log("deleted, refused");
});
