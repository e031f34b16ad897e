import assert from "node:assert/strict";
import { test } from "node:test";

import type { Seat, TicketRow, WireEvent } from "../generated/shapes.gen";
import { handled, rung, seated, type Ringing, type SeatsById } from "./ringing.ts";

const ROSA = 1;
const WANG = 2;
const event = (type: string, data: WireEvent["data"], ticket: Partial<TicketRow> | null = null): WireEvent =>
  ({ position: 1, type, stream: "", version: 1, at: "2026-11-26T09:00:00Z", actor: { kind: "system", id: null, name: "" }, data, ticket, messages: [], read_version: null, record: null, needs: [] }) as WireEvent;
const made = (offer_id: number, staff_id: number): WireEvent =>
  event("offer.made", { offer_id, staff_id, ticket_id: 42, expires_at: "2026-11-26T09:00:30Z", waited_since: "2026-11-26T08:59:00Z" }, { id: 42 });
const after = (...events: WireEvent[]): readonly Ringing[] => events.reduce<readonly Ringing[]>((known, one) => rung(known, one, ROSA), []);

test("it rings at whom it is offered to, once", () => {
  assert.deepEqual(after(made(1, ROSA), made(1, ROSA)).map((one) => one.id), [1]);
  assert.deepEqual(after(made(1, WANG)), []);
});

test("it rings no longer once it ended, wherever it was answered, or is out of sight", () => {
  assert.deepEqual(after(made(1, ROSA), event("offer.ended", { offer_id: 1, staff_id: ROSA, outcome: "accepted" })), []);
  assert.deepEqual(after(made(1, ROSA), event("ticket.dropped", { ticket_id: 42 })), []);
  assert.equal(after(made(1, ROSA), event("ticket.dropped", { ticket_id: 43 })).length, 1);
});

test("a seat is as it was last told, and holds what it was known to hold", () => {
  const before: SeatsById = { [ROSA]: { staff_id: ROSA, presence: "wrap_up", reason: null, since: "a", until: "b", chats: 2, calls: 0, has_room: false } as Seat };
  // The log leaves out what is empty.
  const now = seated(before, event("seat.changed", { staff_id: ROSA, presence: "away", reason: "lunch", since: "c" }));
  assert.deepEqual(now[ROSA], { staff_id: ROSA, presence: "away", reason: "lunch", since: "c", until: null, chats: 2, calls: 0, has_room: false, rings: false });
  assert.equal(seated(before, event("ticket.assigned", { ticket_id: 42 })), before);
});

test("seats are asked for anew where it rings, and where live inquiries change hands", () => {
  const row = (over: Partial<TicketRow>): TicketRow => ({ id: 42, live: true, lane: "open", assignee_id: WANG, ...over }) as TicketRow;
  const moved = event("ticket.assigned", { ticket_id: 42 });
  assert.deepEqual(handled(made(1, WANG), undefined, undefined), [WANG]);
  assert.deepEqual(handled(event("colleague.joined", { ticket_id: 42, staff_id: ROSA }), row({}), row({})), [ROSA]);
  // Her telephone rings for her own call out: nobody is at the other end yet.
  assert.deepEqual(handled(event("call.leg_changed", { ticket_id: 42, staff_id: ROSA, part: "librarian" }), row({}), row({})), [ROSA]);
  assert.deepEqual(handled(event("call.leg_changed", { ticket_id: 42, staff_id: null, part: "caller" }), row({}), row({})), []);
  assert.deepEqual(handled(moved, row({ assignee_id: null, lane: "waiting" }), row({})), [WANG]);
  assert.deepEqual(handled(moved, row({}), row({ lane: "closed", live: false })), [WANG, WANG]);
  assert.deepEqual(handled(moved, row({}), row({ preview: "more words" })), []);
  assert.deepEqual(handled(moved, row({ live: false, assignee_id: null }), row({ live: false })), []);
});
