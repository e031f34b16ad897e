import { defineStore } from "pinia";
import { shallowRef } from "vue";

import type { ListedTicket, Needs, ShownRecord, TicketDetail, Transaction, WireEvent } from "../generated/shapes.gen";
import { EMPTY, merged, mergedLines, reduce, type State, type Thread } from "./reduce";

const THREADS_KEPT = 8;
const ROWS_KEPT = 2_000;
const EVENTS_KEPT = 1_000;

type Heard = (event: WireEvent, before: State, after: State) => void;

/** The one copy of what this screen knows; events and answers are put into it, everything else looks. */
export const useWorld = defineStore("world", () => {
  const state = shallowRef<State>(EMPTY);
  const listeners = new Set<Heard>();
  /** The last events, and the position since which none of them is missing: for answers that events overtook. */
  let recent: WireEvent[] = [];
  let recentFrom = 0;
  /** Threads in the order in which they were last looked at, the oldest first. */
  const looked: number[] = [];

  function begin(position: number): void {
    state.value = { ...state.value, position };
    recent = [];
    recentFrom = position;
  }

  function take(events: readonly WireEvent[], position: number): void {
    for (const event of events) {
      const before = state.value;
      state.value = reduce(before, event);
      if (state.value === before) continue;
      recent.push(event);
      for (const listener of listeners) listener(event, before, state.value);
    }
    if (position > state.value.position) state.value = { ...state.value, position };
    if (recent.length > 2 * EVENTS_KEPT) {
      recentFrom = recent[EVENTS_KEPT - 1]!.position;
      recent = recent.slice(EVENTS_KEPT);
    }
  }

  /** What happened after a position; null when that is too long ago to know. */
  function since(position: number): WireEvent[] | null {
    return position < recentFrom ? null : recent.filter((event) => event.position > position);
  }

  /** Hear every event once, after it was taken in. Returns how to stop. */
  function hear(listener: Heard): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Put rows that an answer brought; one that events made fresher stays. */
  function putRows(rows: readonly ListedTicket[]): void {
    const tickets = { ...state.value.tickets };
    for (const row of rows) {
      const known = tickets[row.id];
      if (known === undefined || known.version <= row.version) {
        tickets[row.id] = { ...row, read_version: Math.max(row.read_version, known?.read_version ?? 0) };
      }
    }
    state.value = { ...state.value, tickets };
  }

  function putThread(id: number, fresh: Thread): void {
    state.value = { ...state.value, threads: { ...state.value.threads, [id]: fresh } };
  }

  /** A stretch of a thread: joined to what is here. What is here came later, by an event, and stays. */
  function joinThread(id: number, stretch: Thread): void {
    const known = state.value.threads[id] ?? { messages: [], activity: [] };
    putThread(id, {
      messages: merged(stretch.messages, known.messages),
      activity: mergedLines(stretch.activity, known.activity),
    });
  }

  /**
   * An answer about one ticket: as fresh as its position, then brought up to now by the events that overtook it.
   * Earlier messages that were read before stay above it. False when it is too old to be used.
   */
  function putDetail({ ticket, messages, activity, position }: TicketDetail): boolean {
    const missed = since(position);
    if (missed === null) return false;
    const fresh = missed.reduce<State>(reduce, { ...EMPTY, tickets: { [ticket.id]: ticket }, threads: { [ticket.id]: { messages, activity } }, position });
    const thread = fresh.threads[ticket.id];
    const row = fresh.tickets[ticket.id];
    if (thread === undefined || row === undefined) return false;
    putRows([row]);
    const known = state.value.threads[ticket.id];
    const at = known?.messages.findIndex((one) => one.id === messages[0]?.id) ?? -1;
    const above = at > 0 ? known!.messages.slice(0, at) : [];
    putThread(ticket.id, { messages: merged(above, thread.messages), activity: mergedLines(above.length > 0 ? known!.activity : [], thread.activity) });
    return true;
  }

  /** A ticket's reference record, brought up to now by the events that overtook it. False when it is too old for that. */
  function putRecord({ record, position }: ShownRecord): boolean {
    const missed = since(position);
    if (missed === null) return false;
    const fresh = missed.reduce<State>(reduce, { ...EMPTY, records: { [record.ticket_id]: record }, position });
    state.value = { ...state.value, records: { ...state.value.records, ...fresh.records } };
    return true;
  }

  /** A transaction that an answer brought; one that events made fresher stays. */
  function putTransaction(ticketId: number, row: Transaction): void {
    const known = state.value.records[ticketId];
    if (known === undefined || known.transactions.some((one) => one.id === row.id && one.version > row.version)) return;
    const transactions = [...known.transactions.filter((one) => one.id !== row.id), row].sort((a, b) => a.id - b.id);
    state.value = { ...state.value, records: { ...state.value.records, [ticketId]: { ...known, need_id: row.need_id ?? known.need_id, transactions } } };
  }

  /** The tree of needs, likewise. */
  function putNeeds({ items, position }: Needs): boolean {
    const missed = since(position);
    if (missed === null) return false;
    const needs = Object.fromEntries(items.map((one) => [one.id, one]));
    state.value = { ...state.value, needs: missed.reduce<State>(reduce, { ...EMPTY, needs, position }).needs };
    return true;
  }

  /** Keep the threads looked at last, and let go of the rest. */
  function look(id: number): void {
    const at = looked.indexOf(id);
    if (at >= 0) looked.splice(at, 1);
    looked.push(id);
    while (looked.length > THREADS_KEPT) {
      const gone = looked.shift()!;
      const { [gone]: _thread, ...threads } = state.value.threads;
      const { [gone]: _record, ...records } = state.value.records;
      state.value = { ...state.value, threads, records };
    }
  }

  /** Let go of rows that nobody shows, once there are many. */
  function prune(shown: ReadonlySet<number>): void {
    const ids = Object.keys(state.value.tickets);
    if (ids.length <= ROWS_KEPT) return;
    const tickets: Record<number, ListedTicket> = {};
    for (const id of [...shown, ...looked]) {
      const row = state.value.tickets[id];
      if (row !== undefined) tickets[id] = row;
    }
    state.value = { ...state.value, tickets };
  }

  /** Forget all conversations and their records: they are loaded anew when looked at. */
  function forgetThreads(): void {
    state.value = { ...state.value, threads: {}, records: {} };
  }

  return { state, begin, take, since, hear, putRows, putThread, joinThread, putDetail, putRecord, putTransaction, putNeeds, look, prune, forgetThreads };
});
