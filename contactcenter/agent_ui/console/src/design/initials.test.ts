import assert from "node:assert/strict";
import { test } from "node:test";

import { initials } from "./initials.ts";

test("a name, an address, a number", () => {
  assert.equal(initials("Amina Okafor"), "AO");
  assert.equal(initials("王芳"), "王芳");
  assert.equal(initials("lilei@uni.example"), "L");
  assert.equal(initials("+86 138 0013 8046"), "46");
  assert.equal(initials("+8613800138046"), "46");
  assert.equal(initials(""), "?");
});
