import type { Lane, State } from "../generated/shapes.gen";

interface Row {
  id: number;
  state: State;
  lane: Lane;
  updated_at: string;
  assignee_id: number | null;
}

/** The inquiries of a patron that a call of today may belong to, the one that moved last first; after mine and nobody's those of colleagues. Pure. */
export function joinable<T extends Row>(rows: readonly T[], me: number): T[] {
  const theirs = (one: T): number => Number(one.assignee_id !== null && one.assignee_id !== me);
  return rows.filter((one) => one.state !== "closed" && one.state !== "junk" && one.lane !== "merged")
    .sort((a, b) => theirs(a) - theirs(b) || Date.parse(b.updated_at) - Date.parse(a.updated_at));
}
