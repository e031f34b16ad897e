import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import { board as api } from "../api/board";
import type { Broadcast } from "../generated/shapes.gen";
import { useWorld } from "./world";

const REMEMBERED = "cc.heard";

/** What supervisors said to the seats, until I have read it: on this computer, for a shift. */
export const useBroadcasts = defineStore("broadcasts", () => {
  const all = shallowRef<Broadcast[]>([]);
  const heard = shallowRef(Number(localStorage.getItem(REMEMBERED) ?? 0));
  /** A page that fills the screen shows them itself. */
  const inPage = ref(false);
  /** The oldest first: so they are read. */
  const unheard = computed(() => all.value.filter((one) => one.id > heard.value).reverse());

  async function load(): Promise<void> {
    try {
      all.value = (await api.broadcasts()).items;
    } catch {
      // Asked for again with the next one, or when the console is opened anew.
    }
  }

  function dismiss(one: Broadcast): void {
    heard.value = Math.max(heard.value, one.id);
    localStorage.setItem(REMEMBERED, String(heard.value));
  }

  useWorld().hear((event) => event.type === "broadcast.sent" && void load());
  void load();
  return { unheard, inPage, dismiss };
});
