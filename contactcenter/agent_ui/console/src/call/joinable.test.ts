import assert from "node:assert/strict";
import { test } from "node:test";

import { joinable } from "./joinable.ts";

test("a call belongs to what is open, the newest first, a colleague's last", () => {
  const row = (id: number, state: string, hour: number, lane = "open", assignee_id: number | null = 2) => ({ id, state, lane, assignee_id, updated_at: `2026-11-26T0${hour}:00:00Z` }) as never;
  const rows = [row(1, "open", 1), row(2, "closed", 5, "closed"), row(3, "waiting_patron", 4), row(4, "junk", 6, "junk"), row(5, "open", 7, "merged"), row(6, "snoozed", 2), row(7, "open", 9, "open", 3), row(8, "open", 3, "waiting", null)];
  assert.deepEqual(joinable(rows, 2).map((one: { id: number }) => one.id), [3, 8, 6, 1, 7]);
});
