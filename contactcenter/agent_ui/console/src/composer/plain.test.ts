import assert from "node:assert/strict";
import { test } from "node:test";

import { paragraphs, toEnd } from "./plain.ts";

test("lines become paragraphs, and keep their spaces and signs", () => {
  assert.equal(paragraphs("Told "), "<p>Told </p>");
  assert.equal(paragraphs("a < b\n\n& 王芳"), "<p>a &lt; b</p><p></p><p>&amp; 王芳</p>");
  assert.equal(paragraphs(""), "");
});

test("the cursor stands where it stood, also two paragraphs before the end", () => {
  assert.equal(toEnd("Told him", 8), 0);
  assert.equal(toEnd("Told him", 5), 3);
  assert.equal(toEnd("Dear Amina\n\nyes", 10), 7);
});
