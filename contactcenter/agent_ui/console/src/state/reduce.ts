/**
 * Following along: old state and an event make the new state (law 4). Pure, without Vue; plain Node can run it.
 *
 * `tickets` holds rows that some list or pane shows, `threads` and `records` the conversations that are open and their
 * reference records, `needs` the tree once it was read. A thread that the
 * event does not carry whole (a very large merge) is forgotten: the screen loads it anew.
 */

import type { Activity, ListedTicket, Message, Need, TicketRecord, TicketRow, WireEvent } from "../generated/shapes.gen";
import { compareInstants } from "./instants.ts";

export interface Thread {
  messages: Message[];
  activity: Activity[];
}

export interface State {
  tickets: Record<number, ListedTicket>;
  threads: Record<number, Thread>;
  records: Record<number, TicketRecord>;
  /** Null until it was read. */
  needs: Record<number, Need> | null;
  /** The last event that was taken in. */
  position: number;
}

/** Events told as quiet lines between the messages. */
const TOLD: ReadonlySet<string> = new Set([
  "ticket.opened", "ticket.assigned", "ticket.state_changed", "ticket.moved", "ticket.prioritised", "ticket.retitled", "ticket.tagged", "ticket.untagged", "ticket.merged",
  "ticket.unmerged", "messages.moved", "tickets.linked", "tickets.unlinked", "colleague.asked", "colleague.joined", "colleague.left",
  "reply.withdrawn", "message.rescued", "message.set_aside", "offer.made", "offer.ended", "patron.came", "patron.left",
  "promise.broken", "ticket.left_open", "ticket.macro_applied", "ticket.listened", "call.begun", "call.answered", "call.ended", "call.troubled", "call.consented", "call.guest_changed",
]);

export const EMPTY: State = { tickets: {}, threads: {}, records: {}, needs: null, position: 0 };

/** The state after an event. What was taken in before changes nothing. */
export function reduce(state: State, event: WireEvent): State {
  if (event.position <= state.position) return state;
  const next: State = { ...state, position: event.position };
  if (event.needs.length > 0 && next.needs !== null) next.needs = { ...next.needs, ...Object.fromEntries(event.needs.map((one) => [one.id, one])) };
  const ticketId = number(event.data["ticket_id"]);
  if (ticketId === null) return next;
  if (event.type === "ticket.dropped") return forget(next, ticketId);
  next.tickets = withRow(next.tickets, event, ticketId);
  next.threads = withThread(next.threads, event, ticketId);
  if (event.record !== null && next.records[ticketId] !== undefined) next.records = { ...next.records, [ticketId]: event.record };
  return next;
}

function forget(state: State, ticketId: number): State {
  return { ...state, tickets: without(state.tickets, ticketId), threads: without(state.threads, ticketId), records: without(state.records, ticketId) };
}

function withRow(tickets: State["tickets"], event: WireEvent, ticketId: number): State["tickets"] {
  const known = tickets[ticketId];
  if (event.type === "ticket.read") {
    const upTo = number(event.data["up_to_version"]) ?? 0;
    if (known !== undefined && upTo > known.read_version) {
      return { ...tickets, [ticketId]: { ...known, read_version: upTo } };
    }
    return tickets;
  }
  if (event.ticket === null) return tickets;
  return { ...tickets, [ticketId]: newer(known, event.ticket, event.read_version ?? 0) };
}

/** The row as the event brings it, unless a fresher one is here already; how far I have read never goes back. */
export function newer(known: ListedTicket | undefined, row: TicketRow, read: number): ListedTicket {
  const read_version = Math.max(known?.read_version ?? 0, read);
  return { ...(known !== undefined && known.version > row.version ? known : row), read_version };
}

function withThread(threads: State["threads"], event: WireEvent, ticketId: number): State["threads"] {
  let next = threads;
  if (event.type === "delivery.changed") {
    // A reply stands in every thread that its ticket was merged into.
    for (const [id, thread] of Object.entries(threads)) next = { ...next, [id]: replaced(thread, event.messages) };
    return next;
  }
  const thread = next[ticketId];
  if (thread === undefined) return next;
  const moved = afterMove(thread, event, ticketId);
  if (moved === null) return without(next, ticketId);
  return { ...next, [ticketId]: { ...moved, activity: withLine(moved.activity, event) } };
}

/** The thread with the event's messages; null when the event could not carry them all. */
function afterMove(thread: Thread, event: WireEvent, ticketId: number): Thread | null {
  const ids = numbers(event.data["message_ids"]);
  if (event.type === "ticket.merged") {
    // Its own messages stay with it; those that came by an earlier merge went on with the root.
    return { ...thread, messages: thread.messages.filter((one) => one.ticket_id === ticketId) };
  }
  if (event.type === "messages.moved" && event.data["direction"] === "out") {
    return { ...thread, messages: thread.messages.filter((one) => !ids.includes(one.id)) };
  }
  if (event.type === "reply.withdrawn") {
    return { ...thread, messages: thread.messages.filter((one) => one.id !== number(event.data["message_id"])) };
  }
  const messages = merged(thread.messages, event.messages);
  const here = new Set(messages.map((one) => one.id));
  return ids.every((id) => here.has(id)) ? { ...thread, messages } : null;
}

function replaced(thread: Thread, fresh: readonly Message[]): Thread {
  const byId = new Map(fresh.map((one) => [one.id, one]));
  if (!thread.messages.some((one) => byId.has(one.id))) return thread;
  return { ...thread, messages: thread.messages.map((one) => byId.get(one.id) ?? one) };
}

/** Two stretches of a thread as one, in its order, each message once; `fresh` wins. */
export function merged(known: readonly Message[], fresh: readonly Message[]): Message[] {
  if (fresh.length === 0) return [...known];
  const byId = new Map(known.map((one) => [one.id, one]));
  for (const one of fresh) byId.set(one.id, one);
  return [...byId.values()].sort((a, b) => compareInstants(a.created_at, b.created_at) || a.id - b.id);
}

/** Quiet lines as one list in the order of the ticket's versions, each once. */
export function mergedLines(known: readonly Activity[], fresh: readonly Activity[]): Activity[] {
  const byVersion = new Map(known.map((one) => [one.version, one]));
  for (const one of fresh) byVersion.set(one.version, one);
  return [...byVersion.values()].sort((a, b) => a.version - b.version);
}

function withLine(activity: readonly Activity[], event: WireEvent): Activity[] {
  // What stepped back with a withdrawn answer is told by that.
  if (!TOLD.has(event.type) || event.data["reason"] === "withdrawn") return [...activity];
  const { version, type, at, actor, data } = event;
  return mergedLines(activity, [{ version, type, at, actor, data }]);
}

function without<T>(record: Record<number, T>, id: number): Record<number, T> {
  if (record[id] === undefined) return record;
  const { [id]: _gone, ...rest } = record;
  return rest;
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((one): one is number => typeof one === "number") : [];
}
