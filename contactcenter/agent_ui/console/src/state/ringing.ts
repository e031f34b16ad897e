/** Seats and what rings at mine, followed by events (law 4). Pure, without Vue; plain Node can run it. */

import type { OfferKind, Presence, Seat, TicketRow, WireEvent } from "../generated/shapes.gen";

/** A ticket that rings at my seat. */
export interface Ringing {
  id: number;
  /** From the line, passed on by a colleague, or they ask me in beside them. */
  kind: OfferKind;
  from_staff_id: number | null;
  /** As it was when it began to ring. */
  ticket: TicketRow;
  waited_since: string;
  offered_at: string;
  expires_at: string;
}

export type SeatsById = Record<number, Seat>;

/** What rings at my seat after an event. Who loses sight of a ticket is told to drop it: then it rings no longer. */
export function rung(offers: readonly Ringing[], event: WireEvent, me: number): readonly Ringing[] {
  const { data } = event;
  if (event.type === "offer.ended") return without(offers, (one) => one.id === data["offer_id"]);
  if (event.type === "ticket.dropped") return without(offers, (one) => one.ticket.id === data["ticket_id"]);
  if (event.type !== "offer.made" || data["staff_id"] !== me || event.ticket === null) return offers;
  if (offers.some((one) => one.id === data["offer_id"])) return offers;
  return [...offers, {
    id: Number(data["offer_id"]), kind: (data["kind"] ?? "line") as OfferKind, from_staff_id: typeof data["from_staff_id"] === "number" ? data["from_staff_id"] : null, ticket: event.ticket, waited_since: String(data["waited_since"]), offered_at: event.at, expires_at: String(data["expires_at"]),
  }];
}

function without(offers: readonly Ringing[], over: (one: Ringing) => boolean): readonly Ringing[] {
  return offers.some(over) ? offers.filter((one) => !over(one)) : offers;
}

/** Who sits where after an event. What a seat holds and whether it rings is not told by it: that stays as it was known. */
export function seated(seats: SeatsById, event: WireEvent): SeatsById {
  if (event.type !== "seat.changed") return seats;
  const { data } = event;
  const staffId = Number(data["staff_id"]);
  const known = seats[staffId];
  return {
    ...seats,
    [staffId]: {
      staff_id: staffId, presence: data["presence"] as Presence, reason: text(data["reason"]), since: String(data["since"]),
      until: text(data["until"]), chats: known?.chats ?? 0, calls: known?.calls ?? 0, has_room: known?.has_room ?? true, rings: known?.rings ?? false,
    },
  };
}

/** Where it rings, or whose hands were filled or emptied, by an event: how their seats stand is then asked for anew. */
export function handled(event: WireEvent, before: TicketRow | undefined, after: TicketRow | undefined): readonly number[] {
  // Who is rung or speaks is on the telephone, whatever ticket that is, and whether or not its patron is there yet.
  if (event.type === "call.leg_changed" || event.type === "call.ended") return typeof event.data["staff_id"] === "number" ? [event.data["staff_id"]] : [];
  if (/^(offer|colleague)\./.test(event.type)) return [Number(event.data["staff_id"])];
  if (!before?.live && !after?.live) return [];
  if (before?.assignee_id === after?.assignee_id && before?.lane === after?.lane && before?.live === after?.live) return [];
  return [before?.assignee_id, after?.assignee_id].filter((one): one is number => one != null);
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
