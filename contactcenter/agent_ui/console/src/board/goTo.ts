import { useRouter } from "vue-router";

import type { Mode } from "../state/drafts";
import { useWork } from "../state/work";

/** Open a ticket from the board; with a mode, the composer has the keyboard as soon as it is there. */
export function useGoTo(): (id: number, mode?: Mode) => Promise<void> {
  const router = useRouter();
  const work = useWork();

  return async (id, mode) => {
    if (mode !== undefined) work.compose(id, mode);
    await router.push({ name: "ticket", params: { id }, query: { view: "all" } });
  };
}
