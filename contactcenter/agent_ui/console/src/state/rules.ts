import { defineStore } from "pinia";
import { shallowRef, watch } from "vue";

import { tickets } from "../api/tickets";
import type { RuleCount } from "../generated/shapes.gen";
import { useList } from "./list";
import { useWorld } from "./world";

/** The server counts what happened a moment after it happened. */
const PAUSE_MS = 1_500;

/** What each rule has set aside, and how often it was a question: known while that list is looked at. */
export const useRules = defineStore("rules", () => {
  const items = shallowRef<RuleCount[]>([]);
  const list = useList();
  let due: ReturnType<typeof setTimeout> | null = null;

  async function load(): Promise<void> {
    try {
      items.value = (await tickets.rules()).items;
    } catch {
      // The old numbers stay; the connection bar says that the screen is stale.
    }
  }

  /** Asked anew in a moment: what has just happened is counted then. */
  function soon(): void {
    due ??= setTimeout(() => {
      due = null;
      void load();
    }, PAUSE_MS);
  }

  watch(() => list.filter.view === "set_aside", (looked) => {
    if (!looked) return;
    void load();
    soon();
  }, { immediate: true });
  useWorld().hear((event) => {
    const counts = event.type === "message.rescued" || event.type === "message.set_aside" || event.type === "ticket.state_changed" || typeof event.data["rule"] === "string";
    if (counts && list.filter.view === "set_aside") soon();
  });

  return { items };
});
