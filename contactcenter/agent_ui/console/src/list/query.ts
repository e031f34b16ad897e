import type { LocationQuery, LocationQueryRaw } from "vue-router";

import type { Lane, ListFilter, Sort, View } from "../generated/shapes.gen";
import { FIRST } from "../state/list";
import { LANES, type Filter } from "../state/membership";

export const VIEWS: readonly View[] = ["mine", "waiting", "all", "asked", "set_aside"];
export const SORTS: readonly Sort[] = ["updated", "created", "waiting"];
export const CHANNELS = ["email", "web_chat", "web_form", "walk_in", "api", "phone", "sms", "fax"] as const;

/** A rule's code, as the server takes it. */
const RULE = /^[a-z0-9][a-z0-9_.-]{0,63}$/;

/** The list that an address names; what it does not say, or says wrongly, is as at first. */
export function filterOf(query: LocationQuery): Filter {
  const view = VIEWS.find((one) => one === query["view"]) ?? FIRST.view;
  return {
    view,
    queue: Number(query["queue"]) || null,
    channel: CHANNELS.find((one) => one === query["channel"]) ?? null,
    lane: (LANES[view].find((one) => one === query["lane"]) ?? null) as Lane | null,
    tag: view === "set_aside" ? null : Number(query["tag"]) || null,
    owner: view === "all" ? Number(query["owner"]) || null : null,
    q: typeof query["q"] === "string" ? query["q"].slice(0, 200) : "",
    rule: view === "set_aside" && RULE.test(String(query["rule"] ?? "")) ? String(query["rule"]) : null,
    sort: SORTS.find((one) => one === query["sort"]) ?? FIRST.sort,
  };
}

/** A saved view's list, in full. */
export function filterOfView(saved: ListFilter): Filter {
  return { ...FIRST, ...saved };
}

export function sameList(one: Filter, other: Filter): boolean {
  return JSON.stringify(queryOf(one)) === JSON.stringify(queryOf(other));
}

/** The address of a list, as short as it can be. */
export function queryOf(filter: Filter): LocationQueryRaw {
  const query: LocationQueryRaw = {};
  for (const name of ["view", "queue", "channel", "lane", "rule", "tag", "owner", "q", "sort"] as const) {
    if (filter[name] !== null && filter[name] !== FIRST[name]) query[name] = String(filter[name]);
  }
  return query;
}
