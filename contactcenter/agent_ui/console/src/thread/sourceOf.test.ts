import assert from "node:assert/strict";
import { test } from "node:test";

import { sourceOf } from "./sourceOf.ts";

test("The far side's words are told as its own, and never as ours", () => {
  const of = (channel: string, detail: string | null) => sourceOf({ channel, detail });
  assert.equal(of("sms", "30003 Unreachable destination handset"), "byCarrier");
  assert.equal(of("sms", "21610: Attempt to send to unsubscribed recipient"), "byCarrier");
  assert.equal(of("email", "550 5.1.1 no such user"), "byServer");
  assert.equal(of("sms", "No number of ours may text (carrier.numbers)."), "inDetail");
  assert.equal(of("sms", " "), null);
  assert.equal(of("fax", null), null);
});
