import assert from "node:assert/strict";
import { test } from "node:test";

import type { Need } from "../generated/shapes.gen";
import { sought, unfolded } from "./tree.ts";

function need(id: number, parent_id: number | null, place: number, name: string, name_zh: string): Need {
  return { id, parent_id, slug: `n${id}`, name, name_zh, place, version: 1, retired_at: null };
}

const TREE = Object.fromEntries([
  need(1, null, 1, "Access", "访问"), need(2, null, 0, "Loans and renewals", "借阅与续借"), need(3, 2, 1, "Fines", "罚款"), need(4, 2, 0, "Renewals", "续借"),
].map((one) => [one.id, one]));

test("each stands behind its parent, siblings by place", () => {
  assert.deepEqual(unfolded(TREE).map((one) => [one.need.id, one.above.length]), [[2, 0], [4, 1], [3, 1], [1, 0]]);
});

test("it is found by words of either language, and the one that is called so comes first", () => {
  const found = (query: string): number[] => sought(unfolded(TREE), query).map((one) => one.need.id);
  assert.deepEqual(found("renew"), [4, 2]);
  assert.deepEqual(found("续借"), [4, 2]);
  assert.deepEqual(found("loans fin"), [3]);
  assert.deepEqual(found("nothing"), []);
});
