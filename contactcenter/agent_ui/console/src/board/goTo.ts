import { watch } from "vue";
import { useRouter } from "vue-router";

import { useConversation } from "../state/conversation";
import type { Mode } from "../state/drafts";
import { useWork } from "../state/work";

/** Open a ticket from the board; with a mode, the composer has the keyboard as soon as it is there. */
export function useGoTo(): (id: number, mode?: Mode) => Promise<void> {
  const router = useRouter();
  const conversation = useConversation();
  const work = useWork();

  return async (id, mode) => {
    await router.push({ name: "ticket", params: { id }, query: { view: "all" } });
    if (mode === undefined) return;
    const stop = watch(
      () => router.currentRoute.value.params["id"] !== String(id) || (conversation.id === id && conversation.thread !== undefined && conversation.side !== null),
      (there) => {
        if (!there) return;
        setTimeout(() => stop());
        if (router.currentRoute.value.params["id"] === String(id)) setTimeout(() => work.compose(mode));
      },
      { immediate: true, flush: "post" },
    );
  };
}
