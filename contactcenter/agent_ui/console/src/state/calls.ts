import { defineStore } from "pinia";
import { computed, reactive, shallowRef } from "vue";

import { calls as api } from "../api/calls";
import { partOf } from "../call/partOf";
import type { Call } from "../generated/shapes.gen";
import { useConversation } from "./conversation";
import { useMe } from "./me";
import { setServerClock } from "./serverClock";
import { useToasts } from "./toasts";
import { useWorld } from "./world";

/** The calls of the ticket on screen, and what is done in the one that goes on. */
export const useCalls = defineStore("calls", () => {
  const world = useWorld();
  const conversation = useConversation();
  const toasts = useToasts();
  const me = useMe();
  const of = shallowRef<{ ticket: number; items: readonly Call[] }>({ ticket: 0, items: [] });
  let asked = 0;
  /** Legs of mine that came to nothing, and of which that is known. */
  const known = reactive(new Set<number>());

  const items = computed(() => (of.value.ticket === conversation.id ? of.value.items : []));
  /** The call that goes on; the newest, where they are to be called back while they hang up. */
  const current = computed(() => items.value.filter((one) => one.state !== "ended").at(-1));
  const legs = computed(() => current.value?.legs.filter((one) => one.state !== "over") ?? []);
  const caller = computed(() => legs.value.find((one) => one.part === "caller"));
  const mine = computed(() => legs.value.find((one) => one.staff_id === me.who.id && one.part === "librarian"));
  const owner = computed(() => conversation.ticket?.assignee_id ?? null);
  /** Accepted this moment: the owner's telephone rings in the next. Whose ticket a colleague calls out from is not rung. */
  const unrung = computed(() => owner.value !== null && current.value?.way !== "out" && !current.value?.legs.some((one) => one.staff_id === owner.value));
  const part = computed(() => partOf(legs.value, me.who.id, owner.value, conversation.part === "joined", unrung.value));
  const talks = computed(() => current.value?.state === "talking" || current.value?.state === "held");
  /** It rings at me, and others are with the patron. */
  const rung = computed(() => part.value === "rung" && talks.value);
  /** Who is with the patron only until another telephone is answered does not end it for them; nor who is rung meanwhile. */
  const mayHangUp = computed(() => part.value !== "until" && !(rung.value && conversation.part !== "joined"));
  const watching = computed(() => legs.value.find((one) => one.staff_id === me.who.id && one.part === "supervisor"));

  async function load(ticket: number): Promise<void> {
    const turn = ++asked;
    const began = performance.now();
    try {
      const found = await api.of(ticket);
      setServerClock(found.now, began);
      if (turn === asked) of.value = { ticket, items: found.items };
    } catch {
      // What was known stays; the connection bar says that the screen is stale.
    }
  }

  /** `said`: true where what is refused is said where it was asked for. */
  async function does(act: (call: Call) => Promise<unknown>, said?: (error: unknown) => boolean): Promise<boolean> {
    const call = current.value;
    if (call === undefined) return false;
    try {
      await act(call);
      return true;
    } catch (error) {
      if (!said?.(error)) toasts.sorry(error);
      return false;
    } finally {
      if (conversation.id !== null) void load(conversation.id);
    }
  }

  const hold = () => !rung.value && does((call) => api.hold(call.id, call.state !== "held"));
  const mute = () => !rung.value && does((call) => api.mute(call.id, !mine.value?.muted));
  const hangUp = () => mayHangUp.value && does((call) => api.hangUp(call.id));
  const third = (number: string, said: (error: unknown) => boolean) => does((call) => api.third(call.id, number), said);
  const letOut = (leg: number) => does((call) => api.letOut(call.id, leg));
  const knows = (leg: number) => known.add(leg);

  function supervise(mode: "listen" | "whisper" | "speak" | null): Promise<boolean> {
    // Whoever leaves while it rings knows why they are not in.
    if (mode === null && watching.value !== undefined) knows(watching.value.id);
    return does((call) => api.supervise(call.id, mode));
  }

  async function out(number: string | null, said: (error: unknown) => boolean): Promise<boolean> {
    const ticket = conversation.id;
    if (ticket === null) return false;
    try {
      of.value = { ticket, items: (await api.out(ticket, number)).items };
      return true;
    } catch (error) {
      if (!said(error)) toasts.sorry(error);
      return false;
    }
  }

  world.hear((event) => {
    if (event.type.startsWith("call.") && event.data["ticket_id"] === conversation.id) void load(conversation.id!);
  });

  return { items, current, legs, caller, mine, part, talks, rung, mayHangUp, watching, load, hold, mute, hangUp, third, letOut, supervise, known, knows, out };
});
