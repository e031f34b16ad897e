import assert from "node:assert/strict";
import { test } from "node:test";

import type { CallLeg } from "../generated/shapes.gen";
import { notIn, whyNotIn } from "./notIn.ts";

const INES = 3;
const leg = (id: number, more: Partial<CallLeg> = {}): CallLeg => ({
  id, part: "supervisor", staff_id: INES, number: "", shown: "", device: "telephone", state: "over", held: false, muted: false, mode: "listen", code: "no_answer", joined_at: null, ...more,
});

test("A telephone that nobody answered is told until it rings anew, and only to whose it is", () => {
  assert.equal(notIn([leg(1)], INES)?.id, 1);
  assert.equal(notIn([leg(1)], 4), undefined);
  assert.equal(notIn([leg(1), leg(2, { state: "ringing", code: "" })], INES), undefined);
  assert.equal(notIn([leg(1), leg(2, { code: "completed", joined_at: "2026-11-27T00:00:00Z" })], INES), undefined);
  assert.equal(notIn([leg(1), leg(2, { part: "librarian" })], INES)?.id, 1);
  assert.equal(notIn([leg(1, { code: "canceled" })], INES), undefined);
});

test("Why it came to nothing", () => {
  assert.deepEqual([leg(1, { code: "busy" }), leg(1, { code: "failed" }), leg(1, { code: "completed" }), leg(1), leg(1, { device: "browser" })].map(whyNotIn), ["busy", "failed", "no_key", "no_answer", "browser"]);
});
