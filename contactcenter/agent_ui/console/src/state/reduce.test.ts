import assert from "node:assert/strict";
import { test } from "node:test";

import type { ListedTicket, Message, WireEvent } from "../generated/shapes.gen";
import { merged, reduce, type State } from "./reduce.ts";

function row(id: number, parts: Partial<ListedTicket> = {}): ListedTicket {
  return {
    id, version: 1, subject: "Loan", channel: "email", queue_id: 1, state: "open", lane: "waiting", assignee_id: null, assignee_name: null,
    patron_id: 1, patron_name: "Amina Okafor", locale: "en", preview: "", preview_by: "patron", created_at: "2026-11-24T08:00:00Z",
    updated_at: "2026-11-24T08:00:00Z", waiting_since: null, snoozed_until: null, last_patron_version: 1, message_count: 1, merged_into: null,
    live: false, call_kind: null, offered_to: null, pushed_until: null, priority: 0, due_kind: null, due_at: null, due_near_at: null, trouble: null, tags: [], set_aside_by: null, read_version: 0, ...parts,
  };
}

function message(id: number, parts: Partial<Message> = {}): Message {
  return {
    id, ticket_id: 1, version: id, kind: "patron", channel: "email", author: { kind: "patron", id: 1, name: "Amina Okafor" }, address: null, address_shown: "",
    proof: null, recipients: [], text: "", reply: "", has_html: false, remote_pictures: false, html: null, attachments: [], created_at: "2026-11-24T08:00:00Z", client_id: null,
    automatic: null, findings: [], problems: [], language: null, origin_ticket_id: null, delivery: null, deliveries: [], ...parts,
  };
}

function event(position: number, type: string, data: Record<string, unknown>, parts: Partial<WireEvent> = {}): WireEvent {
  return {
    position, type, stream: "ticket:1", version: position, at: "2026-11-24T08:00:00Z", actor: { kind: "staff", id: 1, name: "Rosa Marín" },
    data, ticket: null, read_version: null, messages: [], record: null, needs: [], ...parts,
  };
}

const START: State = { tickets: { 1: row(1) }, threads: { 1: { messages: [message(1)], activity: [] } }, records: {}, needs: null, position: 5 };

test("an event that was taken in before changes nothing", () => {
  assert.equal(reduce(START, event(5, "ticket.dropped", { ticket_id: 1 })), START);
});

test("a message comes into its thread once, in the order of time", () => {
  const early = message(3, { created_at: "2026-11-24T07:59:59.999999Z" });
  const once = reduce(START, event(6, "message.received", { ticket_id: 1, message_id: 3 }, { messages: [early], ticket: row(1, { version: 2 }) }));
  const twice = reduce(once, event(7, "message.received", { ticket_id: 1, message_id: 3 }, { messages: [early] }));
  assert.deepEqual(twice.threads[1]!.messages.map((one) => one.id), [3, 1]);
  assert.equal(twice.tickets[1]!.version, 2);
});

test("a fresher row stays, and how far I have read is mine", () => {
  const state: State = { ...START, tickets: { 1: row(1, { version: 9, read_version: 4 }) } };
  assert.equal(reduce(state, event(6, "ticket.assigned", { ticket_id: 1 }, { ticket: row(1, { version: 8 }) })).tickets[1]!.version, 9);
  assert.equal(reduce(state, event(6, "ticket.assigned", { ticket_id: 1 }, { ticket: row(1, { version: 10 }) })).tickets[1]!.read_version, 4);
  assert.equal(reduce(state, event(6, "ticket.read", { ticket_id: 1, up_to_version: 7 })).tickets[1]!.read_version, 7);
});

test("a ticket that comes back into view is as read as it was", () => {
  const gone = reduce(START, event(6, "ticket.dropped", { ticket_id: 1 }));
  const back = reduce(gone, event(7, "ticket.moved", { ticket_id: 1 }, { ticket: row(1, { version: 3 }), read_version: 2 }));
  assert.equal(back.tickets[1]!.read_version, 2);
});

test("a dropped ticket is forgotten whole", () => {
  assert.deepEqual(reduce(START, event(6, "ticket.dropped", { ticket_id: 1 })), { tickets: {}, threads: {}, records: {}, needs: null, position: 6 });
});

test("what is split off leaves, and is told as a quiet line", () => {
  const state: State = { ...START, threads: { 1: { messages: [message(1), message(2)], activity: [] } } };
  const after = reduce(state, event(6, "messages.moved", { ticket_id: 1, other_ticket_id: 2, direction: "out", reason: "split", message_ids: [2] }));
  assert.deepEqual(after.threads[1]!.messages.map((one) => one.id), [1]);
  assert.deepEqual(after.threads[1]!.activity.map((one) => one.type), ["messages.moved"]);
});

test("a merge too large to carry makes the thread be loaded anew", () => {
  const after = reduce(START, event(6, "messages.moved", { ticket_id: 1, other_ticket_id: 2, direction: "in", reason: "merge", message_ids: [7, 8] }, { messages: [] }));
  assert.equal(after.threads[1], undefined);
});

test("a merged ticket keeps its own messages only", () => {
  const state: State = { ...START, threads: { 1: { messages: [message(1), message(2, { ticket_id: 9 })], activity: [] } } };
  const after = reduce(state, event(6, "ticket.merged", { ticket_id: 1, into_ticket_id: 3, message_ids: [1, 2] }));
  assert.deepEqual(after.threads[1]!.messages.map((one) => one.id), [1]);
});

test("a delivery's step shows in every thread that has the reply", () => {
  const sent = message(2, { ticket_id: 9, kind: "staff", delivery: { id: 4, state: "sent", channel: "email", to: "", shown: "", code: null, detail: null, attempts: 1, next_try_at: null, leaves_at: null } });
  const state: State = { ...START, threads: { 1: { messages: [message(1), message(2, { ticket_id: 9, kind: "staff" })], activity: [] } } };
  const after = reduce(state, event(6, "delivery.changed", { ticket_id: 9, message_id: 2, state: "sent" }, { messages: [sent] }));
  assert.equal(after.threads[1]!.messages[1]!.delivery?.state, "sent");
});

test("merging stretches keeps microseconds in order, also of whole seconds", () => {
  const whole = message(5, { created_at: "2026-11-24T08:00:01Z" });
  const after = message(4, { created_at: "2026-11-24T08:00:01.000001Z" });
  assert.deepEqual(merged([after], [whole]).map((one) => one.id), [5, 4]);
});

test("a record that is on the screen follows, one that is not stays away, and a dropped ticket takes its own along", () => {
  const record = { ticket_id: 1, need_id: 7, transactions: [] };
  const chosen = event(6, "ticket.need_chosen", { ticket_id: 1, need_id: 7 }, { record });
  assert.deepEqual(reduce(START, chosen).records, {});
  const open: State = { ...START, records: { 1: { ...record, need_id: null } } };
  assert.equal(reduce(open, chosen).records[1]!.need_id, 7);
  assert.deepEqual(reduce(open, event(6, "ticket.dropped", { ticket_id: 1 })).records, {});
});

test("the tree follows once it was read", () => {
  const need = { id: 3, parent_id: null, slug: "loans", name: "Loans", name_zh: "借阅", place: 0, version: 2, retired_at: null };
  const renamed = event(6, "need.changed", { need_ids: [3] }, { needs: [need] });
  assert.equal(reduce(START, renamed).needs, null);
  assert.equal(reduce({ ...START, needs: { 3: { ...need, name: "Lending", version: 1 } } }, renamed).needs![3]!.name, "Loans");
});
