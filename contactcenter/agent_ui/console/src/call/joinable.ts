import type { Lane, State } from "../generated/shapes.gen";

interface Row {
  id: number;
  state: State;
  lane: Lane;
  updated_at: string;
}

/** The inquiries of a patron that a call of today may belong to, the one that moved last first. Pure. */
export function joinable<T extends Row>(rows: readonly T[]): T[] {
  return rows.filter((one) => one.state !== "closed" && one.state !== "junk" && one.lane !== "merged").sort((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at));
}
