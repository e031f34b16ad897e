import assert from "node:assert/strict";
import { test } from "node:test";

import type { Message } from "../generated/shapes.gen.ts";
import { others, ours, parsed, valid, withAdded, without, wrong } from "./recipients.ts";

const AMINA = { address: "amina@uni.example", name: "Amina Okafor" };
const CHEN = { address: "chen@law.example", name: "陈教授" };
const TUTOR = { address: "tutor@uni.example", name: "" };

function mail(sender: typeof AMINA, named: (typeof AMINA)[], more: Partial<Message> = {}): Message {
  return {
    kind: "patron", channel: "email", automatic: null, address: sender.address, author: { kind: "patron", id: 1, name: sender.name },
    recipients: named.map((one) => ({ field: "cc", ...one })), ...more,
  } as Message;
}

test("what is typed or pasted is read as people write it", () => {
  assert.deepEqual(parsed("  Amina Okafor <amina@uni.example>, chen@law.example；tutor@uni.example\n"), [
    AMINA, { ...CHEN, name: "" }, TUTOR,
  ]);
  assert.deepEqual(parsed('"Okafor" <amina@uni.example>'), [{ ...AMINA, name: "Okafor" }]);
  assert.deepEqual(parsed(" ,; "), []);
});

test("an address is one, or is said to be none", () => {
  for (const one of ["a@b.example", "陈@例子.example", "x+y@[192.0.2.1]", "o'neill@uni.example"]) assert.ok(valid(one), one);
  for (const one of ["a", "a@", "@b", "a b@c.example", "a@b@c.example", "<a@b.example>", "a@b.example\r\nBcc: c"]) assert.ok(!valid(one), one);
  assert.equal(wrong("a", []), "form");
  assert.equal(wrong("Help+t1.abc@library.example", ["help@library.example"]), "ours");
  assert.equal(wrong("helper@library.example", ["help@library.example"]), null);
  assert.ok(!ours("help@elsewhere.example", ["help@library.example"]));
});

test("everybody stands once, in To or Cc", () => {
  const have = { to: [AMINA], cc: [] };
  assert.equal(withAdded(have, "cc", [{ address: "AMINA@uni.example", name: "" }]), have);
  assert.deepEqual(withAdded(have, "cc", [CHEN, { ...CHEN, name: "again" }]).cc, [CHEN]);
  assert.deepEqual(without({ to: [AMINA], cc: [CHEN] }, "cc", "CHEN@law.example"), have);
});

test("reply to all takes over whom the newest mail names, and its sender where another asked", () => {
  assert.deepEqual(others([mail(AMINA, [CHEN, TUTOR])], [AMINA], null), [CHEN, TUTOR]);
  assert.deepEqual(others([mail(AMINA, [CHEN]), mail(CHEN, [AMINA, TUTOR])], [AMINA], null), [CHEN, TUTOR]);
  assert.deepEqual(others([mail(AMINA, [CHEN]), mail(AMINA, [])], [AMINA], null), []);
  assert.deepEqual(others([mail(AMINA, [CHEN]), mail(AMINA, [TUTOR], { automatic: "auto_submitted" })], [AMINA], null), [CHEN]);
  assert.deepEqual(others([mail(AMINA, [CHEN, TUTOR])], [AMINA], "Tutor@uni.example"), [CHEN]);
  assert.deepEqual(others([], [AMINA], null), []);
});
