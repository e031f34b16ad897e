import assert from "node:assert/strict";
import { test } from "node:test";

import { otherZone } from "./zone.ts";

const AT = "2026-11-26T09:00:00Z";

test("a zone is named only where its clock shows another time", () => {
  assert.equal(otherZone("Asia/Shanghai", AT, "en-GB", "UTC"), "GMT+8");
  assert.equal(otherZone("Asia/Shanghai", AT, "zh-CN", "UTC"), "GMT+8");
  assert.equal(otherZone("Asia/Shanghai", AT, "en-GB", "Asia/Singapore"), "");
  assert.equal(otherZone("Europe/London", AT, "en-GB", "UTC"), "");
  assert.notEqual(otherZone("Europe/London", "2026-07-26T09:00:00Z", "en-GB", "UTC"), "");
});
