import assert from "node:assert/strict";
import { test } from "node:test";

import { fitting } from "./fitting.ts";

test("what has no room is left out from the end, but never the tab in use", () => {
  assert.deepEqual(fitting([40, 60, 60], 190, 10, 0), [true, true, true]);
  assert.deepEqual(fitting([40, 60, 60], 189, 10, 0), [true, true, false]);
  assert.deepEqual(fitting([40, 60, 60], 189, 10, 2), [true, false, true]);
  // A narrow one does not slip in before a wide one that has no room: the order stays.
  assert.deepEqual(fitting([40, 90, 10], 120, 10, 0), [true, false, false]);
  assert.deepEqual(fitting([40, 60], 0, 10, -1), [false, false]);
});
