import { defineStore } from "pinia";
import { ref } from "vue";
import { useRouter } from "vue-router";

import { ProblemError } from "../api/problem";
import { seats as api } from "../api/seats";
import { words } from "../i18n";
import { useCounts } from "../state/counts";
import { useList } from "../state/list";
import { useToasts } from "../state/toasts";
import { useWorld } from "../state/world";

/** Taking the inquiry whose turn it is: pulled, where live ones ring. */
export const useTaking = defineStore("taking", () => {
  const busy = ref(false);
  const router = useRouter();

  /** One at a time, however often the key is pressed. It opens to be read: the keys go on working. */
  async function next(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      const row = await api.next();
      useWorld().putRows([row]);
      useList().settle(row.id);
      useToasts().say(words("next.took", { id: row.id }));
      await router.push({ name: "ticket", params: { id: row.id }, query: router.currentRoute.value.query });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== "nothing_waits") return useToasts().sorry(error);
      useToasts().say(words("problem.nothing_waits"));
      void useCounts().load();
    } finally {
      busy.value = false;
    }
  }

  return { busy, next };
});
