import { defineStore } from "pinia";
import { ref } from "vue";

import type { Person, Typing } from "../generated/shapes.gen";

const FORGOTTEN_MS = 6_000;

/** Who types where just now. */
export const useTyping = defineStore("typing", () => {
  const typists = ref<Record<number, Person[]>>({});
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function heard({ ticket_id, who }: Typing): void {
    const key = `${ticket_id} ${who.kind} ${who.id ?? who.name}`;
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(() => gone(ticket_id, who), FORGOTTEN_MS));
    const here = (typists.value[ticket_id] ?? []).filter((one) => !same(one, who));
    typists.value = { ...typists.value, [ticket_id]: [...here, who] };
  }

  /** They have sent it, or stopped. */
  function gone(ticketId: number, who: Person): void {
    const rest = (typists.value[ticketId] ?? []).filter((one) => !same(one, who));
    const { [ticketId]: _before, ...others } = typists.value;
    typists.value = rest.length > 0 ? { ...others, [ticketId]: rest } : others;
  }

  return { typists, heard, gone };
});

function same(one: Person, other: Person): boolean {
  return one.kind === other.kind && (one.kind === "patron" || one.id === other.id);
}
