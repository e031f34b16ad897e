import assert from "node:assert/strict";
import { test } from "node:test";

import { stateOf } from "./seatState.ts";

const ring = { ticket_id: 7, patron_name: "Amina", channel: "web_chat", since: "2026-11-26T09:00:00Z" };
const free = { presence: "available" as const, has_room: true, ring: null, calls: 0 };

test("available is who has room and is not rung", () => {
  assert.equal(stateOf(free), "available");
  assert.equal(stateOf({ ...free, has_room: false, calls: 1 }), "on_call");
  assert.equal(stateOf({ ...free, has_room: false }), "full");
  assert.equal(stateOf({ ...free, ring }), "ringing");
});

test("whoever is not ready is that, whatever they hold", () => {
  assert.equal(stateOf({ presence: "away", has_room: false, ring: null, calls: 1 }), "away");
  assert.equal(stateOf({ presence: "busy", has_room: true, ring, calls: 0 }), "busy");
});
