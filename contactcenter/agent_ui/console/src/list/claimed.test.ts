import assert from "node:assert/strict";
import { test } from "node:test";

import { claimed } from "./claimed.ts";

test("a name that a number brought is as claimed; a number claims no name", () => {
  assert.deepEqual(["phone", "sms", "fax"].map((way) => claimed("Amina Okafor", way)), [true, true, true]);
  assert.deepEqual([claimed("+86 138 0013 8000", "phone"), claimed("", "phone"), claimed("Amina Okafor", "email"), claimed("李雷", "web_chat")], [false, false, false, false]);
});
