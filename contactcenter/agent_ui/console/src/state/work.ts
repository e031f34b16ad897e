import { defineStore } from "pinia";
import { ref, shallowRef } from "vue";

import type { Mode } from "./drafts";

export type Dialog =
  | "transfer" | "ask" | "snooze" | "merge" | "link" | "subject" | "walkin" | "keys" | "palette" | "signout" | "need" | "tag" | "view" | "views" | "pages" | "macro" | "call" | "closing";

/** What is open on the screen beside list and thread, and who should have the keyboard. */
export const useWork = defineStore("work", () => {
  const dialog = ref<Dialog | null>(null);
  /** Messages chosen to be split off; null when nobody splits. */
  const splitting = ref<ReadonlySet<number> | null>(null);
  /** On a narrow screen: whether the patron's page covers the thread. */
  const drawer = ref(false);
  /** The ticket whose composer takes the keyboard in a mode: at once, or as soon as it is on the screen. */
  const wanted = shallowRef<{ id: number; mode: Mode; all: boolean } | null>(null);
  /** Whether the menu of my seat is open. */
  const seatMenu = ref(false);
  /** Grows when the search field should take the keyboard. */
  const search = ref(0);

  /** Grows when the message that the address names should be shown once more. */
  const sought = ref(0);

  function seekAgain(): void {
    sought.value += 1;
  }

  /** `all`: take over everybody whom the patron's mail names. */
  function compose(id: number, mode: Mode, all = false): void {
    wanted.value = { id, mode, all };
  }

  function toggleSplit(id: number): void {
    const chosen = new Set(splitting.value ?? []);
    if (!chosen.delete(id)) chosen.add(id);
    splitting.value = chosen;
  }

  return { dialog, splitting, drawer, wanted, seatMenu, search, sought, seekAgain, compose, toggleSplit };
});
