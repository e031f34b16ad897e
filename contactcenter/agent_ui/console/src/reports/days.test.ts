import assert from "node:assert/strict";
import { test } from "node:test";

import { days, presetOf } from "./days.ts";

test("months and years begin and end where the calendar says", () => {
  assert.deepEqual(days("lastMonth", "2028-03-31"), ["2028-02-01", "2028-02-29"]);
  assert.deepEqual(days("lastMonth", "2026-01-05"), ["2025-12-01", "2025-12-31"]);
  assert.deepEqual(days("lastYear", "2026-11-26"), ["2025-01-01", "2025-12-31"]);
  assert.deepEqual(days("week", "2026-03-02"), ["2026-02-24", "2026-03-02"]);
});

test("days that are a preset's are known as such", () => {
  assert.equal(presetOf("2026-11-01", "2026-11-26", "2026-11-26"), "thisMonth");
  assert.equal(presetOf("2026-11-02", "2026-11-05", "2026-11-26"), "");
});
