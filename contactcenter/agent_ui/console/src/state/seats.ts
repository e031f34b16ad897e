import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";

import { seats as api } from "../api/seats";
import type { Colleague, Presence, Seat } from "../generated/shapes.gen";
import { useMe } from "./me";
import { stateOf, type SeatState } from "../seat/seatState";
import { handled, seated, type SeatsById } from "./ringing";
import { setServerClock } from "./serverClock";
import { useWorld } from "./world";

export type { Presence };

/** The reason of who let something ring in vain. */
export const NO_ANSWER = "no_answer";
const AGAIN_MS = 500;
/** What seats hold is asked for once after everything that happens within this time. */
const SOON_MS = 400;
/** What rings at a seat is told only to who may see the inquiry: where seats are listed they are asked for this often, too. */
const FOLLOWED_MS = 3_000;

/** Who sits where and what they are ready for; mine among them. */
export const useSeats = defineStore("seats", () => {
  const world = useWorld();
  const me = useMe();
  const seats = shallowRef<SeatsById>({});

  /** Who belongs to no queue gets no work and has no seat. */
  const have = computed(() => me.queues.length > 0);
  const mine = computed<Seat | undefined>(() => seats.value[me.who.id]);
  const missed = computed(() => mine.value?.presence === "away" && mine.value.reason === NO_ANSWER);
  /** Those with whom I share a department, and I. */
  const crew = computed<Colleague[]>(() => {
    const ours = new Set(me.departments.map((one) => one.id));
    return me.who.colleagues.filter((one) => one.active && (one.id === me.who.id || one.department_ids.some((id) => ours.has(id))));
  });
  const available = computed(() => crew.value.filter((one) => state(one.id) === "available").length);
  /** How many lists of seats are open; without any, only what my own seat holds is kept up with. */
  let followed = 0;
  let coming: ReturnType<typeof setTimeout> | null = null;

  function presence(staffId: number): Presence {
    return seats.value[staffId]?.presence ?? "offline";
  }

  /** What a seat is in truth: the same for the pill, the lists of colleagues and the board. */
  function state(staffId: number): SeatState {
    return stateOf(seats.value[staffId]);
  }

  /** Keep up with what everybody holds until told to stop. */
  function follow(): () => void {
    followed += 1;
    void load();
    const again = setInterval(() => document.hidden || void load(), FOLLOWED_MS);
    return () => {
      followed -= 1;
      clearInterval(again);
    };
  }

  function soon(): void {
    coming ??= setTimeout(() => {
      coming = null;
      void load();
    }, SOON_MS);
  }

  async function load(): Promise<void> {
    if (!have.value) return;
    const asked = performance.now();
    try {
      const { items, now, position } = await api.all();
      setServerClock(now, asked);
      const overtook = world.since(position);
      if (overtook === null) return void setTimeout(() => void load(), AGAIN_MS);
      seats.value = overtook.reduce(seated, Object.fromEntries(items.map((one) => [one.staff_id, one])) as SeatsById);
    } catch {
      // What was known stays; the connection bar says that the screen is stale.
    }
  }

  async function choose(wanted: Presence, reason: string | null = null): Promise<void> {
    const fresh = await api.choose({ presence: wanted, reason });
    seats.value = { ...seats.value, [fresh.staff_id]: fresh };
  }

  world.hear((event, before, after) => {
    seats.value = seated(seats.value, event);
    const id = Number(event.data["ticket_id"]);
    const whose = handled(event, before.tickets[id], after.tickets[id]);
    if (whose.length > 0 && (followed > 0 || whose.includes(me.who.id))) soon();
    // Somebody sits down who was not there when this screen was loaded: their name is not known yet.
    if (event.type === "seat.changed" && me.colleague(Number(event.data["staff_id"])) === undefined) void me.load();
  });

  return { seats, have, mine, missed, crew, available, presence, state, load, follow, choose };
});
