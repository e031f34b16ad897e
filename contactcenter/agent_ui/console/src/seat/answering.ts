import { useRouter } from "vue-router";

import { ProblemError } from "../api/problem";
import { seats as api } from "../api/seats";
import { words } from "../i18n";
import { useList } from "../state/list";
import { useRing } from "../state/ring";
import { useToasts } from "../state/toasts";
import { useWork } from "../state/work";
import { useWorld } from "../state/world";

/** Taking what rings, or leaving it to somebody else. */
export function useAnswering() {
  const ring = useRing();
  const toasts = useToasts();
  const work = useWork();
  const world = useWorld();
  const list = useList();
  const router = useRouter();

  /** Do it once, however often the key is pressed; what rings no longer is no fault of who answers. */
  async function answer(act: (offerId: number) => Promise<void>): Promise<void> {
    const offer = ring.current;
    if (offer === undefined || ring.busy) return;
    ring.busy = true;
    try {
      await act(offer.id);
      ring.over(offer.id);
    } catch (error) {
      if (!(error instanceof ProblemError) || !["gone", "not_found"].includes(error.code)) return toasts.sorry(error);
      ring.over(offer.id);
      toasts.say(words("problem.gone"));
    } finally {
      ring.busy = false;
    }
  }

  /** It is mine: it opens, with the keyboard in the answer; of a call, at the keys of the call. */
  const accept = () => answer(async (offerId) => {
    const row = await api.accept(offerId);
    world.putRows([row]);
    list.settle(row.id, true);
    work.dialog = null;
    if (row.channel !== "phone") work.compose(row.id, "reply");
    await router.push({ name: "ticket", params: { id: row.id }, query: router.currentRoute.value.query });
  });

  const decline = () => answer(api.decline);

  return { accept, decline };
}
