import assert from "node:assert/strict";
import { test } from "node:test";

import { partsOf } from "./segments.ts";

const cases: [string, number, number, boolean][] = [
  ["", 0, 0, false],
  ["a".repeat(160), 160, 1, false],
  ["a".repeat(161), 161, 2, false],
  ["a".repeat(306), 306, 2, false],
  ["a".repeat(307), 307, 3, false],
  ["€".repeat(80), 160, 1, false],
  ["你".repeat(70), 70, 1, true],
  ["你".repeat(71), 71, 2, true],
  ["你".repeat(134), 134, 2, true],
  ["你".repeat(135), 135, 3, true],
  ["😀".repeat(35), 70, 1, true],
  ["ça va", 5, 1, true],
  ["Ça va", 5, 1, false],
];

test("parts by GSM 03.38 and UCS-2", () => {
  for (const [text, length, parts, unicode] of cases) assert.deepEqual(partsOf(text), { length, parts, unicode }, text.slice(0, 8));
});

test("no part ends within a character of two places", () => {
  // 153 places hold 152 letters and no half of a euro: it begins the next part.
  assert.equal(partsOf("a".repeat(152) + "€" + "a".repeat(152)).parts, 3);
  assert.equal(partsOf("你".repeat(66) + "😀" + "你".repeat(66)).parts, 3);
});
