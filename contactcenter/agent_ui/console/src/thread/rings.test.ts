import assert from "node:assert/strict";
import { test } from "node:test";

import type { Activity } from "../generated/shapes.gen";
import { fewer, rungAt } from "./rings.ts";

let version = 0;
const line = (type: string, data: Activity["data"] = {}): Activity =>
  ({ version: (version += 1), type, at: `2026-11-26T09:00:${String(version % 60).padStart(2, "0")}Z`, actor: { kind: "system", id: null, name: "" }, data });
const made = (offer_id: number, staff_id: number): Activity => line("offer.made", { offer_id, staff_id });
const ended = (offer_id: number, staff_id: number, outcome: string): Activity => line("offer.ended", { offer_id, staff_id, outcome });
const types = (lines: Activity[]): string[] => fewer(lines).map((one) => one.type);

test("a ring is told by how it ended", () => {
  assert.deepEqual(types([line("ticket.opened"), line("patron.came"), made(1, 7)]), ["ticket.opened", "offer.made"]);
  assert.deepEqual(types([made(1, 7), ended(1, 7, "accepted"), line("ticket.assigned", { reason: "offer" })]), ["ticket.assigned"]);
  assert.deepEqual(types([made(1, 7), ended(1, 7, "declined")]), ["offer.ended"]);
});

test("several in vain are one line", () => {
  const told = fewer([made(1, 7), ended(1, 7, "missed"), made(2, 8), ended(2, 8, "missed"), made(3, 7), ended(3, 7, "missed")]);
  assert.equal(told.length, 1);
  assert.deepEqual(rungAt(told[0]!), [7, 8]);
  assert.equal(fewer([made(1, 7), ended(1, 7, "missed"), made(2, 8), ended(2, 8, "declined")]).length, 2);
});

test("what was withdrawn is told by what happened meanwhile, or by itself", () => {
  assert.deepEqual(types([made(1, 7), line("ticket.assigned"), ended(1, 7, "withdrawn")]), ["ticket.assigned"]);
  assert.deepEqual(types([made(1, 7), line("patron.left"), ended(1, 7, "withdrawn")]), ["patron.left"]);
  assert.deepEqual(types([line("ticket.moved"), made(1, 7), ended(1, 7, "withdrawn")]), ["ticket.moved", "offer.ended"]);
  assert.deepEqual(types([made(1, 7), line("ticket.tagged"), ended(1, 7, "withdrawn")]), ["ticket.tagged", "offer.ended"]);
});

test("a caller who left while it rang left it themselves, and nobody went away", () => {
  const rang = (...between: string[]): unknown[] =>
    fewer([line("call.begun"), line("patron.came"), made(1, 7), ...between.map((one) => line(one)), ended(1, 7, "withdrawn")], true).map((one) => one.data["outcome"] ?? one.type);
  assert.deepEqual(rang("patron.left"), ["call.begun", "callerLeft"]);
  assert.deepEqual(rang("ticket.assigned"), ["call.begun", "ticket.assigned"]);
  assert.deepEqual(rang(), ["call.begun", "withdrawn"]);
});

test("who comes back was away", () => {
  const told = fewer([line("patron.came"), line("patron.left"), line("patron.came")]);
  assert.deepEqual(told.map((one) => one.type), ["patron.away"]);
  assert.equal(typeof told[0]!.data["until"], "string");
  assert.deepEqual(types([line("patron.came"), line("patron.left"), line("ticket.assigned"), line("patron.came")]), ["patron.left", "ticket.assigned", "patron.came"]);
});
