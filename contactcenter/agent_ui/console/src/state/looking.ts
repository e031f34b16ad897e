import { defineStore } from "pinia";
import { computed, ref, shallowRef, watch } from "vue";

import type { LookedAt, Looker, Looking, WrittenAs } from "../generated/shapes.gen";
import { useConnection } from "./connection";
import { useMe } from "./me";

/** Who goes through a list is told of where they stop. */
const SETTLES_MS = 250;
/** What was begun and then left alone for so long is no sign of an answer to come. */
const LEFT_ALONE_MS = 120_000;

/** Where this screen looks and what is written there; and who else has which ticket open. Signs: they may be lost. */
export const useLooking = defineStore("looking", () => {
  const me = useMe();
  const people = shallowRef<Record<number, Looker[]>>({});
  const at = ref<number | null>(null);
  const writes = ref<WrittenAs | null>(null);
  const here = computed(() => ({ ticket_id: at.value, writes: writes.value }));
  let due: ReturnType<typeof setTimeout> | undefined;
  let alone: ReturnType<typeof setTimeout> | undefined;

  watch(here, (now) => {
    clearTimeout(due);
    due = setTimeout(() => useConnection().look(now), SETTLES_MS);
  });

  /** Which ticket is on the screen; null: none. */
  function look(ticketId: number | null): void {
    at.value = ticketId;
    if (ticketId === null) write(null);
  }

  /** Something is written in it, or (null) was sent or taken away. */
  function write(what: WrittenAs | null): void {
    clearTimeout(alone);
    writes.value = what;
    if (what !== null) alone = setTimeout(() => (writes.value = null), LEFT_ALONE_MS);
  }

  function heard({ ticket_id, people: there }: Looking): void {
    const { [ticket_id]: _before, ...others } = people.value;
    people.value = there.length > 0 ? { ...others, [ticket_id]: there } : others;
  }

  /** What the server knows now: whatever was missed is mended by it. */
  function begin({ items }: LookedAt): void {
    people.value = Object.fromEntries(items.map((one) => [one.ticket_id, one.people]));
  }

  function others(ticketId: number): Looker[] {
    return (people.value[ticketId] ?? []).filter((one) => one.id !== me.who.id);
  }

  return { here, look, write, heard, begin, others };
});
