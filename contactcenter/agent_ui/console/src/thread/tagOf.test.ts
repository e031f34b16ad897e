import assert from "node:assert/strict";
import { test } from "node:test";

import { isCommand, tagOf } from "./tagOf.ts";

const found = (code: string, word: string) => [{ code, kind: "machine" as const, reason: "", effect: "aside" as const, fields: { word } }];

test("A text of one word says which it was, also where the rule had one name for both", () => {
  assert.equal(tagOf({ automatic: "opt_stop", findings: found("opt_stop", "stop") }), "opt_stop");
  assert.equal(tagOf({ automatic: "opt_word", findings: found("opt_word", "start") }), "opt_start");
  assert.equal(tagOf({ automatic: null, findings: found("opt_help", "help") }), "opt_help");
  // A librarian said that it is a question: it is set aside no more.
  assert.equal(tagOf({ automatic: null, findings: found("opt_stop", "stop") }), null);
  assert.equal(tagOf({ automatic: "list", findings: [] }), "list");
});

test("a word to the carrier asks nothing; what a machine wrote may", () => {
  assert.equal(isCommand({ automatic: "opt_start", findings: found("opt_start", "start") }), true);
  assert.equal(isCommand({ automatic: "list", findings: [] }), false);
});
