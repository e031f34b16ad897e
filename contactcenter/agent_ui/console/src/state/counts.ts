import { defineStore } from "pinia";

import { tickets } from "../api/tickets";
import type { Counts } from "../generated/shapes.gen";
import { askedAnew } from "./anew";
import { useWorld } from "./world";

const PAUSE_MS = 700;
const STOPS_AT = 1_000;

/** How many rows each view has. */
export const useCounts = defineStore("counts", () => {
  const { said: counts, load, soon } = askedAnew<Counts | null>(() => tickets.counts(), null, PAUSE_MS);

  useWorld().hear((event) => {
    if (event.type.startsWith("ticket.") || event.type.startsWith("message") || event.type.startsWith("reply.") || event.type.startsWith("colleague.")) soon();
  });

  return { counts, load };
});

export function capped(count: number): string {
  return count >= STOPS_AT ? "999+" : String(count);
}
