import { type Ref, ref } from "vue";
import { useRoute } from "vue-router";

import { useMe } from "../state/me";

/** The id of the queue of which a page tells: the one that the address names (`?queue=`), or else my first. */
export function useChosenQueue(): Ref<number> {
  const { queues } = useMe().who;
  const wanted = Number(useRoute().query["queue"]);
  return ref((queues.find((one) => one.id === wanted) ?? queues[0])?.id ?? 0);
}
