// What every Node client is measured against: the API asked plainly, without any client.
"use strict";
const assert = require("node:assert/strict");
const { DESK, KEY } = process.env;
const headers = { Authorization: `Basic ${Buffer.from(`${KEY}:X`).toString("base64")}`, "Content-Type": "application/json" };

async function plainly(path) {
  const answer = await fetch(`${DESK}/api/v2${path}`, { headers });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

// Instants and counters move on while the desk works on what it was told.
function lasting(value, moving = ["updated_at", "version", "waiting", "responder_id", "due_by", "fr_due_by", "nr_due_by", "delivery"]) {
  if (Array.isArray(value)) return value.map((one) => lasting(one, moving));
  return Object.fromEntries(Object.entries(value).filter(([name]) => !moving.includes(name)));
}

async function refused(call, status) {
  const fault = await call.then(() => null, (error) => error);
  assert.ok(fault, "it was not refused");
  assert.equal(fault.status ?? fault.statusCode ?? fault.response?.status, status, String(fault));
  return fault;
}

// A change is listed by its time once it is some seconds old.
async function until(find, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; ; ) {
    const found = await find();
    if (found) return found;
    assert.ok(Date.now() < end, "it is not listed in time");
    await new Promise((done) => setTimeout(done, 500));
  }
}

function run(work) {
  work().catch((fault) => {
    console.error(fault);
    process.exit(1);
  });
}

module.exports = { assert, DESK, KEY, plainly, lasting, refused, until, run };
