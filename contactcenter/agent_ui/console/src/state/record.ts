import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import { records as api } from "../api/record";
import { clientId } from "../api/request";
import type { Estimated, Transaction } from "../generated/shapes.gen";
import { words } from "../i18n";
import { useConversation } from "./conversation";
import { useToasts } from "./toasts";
import { useWorld } from "./world";

export type Said = Partial<Pick<Transaction, "need_id" | "effort" | "mode" | "minutes" | "referral" | "kind">>;

/** Somebody who goes through the levels with the arrow keys says the one at which they stop. */
const PAUSE_MS = 450;
const AGAIN_MS = 1_000;
const VALUE: Record<keyof Said, Estimated | null> = { need_id: "need", effort: "effort", mode: "mode", minutes: "minutes", referral: "referral", kind: null };

/** The reference record of the open ticket. What is said shows at once and is sent a moment later. */
export const useRecord = defineStore("record", () => {
  const world = useWorld();
  const conversation = useConversation();
  const toasts = useToasts();
  /** The ticket whose effort takes the keyboard: at once, or as soon as it is on the screen. */
  const wanted = ref<number | null>(null);
  /** The transaction chosen among several; null: the newest. */
  const chosen = ref<number | null>(null);
  /** What was said and is not sent yet, by ticket. */
  const unsent = shallowRef<Record<number, Said>>({});
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  const sending = new Map<number, Promise<void>>();
  /** The first transaction of a ticket, made by hand twice at once, is one. */
  const once = new Map<number, string>();

  const record = computed(() => (conversation.id === null ? undefined : world.state.records[conversation.id]));
  const current = computed<Transaction | undefined>(() => currentOf(conversation.id));
  const said = computed<Said>(() => (conversation.id === null ? {} : (unsent.value[conversation.id] ?? {})));
  /** What the card shows: the transaction, and over it what was just said. */
  const shown = computed<Partial<Transaction> & { estimated: Estimated[] }>(() => {
    const spoken = Object.keys(said.value).map((name) => VALUE[name as keyof Said]);
    const row = current.value ?? { need_id: record.value?.need_id ?? null, estimated: [] };
    return { ...row, ...said.value, estimated: row.estimated.filter((one) => !spoken.includes(one)) };
  });
  const unconfirmed = computed(() => current.value !== undefined && current.value.confirmed_at === null && shown.value.estimated.length > 0);

  function currentOf(ticketId: number | null): Transaction | undefined {
    const rows = ticketId === null ? [] : (world.state.records[ticketId]?.transactions ?? []);
    return rows.find((one) => one.id === chosen.value) ?? rows.at(-1);
  }

  async function load(ticketId: number): Promise<void> {
    try {
      while (!world.putRecord(await api.of(ticketId))) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    } catch {
      // The conversation says what is wrong; the card stays empty.
    }
  }

  /** Say values of the open ticket's transaction; without one, it is made. */
  function say(values: Said): void {
    const id = conversation.id;
    if (id === null) return;
    unsent.value = { ...unsent.value, [id]: { ...unsent.value[id], ...values } };
    clearTimeout(timers.get(id));
    timers.set(id, setTimeout(() => void flush(id), PAUSE_MS));
  }

  /** Send what was said of a ticket, one after the other. Resolves when it has arrived, or was refused. */
  function flush(id: number): Promise<void> {
    clearTimeout(timers.get(id));
    const next = (sending.get(id) ?? Promise.resolve()).then(() => send(id));
    sending.set(id, next);
    return next;
  }

  async function send(id: number): Promise<void> {
    const values = unsent.value[id];
    if (values === undefined) return;
    const row = currentOf(id);
    try {
      if (row !== undefined) world.putTransaction(id, await api.change(row.id, { ...values, expected_version: row.version }));
      else if (Object.keys(values).join() === "need_id") await onlyNeed(id, values.need_id ?? null);
      else world.putTransaction(id, await api.add(id, { ...values, first: true, client_id: first(id) }));
    } catch (error) {
      toasts.sorry(error);
      await load(id);
    }
    forget(id, values);
  }

  /** What a ticket is about is known before there is anything to count. */
  async function onlyNeed(id: number, need: number | null): Promise<void> {
    await api.need(id, need);
    await load(id);
  }

  function first(id: number): string {
    if (!once.has(id)) once.set(id, clientId());
    return once.get(id)!;
  }

  /** What has arrived; what was said meanwhile stays. */
  function forget(id: number, sent: Said): void {
    const { [id]: now, ...others } = unsent.value;
    const left = Object.fromEntries(Object.entries(now ?? {}).filter(([name, value]) => sent[name as keyof Said] !== value));
    unsent.value = Object.keys(left).length > 0 ? { ...others, [id]: left } : others;
  }

  async function confirm(): Promise<void> {
    const id = conversation.id;
    if (id === null) return;
    await flush(id);
    const row = currentOf(id);
    if (row === undefined || row.confirmed_at !== null) return;
    try {
      world.putTransaction(id, await api.confirm(row.id, row.version));
      toasts.say(words("record.didConfirm"));
    } catch (error) {
      toasts.sorry(error);
      await load(id);
    }
  }

  /** One more: two questions in one ticket are two transactions. */
  async function another(): Promise<void> {
    const id = conversation.id;
    if (id === null) return;
    await flush(id);
    try {
      const row = await api.add(id, { client_id: clientId() });
      world.putTransaction(id, row);
      chosen.value = row.id;
      wanted.value = id;
    } catch (error) {
      toasts.sorry(error);
    }
  }

  async function remove(row: Transaction): Promise<void> {
    const id = conversation.id;
    if (id === null) return;
    try {
      await api.remove(row.id);
      chosen.value = null;
      await load(id);
      const back = (): void => void api.restore(row.id).then(() => load(id), toasts.sorry);
      toasts.say(words("record.didRemove"), { label: words("shell.undo"), run: back });
    } catch (error) {
      toasts.sorry(error);
    }
  }

  function focusEffort(): void {
    wanted.value = conversation.id;
  }

  return { record, current, shown, unconfirmed, wanted, chosen, load, say, flush, confirm, another, remove, focusEffort };
});
