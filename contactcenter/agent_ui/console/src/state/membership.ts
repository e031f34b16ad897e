/**
 * Which row belongs to which list, and where: the same answers as the server's pages, without asking it. And among mine a
 * conversation that I was asked into, as long as it goes on: I sit in it. Pure.
 */

import type { Lane, ListedTicket, Sort, View } from "../generated/shapes.gen";
import { compareInstants } from "./instants.ts";

export interface Filter {
  view: View;
  queue: number | null;
  channel: string | null;
  lane: Lane | null;
  /** Only what this rule has set aside. */
  rule: string | null;
  tag: number | null;
  /** A colleague whose open work it is. */
  owner: number | null;
  /** Words that are looked for instead of a list. */
  q: string;
  sort: Sort;
}

/** What of the viewer decides. `asked` are the tickets they were asked into, as far as this screen knows. */
export interface Viewer {
  id: number;
  queues: ReadonlySet<number>;
  asked: ReadonlySet<number>;
}

export const OWNED: readonly Lane[] = ["open", "waiting_patron", "waiting_third", "snoozed"];
const LISTED: readonly Lane[] = ["waiting", ...OWNED, "closed"];

/** The lanes a view covers, in the order in which a filter offers them. */
export const LANES: Record<View, readonly Lane[]> = {
  mine: OWNED,
  waiting: ["waiting"],
  all: LISTED,
  set_aside: ["junk"],
  asked: LISTED,
};

export function belongs(row: ListedTicket, filter: Filter, viewer: Viewer): boolean {
  if (filter.view === "set_aside" ? row.set_aside_by === null || row.lane === "merged" : !LANES[filter.view].includes(row.lane)) return false;
  if (filter.lane !== null && row.lane !== filter.lane) return false;
  if (filter.rule !== null && row.set_aside_by !== filter.rule) return false;
  if (filter.tag !== null && !row.tags?.includes(filter.tag)) return false;
  if (filter.owner !== null && (row.assignee_id !== filter.owner || !OWNED.includes(row.lane))) return false;
  if (filter.channel !== null && row.channel !== filter.channel) return false;
  if (filter.view === "asked") return viewer.asked.has(row.id);
  if (filter.queue !== null && (row.queue_id !== filter.queue || !viewer.queues.has(filter.queue))) return false;
  if (filter.view === "mine") return row.assignee_id === viewer.id || (row.live && viewer.asked.has(row.id));
  return viewer.queues.has(row.queue_id);
}

/** Negative when `one` stands above `other`. */
export function compareRows(one: ListedTicket, other: ListedTicket, sort: Sort): number {
  if (sort === "updated") return compareInstants(other.updated_at, one.updated_at) || other.id - one.id;
  if (sort === "created") return compareInstants(other.created_at, one.created_at) || other.id - one.id;
  return compareWaiting(one.waiting_since, other.waiting_since) || one.id - other.id;
}

/** The longest wait first; tickets on which nobody waits come last. */
function compareWaiting(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return compareInstants(one, other);
}
