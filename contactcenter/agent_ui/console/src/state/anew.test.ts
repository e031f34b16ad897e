import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { askedAnew } from "./anew.ts";

const settled = async (): Promise<void> => { for (let turn = 0; turn < 5; turn++) await Promise.resolve(); };

test("many changes are one question, a moment later; what fails leaves the old number", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let asked = 0;
  const { said, load, soon } = askedAnew(async () => {
    asked += 1;
    if (asked === 2) throw new Error("gone");
    return asked;
  }, 0, 700);
  await load();
  assert.equal(said.value, 1);
  for (const again of [2, 3]) {
    soon();
    soon();
    mock.timers.tick(699);
    soon();
    await settled();
    assert.equal(asked, again - 1);
    mock.timers.tick(1);
    await settled();
    assert.equal(asked, again);
    assert.equal(said.value, again === 2 ? 1 : 3);
  }
  mock.timers.reset();
});
