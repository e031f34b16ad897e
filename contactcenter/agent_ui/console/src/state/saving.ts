import { ref, type Ref } from "vue";

import { explain } from "./toasts";

/** A form on its way to the server: `busy` while it is, and `wrong` says what could not be done. `saving` tells whether it was. */
export function useSaving(): { busy: Ref<boolean>; wrong: Ref<string>; saving: (work: () => Promise<void>) => Promise<boolean> } {
  const busy = ref(false);
  const wrong = ref("");

  async function saving(work: () => Promise<void>): Promise<boolean> {
    busy.value = true;
    wrong.value = "";
    try {
      await work();
    } catch (error) {
      wrong.value = explain(error);
    } finally {
      busy.value = false;
    }
    return wrong.value === "";
  }

  return { busy, wrong, saving };
}
