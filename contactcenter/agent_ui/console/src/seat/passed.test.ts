import assert from "node:assert/strict";
import { test } from "node:test";

import { noteOf } from "./passed.ts";

test("the note that came with it is told, no older one and no colleague's", () => {
  const note = (id: number, minute: number, text: string, kind = "note") => ({ kind, text, author: { id }, created_at: `2026-11-26T10:0${minute}:00Z` });
  const said = [note(2, 0, "old"), note(2, 5, "She asks for two renewals."), note(3, 5, "of another"), note(2, 5, "an answer", "staff")];
  assert.equal(noteOf(said, 2, "2026-11-26T10:05:00Z"), "She asks for two renewals.");
  assert.equal(noteOf(said, 2, "2026-11-26T10:09:00Z"), "");
});
