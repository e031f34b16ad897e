import assert from "node:assert/strict";
import { test } from "node:test";

import { mayRing, stateOf } from "./seatState.ts";

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

test("it would ring where there is room and nothing else rings; advice is asked for in wrap-up, too", () => {
  const free = { presence: "available", has_room: true, rings: false, chats: 0 } as const;
  assert.deepEqual([mayRing(free, "cold", true), mayRing(undefined, "cold", false)], [true, false]);
  assert.equal(mayRing({ ...free, rings: true }, "warm", false), false);
  assert.equal(mayRing({ ...free, has_room: false }, "warm", false), false);
  assert.deepEqual(([true, false] as const).map((call) => mayRing({ ...free, chats: 1 }, "cold", call)), [false, true]);
  assert.deepEqual((["cold", "warm"] as const).map((way) => mayRing({ ...free, presence: "wrap_up" }, way, false)), [false, true]);
});
