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

/**
 * Those that have every word in their names or in those above them, and one of the words in their own, in either
 * language. The one that is called so comes first.
 */
export function sought(branches: readonly Branch[], query: string): Branch[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...branches];
  return branches
    .flatMap((one) => {
      const own = [plain(one.need.name), plain(one.need.name_zh)];
      const all = [...own, ...one.above.flatMap((each) => [plain(each.name), plain(each.name_zh)])];
      if (!words.every((word) => all.some((name) => name.includes(word))) || !words.some((word) => own.some((name) => name.includes(word)))) return [];
      return [{ one, first: own.some((name) => words.some((word) => name.startsWith(word))) ? 0 : 1 }];
    })
    .sort((a, b) => a.first - b.first)
    .map(({ one }) => one);
}

function plain(text: string): string {
  return text.normalize("NFKC").toLocaleLowerCase().trim();
}
