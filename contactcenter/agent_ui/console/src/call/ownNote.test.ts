import assert from "node:assert/strict";
import { test } from "node:test";

import { ownNote } from "./ownNote.ts";

const note = (client_id: string, text: string, author = { kind: "system" as const, id: null, name: "" }) => ownNote({ kind: "note", author, client_id, text } as never);

test("What the product wrote of a call, in either language, is the same to a reader", () => {
  for (const text of ["Recording of the conversation, 12:05", "通话录音，12:05"]) assert.deepEqual(note("recording-RE1", text), { what: "recording", length: "12:05", number: "", words: "" });
  for (const head of ["Voice message, 0:09 (written down by a machine)", "语音留言，0:09（机器转写）"])
    assert.deepEqual(note("transcript-RE1", `${head}\n\nMay I renew?\n\n+86 10`), { what: "voice", length: "0:09", number: "", words: "May I renew?\n\n+86 10" });
  for (const head of ["Voice message from +86 120 5555 0101 (written down by a machine)", "+86 120 5555 0101 的语音留言（机器转写）"])
    assert.deepEqual(note("transcript-RE1", `${head}\n\n3:15`), { what: "voiceFrom", length: "", number: "+86 120 5555 0101", words: "3:15" });
  for (const head of ["Voice message (written down by a machine)", "语音留言（机器转写）"]) assert.equal(note("transcript-RE1", `${head}\n\nx`)?.what, "voiceBare");
});

test("What a colleague wrote is theirs, whatever it looks like", () => {
  assert.equal(note("recording-RE1", "Recording of the conversation, 12:05", { kind: "staff", id: 4, name: "Rosa" } as never), null);
  assert.equal(note("0b9f", "通话录音，12:05"), null);
  assert.equal(note("recording-RE1", "gone"), null);
});
