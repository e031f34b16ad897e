import assert from "node:assert/strict";
import { test } from "node:test";

import type { CallLeg } from "../generated/shapes.gen";
import { partOf } from "./partOf.ts";

const ROSA = 1;
const WANG = 2;
const leg = (staff_id: number | null, state: CallLeg["state"], part: CallLeg["part"] = "librarian") => ({ staff_id, state, part });

test("whose telephone rings is not in the call yet, whatever others say there", () => {
  assert.equal(partOf([leg(null, "joined", "caller"), leg(WANG, "joined"), leg(ROSA, "ringing")], ROSA, WANG, true), "rung");
  assert.equal(partOf([leg(null, "joined", "caller"), leg(WANG, "joined")], ROSA, WANG, false), "none");
  assert.equal(partOf([leg(ROSA, "joined", "supervisor")], ROSA, WANG, false), "none");
});

test("passed on, it is mine until the other telephone is answered, and no longer to be ended by me", () => {
  const legs = [leg(null, "joined", "caller"), leg(ROSA, "joined"), leg(WANG, "ringing")];
  assert.deepEqual([partOf(legs, ROSA, WANG, false), partOf(legs, WANG, WANG, false)], ["until", "rung"]);
  assert.equal(partOf(legs, ROSA, ROSA, false), "in");
  assert.equal(partOf(legs, ROSA, WANG, true), "in");
  assert.equal(partOf([leg(ROSA, "joined")], ROSA, WANG, false, true), "until");
  assert.equal(partOf([leg(ROSA, "joined")], ROSA, ROSA, false, true), "in");
  // Who calls from a colleague's ticket: theirs does not ring.
  assert.equal(partOf([leg(ROSA, "joined")], ROSA, WANG, false), "in");
});
