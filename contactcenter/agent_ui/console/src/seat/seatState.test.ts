import assert from "node:assert/strict";
import { test } from "node:test";

import { stateOf } from "./seatState.ts";

const free = { presence: "available" as const, has_room: true, rings: false, calls: 0 };

test("available is who has room and is not rung", () => {
  assert.equal(stateOf(free), "available");
  assert.equal(stateOf({ ...free, has_room: false, calls: 1 }), "on_call");
  assert.equal(stateOf({ ...free, has_room: false }), "full");
  assert.equal(stateOf({ ...free, rings: true }), "ringing");
});

test("who never sat down is offline", () => assert.equal(stateOf(undefined), "offline"));

test("whoever is not ready is that, whatever they hold", () => {
  assert.equal(stateOf({ presence: "away", has_room: false, rings: false, calls: 1 }), "away");
  assert.equal(stateOf({ presence: "busy", has_room: true, rings: true, calls: 0 }), "busy");
});
