import { defineStore } from "pinia";
import { ref, watch } from "vue";

import { tallies as api } from "../api/record";
import { clientId } from "../api/request";
import { words } from "../i18n";
import { useMe } from "./me";
import { useRecall } from "./recall";
import { useToasts } from "./toasts";

/** The server allows half a minute; the rest is for a slow network. */
const UNDO_MS = 10_000;

/** “Where is …?”: counted by one key, without a ticket and without a patron. */
export const useTally = defineStore("tally", () => {
  const me = useMe();
  const recall = useRecall();
  const toasts = useToasts();
  /** The one counted last, while it can be taken back by key. */
  const last = ref<number | null>(null);
  let shown = 0;
  let until: ReturnType<typeof setTimeout> | undefined;

  async function count(mode: "in_person" | "phone" = "in_person"): Promise<void> {
    try {
      const done = await api.count({ client_id: clientId(), queue_id: me.queues[0]?.id ?? null, mode });
      last.value = done.id;
      clearTimeout(until);
      until = setTimeout(() => (last.value = null), UNDO_MS);
      shown = toasts.say(words("tally.counted", { n: done.today }), { label: words("shell.undo"), run: () => void takeBack(done.id) }, UNDO_MS);
    } catch (error) {
      toasts.sorry(error);
    }
  }

  async function takeBack(id: number): Promise<void> {
    if (last.value === id) last.value = null;
    try {
      await api.uncount(id);
      toasts.say(words("tally.undone"));
    } catch (error) {
      toasts.sorry(error);
    }
  }

  /** By key: what the toast's button does. */
  function undo(): void {
    if (last.value === null) return;
    toasts.dismiss(shown);
    void takeBack(last.value);
  }

  // An answer that was sent since is what the key takes back.
  watch(() => recall.last, (sent) => sent !== null && (last.value = null));

  return { last, count, undo };
});
