import assert from "node:assert/strict";
import { test } from "node:test";

import type { ListedTicket } from "../generated/shapes.gen";
import { layOut } from "./groups.ts";
import { belongs, compareRows, type Filter } from "./membership.ts";
import { filled, inserted, letGo, NOTHING, pageAt, removed, total, type Pages } from "./pages.ts";

const row = (id: number, parts: Partial<ListedTicket> = {}): ListedTicket =>
  ({ id, version: 1, channel: "email", queue_id: 1, lane: "waiting", assignee_id: null, set_aside_by: null, tags: [], created_at: "2026-11-24T08:00:00Z", updated_at: "2026-11-24T08:00:00Z", waiting_since: null, ...parts }) as ListedTicket;
const all: Filter = { view: "all", queue: null, channel: null, lane: null, rule: null, tag: null, owner: null, q: "", sort: "updated" };
const rosa = { id: 1, queues: new Set([1, 2]), asked: new Set([40]) };

test("views hold what their name says", () => {
  assert.ok(belongs(row(1), { ...all, view: "waiting" }, rosa));
  assert.ok(!belongs(row(1, { lane: "junk" }), all, rosa));
  assert.ok(belongs(row(1, { lane: "junk", set_aside_by: "staff" }), { ...all, view: "set_aside" }, rosa));
  assert.ok(belongs(row(1, { lane: "closed", set_aside_by: "subject" }), { ...all, view: "set_aside" }, rosa));
  assert.ok(!belongs(row(1, { lane: "merged", set_aside_by: "subject" }), { ...all, view: "set_aside" }, rosa));
  assert.ok(!belongs(row(1, { lane: "closed" }), { ...all, view: "set_aside" }, rosa));
  assert.ok(!belongs(row(1, { queue_id: 3 }), all, rosa));
  assert.ok(belongs(row(1, { queue_id: 3, assignee_id: 1, lane: "open" }), { ...all, view: "mine" }, rosa));
  assert.ok(!belongs(row(1, { assignee_id: 1, lane: "closed" }), { ...all, view: "mine" }, rosa));
  assert.ok(belongs(row(40, { queue_id: 3 }), { ...all, view: "asked" }, rosa));
  // A conversation that she was asked into is hers as long as it goes on.
  const beside = { queue_id: 3, lane: "open", assignee_id: 2 } as const;
  assert.deepEqual([true, false].map((live) => belongs(row(40, { ...beside, live }), { ...all, view: "mine" }, rosa)), [true, false]);
  assert.ok(!belongs(row(41, { ...beside, live: true }), { ...all, view: "mine" }, rosa));
  assert.ok(!belongs(row(1, { lane: "merged" }), all, rosa));
});

test("filters narrow every view", () => {
  assert.ok(!belongs(row(1), { ...all, queue: 2 }, rosa));
  assert.ok(!belongs(row(1), { ...all, channel: "web_chat" }, rosa));
  assert.ok(!belongs(row(1), { ...all, lane: "closed" }, rosa));
  assert.ok(belongs(row(1, { tags: [3, 5] }), { ...all, tag: 5 }, rosa));
  assert.ok(!belongs(row(1, { tags: [3] }), { ...all, tag: 5 }, rosa));
  assert.ok(belongs(row(1, { assignee_id: 7, lane: "open" }), { ...all, owner: 7 }, rosa));
  assert.ok(!belongs(row(1, { assignee_id: 7, lane: "closed" }), { ...all, owner: 7 }, rosa));
  const lists: Filter = { ...all, view: "set_aside", rule: "list" };
  assert.ok(belongs(row(1, { lane: "junk", set_aside_by: "list" }), lists, rosa));
  assert.ok(!belongs(row(1, { lane: "junk", set_aside_by: "subject" }), lists, rosa));
});

test("whom we call stands under what is live, whichever way the inquiry came", () => {
  const rows = { 1: row(1), 2: row(2, { call_kind: "out" }), 3: row(3, { call_kind: "voicemail" }) };
  const laid = layOut(filled(NOTHING, 0, [1, 2, 3], null), rows, "updated", 0);
  assert.deepEqual([0, 1, 2, 3, 4].map((at) => laid.at(at)), [
    { kind: "heading", heading: "live" }, { kind: "row", id: 2 }, { kind: "heading", heading: "today" }, { kind: "row", id: 1 }, { kind: "row", id: 3 },
  ]);
});

test("the longest wait comes first, and nobody waiting last", () => {
  const rows = [row(1), row(2, { waiting_since: "2026-11-24T08:00:00.5Z" }), row(3, { waiting_since: "2026-11-24T08:00:00Z" })];
  assert.deepEqual(rows.sort((a, b) => compareRows(a, b, "waiting")).map((one) => one.id), [3, 2, 1]);
});

test("pages: filled, found, let go and filled again without doubling", () => {
  let list: Pages = filled(NOTHING, 0, [1, 2, 3], "b");
  list = filled(list, 1, [3, 4, 5], "c");
  assert.equal(total(list), 5);
  assert.deepEqual(pageAt(list, 3), { page: 1, start: 3 });
  assert.equal(pageAt(list, 5), null);
  const gone = letGo(list, 1, 0);
  assert.equal(gone.pages[0]!.ids, null);
  assert.equal(total(gone), 5);
  assert.deepEqual(filled(gone, 0, [1, 2, 3], "b").pages[0]!.ids, [1, 2, 3]);
  assert.equal(letGo(list, 1), list);
});

test("a row is put where it stands; beyond what was read it is not", () => {
  const list = filled(NOTHING, 0, [9, 7, 5], "more");
  assert.deepEqual(inserted(list, 8, (other) => 8 > other).pages[0]!.ids, [9, 8, 7, 5]);
  assert.equal(inserted(list, 1, (other) => 1 > other), list);
  assert.deepEqual(inserted({ ...list, next: null }, 1, (other) => 1 > other).pages[0]!.ids, [9, 7, 5, 1]);
  assert.deepEqual(inserted(NOTHING, 1, () => false).pages[0]!.ids, [1]);
  assert.deepEqual(removed(list, 7).pages[0]!.ids, [9, 5]);
});

test("live chats stand above today, and earlier days below", () => {
  const rows = { 1: row(1, { updated_at: "2026-11-24T11:59:00Z" }), 2: row(2, { channel: "web_chat", live: true, updated_at: "2026-11-24T11:58:00Z" }), 3: row(3, { updated_at: "2026-11-20T00:00:00Z" }) };
  const layout = layOut(filled(NOTHING, 0, [1, 2, 3], null), rows, "updated", Date.parse("2026-11-24T00:00:00Z"));
  const items = Array.from({ length: layout.length }, (_, index) => layout.at(index)).map((item) => (item.kind === "heading" ? item.heading : item.kind === "row" ? item.id : "gap"));
  assert.deepEqual(items, ["live", 2, "today", 1, "earlier", 3]);
  assert.deepEqual(layout.rows, [2, 1, 3]);
  assert.equal(layout.placeOf(3), 5);
  assert.equal(layOut(filled(NOTHING, 0, [1], null), rows, "created", 0).length, 1);
});
