/** The tree of needs as people read it. Pure. */

import type { Need } from "../generated/shapes.gen";

export interface Branch {
  need: Need;
  /** From the top, without itself. */
  above: Need[];
}

/** Every need behind its parent, siblings in their order. */
export function unfolded(needs: Record<number, Need>): Branch[] {
  const below = new Map<number | null, Need[]>();
  for (const need of Object.values(needs)) below.set(need.parent_id, [...(below.get(need.parent_id) ?? []), need]);
  for (const siblings of below.values()) siblings.sort((a, b) => a.place - b.place || a.id - b.id);
  const walk = (parent: number | null, above: Need[]): Branch[] =>
    (below.get(parent) ?? []).flatMap((need) => [{ need, above }, ...walk(need.id, [...above, need])]);
  return walk(null, []);
}

/** Whether every word stands in one of its names or in those above it, in either language. */
export function fits({ need, above }: Branch, query: string): boolean {
  const text = [need, ...above].map((one) => `${one.name} ${one.name_zh}`).join(" ").normalize("NFKC").toLocaleLowerCase();
  return query.normalize("NFKC").toLocaleLowerCase().split(/\s+/).every((word) => text.includes(word));
}
