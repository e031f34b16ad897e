import { onBeforeUnmount, ref, shallowRef } from "vue";

import type { ListedTicket, TicketPage } from "../generated/shapes.gen";
import { explain } from "../state/toasts";
import { useWorld } from "../state/world";

const PAUSE_MS = 400;

/** What stands behind a number of the board, read anew soon after something happens to a ticket. */
export function useRows(read: () => Promise<TicketPage>) {
  const rows = shallowRef<ListedTicket[]>([]);
  const loaded = ref(false);
  const wrong = ref("");
  let due: ReturnType<typeof setTimeout> | null = null;

  async function load(): Promise<void> {
    try {
      rows.value = (await read()).items;
      loaded.value = true;
      wrong.value = "";
    } catch (error) {
      wrong.value = explain(error);
    }
  }

  const stop = useWorld().hear((event) => {
    if (typeof event.data["ticket_id"] !== "number") return;
    due ??= setTimeout(() => {
      due = null;
      void load();
    }, PAUSE_MS);
  });
  onBeforeUnmount(() => {
    stop();
    if (due !== null) clearTimeout(due);
  });
  void load();

  return { rows, loaded, wrong, load };
}
