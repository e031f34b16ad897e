import { defineStore } from "pinia";
import { watch } from "vue";

import { tickets } from "../api/tickets";
import type { RuleCount } from "../generated/shapes.gen";
import { askedAnew } from "./anew";
import { useList } from "./list";
import { useWorld } from "./world";

/** The server counts what happened a moment after it happened. */
const PAUSE_MS = 1_500;
/** A busy one needs longer, and nothing tells when it is done. */
const LATER_MS = 4_000;

/** What each rule has set aside, and how often it was a question: known while that list is looked at. */
export const useRules = defineStore("rules", () => {
  const { said: items, load, soon } = askedAnew<RuleCount[]>(async () => (await tickets.rules()).items, [], PAUSE_MS);
  const list = useList();
  let later: ReturnType<typeof setTimeout> | undefined;

  function anew(): void {
    soon();
    clearTimeout(later);
    later = setTimeout(() => void load(), LATER_MS);
  }

  watch(() => list.filter.view === "set_aside", (looked) => {
    if (!looked) return;
    void load();
    anew();
  }, { immediate: true });
  useWorld().hear((event) => {
    const counts = event.type === "message.rescued" || event.type === "message.set_aside" || event.type === "ticket.state_changed" || typeof event.data["rule"] === "string";
    if (counts && list.filter.view === "set_aside") anew();
  });

  return { items };
});
