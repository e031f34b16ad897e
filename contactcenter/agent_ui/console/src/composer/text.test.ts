import assert from "node:assert/strict";
import { test } from "node:test";

import { asDoc, filledIn } from "./fields.ts";
import { mentioned, plainText } from "./text.ts";

const p = (...content: object[]) => ({ type: "paragraph", content });
const text = (words: string, ...marks: object[]) => ({ type: "text", text: words, marks });

test("rich text becomes clean text", () => {
  const item = (words: string) => ({ type: "listItem", content: [p(text(words))] });
  const doc = {
    type: "doc",
    content: [
      p(text("Dear "), text("Amina", { type: "bold" }), { type: "hardBreak" }, text("see")),
      { type: "bulletList", content: [item("one"), item("two")] },
      { type: "orderedList", attrs: { start: 3 }, content: [item("三")] },
      { type: "blockquote", content: [p(text("quoted"))] },
      p(text("here", { type: "link", attrs: { href: "https://library.example/hours" } })),
    ],
  };
  assert.equal(plainText(doc as never), "Dear Amina\nsee\n\n- one\n- two\n\n3. 三\n\n> quoted\n\nhere (https://library.example/hours)");
});

test("colleagues mentioned are found once each", () => {
  const at = { type: "mention", attrs: { id: "7", label: "王芳" } };
  const doc = { type: "doc", content: [p(at, text(" and "), at)] };
  assert.deepEqual(mentioned(doc as never), [7]);
  assert.equal(plainText(doc as never), "@王芳 and @王芳");
});

test("a snippet's fields are filled, others stay to be seen", () => {
  const fields = { patron: "李雷", librarian: "王芳", ticket: "#42", library: "图书馆" };
  assert.equal(filledIn("{patron}：{ticket} {due}", fields), "李雷：#42 {due}");
  assert.deepEqual(asDoc("a\nb\n\nc").map((one) => one.content?.length), [3, 1]);
});
