import { defineStore } from "pinia";
import { shallowRef } from "vue";

import { tickets } from "../api/tickets";
import type { Counts } from "../generated/shapes.gen";
import { useWorld } from "./world";

const PAUSE_MS = 700;
const STOPS_AT = 1_000;

/** How many rows each view has. Asked anew after changes, at most once in a while: a count is a hint. */
export const useCounts = defineStore("counts", () => {
  const counts = shallowRef<Counts | null>(null);
  let due: ReturnType<typeof setTimeout> | null = null;

  async function load(): Promise<void> {
    try {
      counts.value = await tickets.counts();
    } catch {
      // The old numbers stay; the connection bar says that the screen is stale.
    }
  }

  function soon(): void {
    due ??= setTimeout(() => {
      due = null;
      void load();
    }, PAUSE_MS);
  }

  useWorld().hear((event) => {
    if (event.type.startsWith("ticket.") || event.type.startsWith("message") || event.type.startsWith("reply.") || event.type.startsWith("colleague.")) soon();
  });

  return { counts, load };
});

export function capped(count: number): string {
  return count >= STOPS_AT ? "999+" : String(count);
}
