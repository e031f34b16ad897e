/**
 * A list of any length in bounded memory: pages of ids, of which only those near the eye are kept. Pure.
 *
 * The server pages by keyset, so a page is known by the cursor that opened it; one that was let go keeps its
 * cursor and its height and is read again when it comes near.
 */

export interface Page {
  /** Opens this page; null for the first. */
  cursor: string | null;
  /** The rows in order; null when let go. */
  ids: number[] | null;
  /** How many rows it is high. */
  count: number;
}

export interface Pages {
  pages: Page[];
  /** Opens the page after the last; null at the end of the list. */
  next: string | null;
}

export const NOTHING: Pages = { pages: [], next: null };
export const PAGES_KEPT = 12;

export function total(list: Pages): number {
  return list.pages.reduce((sum, page) => sum + page.count, 0);
}

/** The page that shows row `index`, and its first row's index; null beyond the end. */
export function pageAt(list: Pages, index: number): { page: number; start: number } | null {
  let start = 0;
  for (let page = 0; page < list.pages.length; page += 1) {
    const count = list.pages[page]!.count;
    if (index < start + count) return { page, start };
    start += count;
  }
  return null;
}

/** Fill page `at` (or the one after the last). Rows that a neighbour shows already are left out. */
export function filled(list: Pages, at: number, ids: readonly number[], next: string | null): Pages {
  const elsewhere = new Set(list.pages.flatMap((page, index) => (index === at ? [] : (page.ids ?? []))));
  const mine = ids.filter((id) => !elsewhere.has(id));
  const pages = [...list.pages];
  pages[at] = { cursor: at < pages.length ? pages[at]!.cursor : list.next, ids: mine, count: mine.length };
  return { pages, next: at === pages.length - 1 ? next : list.next };
}

/** Let go of all pages but those nearest to `near`. */
export function letGo(list: Pages, near: number, kept: number = PAGES_KEPT): Pages {
  const half = Math.floor(kept / 2);
  // The same list comes back where nothing goes, so that nothing is drawn anew.
  if (!list.pages.some((page, index) => page.ids !== null && Math.abs(index - near) > half)) return list;
  return {
    ...list,
    pages: list.pages.map((page, index) =>
      page.ids === null || Math.abs(index - near) <= half ? page : { ...page, ids: null },
    ),
  };
}

export function removed(list: Pages, id: number): Pages {
  if (!list.pages.some((page) => page.ids?.includes(id))) return list;
  return {
    ...list,
    pages: list.pages.map((page) => {
      if (!page.ids?.includes(id)) return page;
      const ids = page.ids.filter((one) => one !== id);
      return { ...page, ids, count: ids.length };
    }),
  };
}

/**
 * Put a row where it stands in the order. `before(other)` says whether it stands above another row. A place that
 * is not kept just now, or beyond what was read, needs nothing: reading it brings the row.
 */
export function inserted(list: Pages, id: number, before: (other: number) => boolean): Pages {
  for (let at = 0; at < list.pages.length; at += 1) {
    const ids = list.pages[at]!.ids;
    if (ids === null) continue;
    const place = ids.findIndex((other) => before(other));
    if (place === -1) continue;
    const above = list.pages[at - 1];
    if (place === 0 && above !== undefined && above.ids === null) return list;
    return with_(list, at, ids.toSpliced(place, 0, id));
  }
  const last = list.pages.length - 1;
  const ids = list.pages[last]?.ids;
  if (list.next !== null || (last >= 0 && ids == null)) return list;
  return last < 0 ? { ...list, pages: [{ cursor: null, ids: [id], count: 1 }] } : with_(list, last, [...(ids ?? []), id]);
}

function with_(list: Pages, at: number, ids: number[]): Pages {
  return { ...list, pages: list.pages.with(at, { ...list.pages[at]!, ids, count: ids.length }) };
}
