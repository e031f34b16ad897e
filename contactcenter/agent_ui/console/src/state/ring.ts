import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import { seats as api } from "../api/seats";
import type { TicketRow } from "../generated/shapes.gen";
import { useMe } from "./me";
import { rung, type Ringing } from "./ringing";
import { useSeats } from "./seats";
import { setServerClock, tick } from "./serverClock";
import { words } from "../i18n";
import { useToasts } from "./toasts";
import { useWorld } from "./world";

/** The server says that a ring is over a moment after it is. Without a line nobody does: then it is over by itself. */
const LATE_MS = 3_000;
const AGAIN_MS = 500;

/** What rings at my seat. */
export const useRing = defineStore("ring", () => {
  const world = useWorld();
  const me = useMe();
  const offers = shallowRef<readonly Ringing[]>([]);
  /** An answer is on its way. */
  const busy = ref(false);

  const current = computed(() => offers.value.find((one) => tick.value < Date.parse(one.expires_at) + LATE_MS));
  /** The ticket as it is by now: the patron goes on writing. */
  const ticket = computed<TicketRow | undefined>(() => current.value && (world.state.tickets[current.value.ticket.id] ?? current.value.ticket));
  const leftMs = computed(() => (current.value === undefined ? 0 : Math.max(0, Date.parse(current.value.expires_at) - tick.value)));

  async function load(): Promise<void> {
    if (!useSeats().have) return;
    const asked = performance.now();
    try {
      const { items, now, position } = await api.offers();
      setServerClock(now, asked);
      const overtook = world.since(position);
      if (overtook === null) return void setTimeout(() => void load(), AGAIN_MS);
      world.putRows(items.map((one) => one.ticket));
      offers.value = overtook.reduce<readonly Ringing[]>((known, event) => rung(known, event, me.who.id), items);
    } catch {
      // What was known stays; the connection bar says that the screen is stale.
    }
  }

  function over(id: number): void {
    offers.value = offers.value.filter((one) => one.id !== id);
  }

  world.hear((event) => {
    offers.value = rung(offers.value, event, me.who.id);
    const { from_staff_id: from, outcome, staff_id: at } = event.data;
    if (event.type !== "offer.ended" || from !== me.who.id || (outcome !== "missed" && outcome !== "declined")) return;
    useToasts().say(words(outcome === "missed" ? "passing.noAnswer" : "passing.declined", { name: me.colleague(Number(at))?.name ?? words("thread.staff") }));
  });

  return { offers, busy, current, ticket, leftMs, load, over };
});
