import assert from "node:assert/strict";
import { test } from "node:test";

import { standsSince } from "./standsSince.ts";

test("each state has its own clock", () => {
  const rung = { state_since: "rang", talked_at: null };
  assert.equal(standsSince({ ...rung, state: "waiting" }, "joined the line"), "joined the line");
  assert.equal(standsSince({ ...rung, state: "ringing" }, "joined the line"), "rang");
  const held = { state_since: "held", talked_at: "talked" };
  assert.equal(standsSince({ ...held, state: "held" }, null), "held");
  assert.equal(standsSince({ ...held, state: "talking" }, null), "talked");
  assert.equal(standsSince({ ...held, state: "waiting" }, null), "held");
});
