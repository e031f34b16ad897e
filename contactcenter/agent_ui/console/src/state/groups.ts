/** How a list is laid out under its headings: live chats first, then today, then earlier. Pure. */

import type { ListedTicket, Sort } from "../generated/shapes.gen";
import type { Pages } from "./pages.ts";

export type Heading = "live" | "today" | "earlier";
export type Item = { kind: "heading"; heading: Heading } | { kind: "row"; id: number } | { kind: "gap"; row: number };

interface Stretch {
  /** The first item's place. */
  start: number;
  length: number;
  item(offset: number): Item;
}

export interface Layout {
  length: number;
  at(index: number): Item;
  /** The place of a loaded row; -1 when it is not here. */
  placeOf(id: number): number;
  rows: number[];
}

/** Somebody sits before the other end of a conversation that goes on, or is being called by us. */
export function isLive(row: ListedTicket | undefined): boolean {
  return row?.live === true || row?.call_kind === "out";
}

/** Lay the pages out. Cost grows with pages and loaded rows, not with the length of the list. */
export function layOut(list: Pages, rows: Record<number, ListedTicket>, sort: Sort, today: number): Layout {
  const stretches: Stretch[] = [];
  let length = 0;
  const push = (size: number, item: Stretch["item"]): void => {
    if (size > 0) stretches.push({ start: length, length: size, item });
    length += size;
  };
  const heading = (name: Heading): void => push(1, () => ({ kind: "heading", heading: name }));
  const grouped = sort === "updated";
  const first = list.pages[0]?.ids ?? [];
  const live = grouped ? first.filter((id) => isLive(rows[id])) : [];
  const above = new Set(live);
  if (live.length > 0) {
    heading("live");
    push(live.length, (offset) => ({ kind: "row", id: live[offset]! }));
  }
  let under: Heading | null = null;
  let before = 0;
  for (const page of list.pages) {
    const start = before;
    before += page.count;
    if (page.ids === null) {
      push(page.count, (offset) => ({ kind: "gap", row: start + offset }));
      continue;
    }
    const ids = above.size > 0 ? page.ids.filter((id) => !above.has(id)) : page.ids;
    const cut = grouped ? ids.findIndex((id) => Date.parse(rows[id]?.updated_at ?? "") < today) : -1;
    const todays = cut === -1 ? ids : ids.slice(0, cut);
    if (grouped && under === null && todays.length > 0) heading((under = "today"));
    push(todays.length, (offset) => ({ kind: "row", id: todays[offset]! }));
    if (cut === -1) continue;
    if (under !== "earlier") heading((under = "earlier"));
    const rest = ids.slice(cut);
    push(rest.length, (offset) => ({ kind: "row", id: rest[offset]! }));
  }
  const shown = [...live, ...list.pages.flatMap((page) => (page.ids ?? []).filter((id) => !above.has(id)))];
  return { length, at: (index) => find(stretches, index), placeOf: (id) => placeOf(stretches, id), rows: shown };
}

function find(stretches: readonly Stretch[], index: number): Item {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (stretches[middle]!.start <= index) low = middle;
    else high = middle - 1;
  }
  const stretch = stretches[low]!;
  return stretch.item(Math.min(index - stretch.start, stretch.length - 1));
}

function placeOf(stretches: readonly Stretch[], id: number): number {
  for (const stretch of stretches) {
    for (let offset = 0; offset < stretch.length; offset += 1) {
      const item = stretch.item(offset);
      if (item.kind === "gap") break;
      if (item.kind === "row" && item.id === id) return stretch.start + offset;
    }
  }
  return -1;
}
