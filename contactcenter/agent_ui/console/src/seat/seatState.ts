import type { Presence, Seat } from "../generated/shapes.gen";

export type SeatState = Presence | "ringing" | "on_call" | "full";

/** Whoever can be given something comes first. */
export const STATES: readonly SeatState[] = ["available", "ringing", "on_call", "full", "busy", "wrap_up", "away", "offline"];

/** What a seat must be so that something passed on rings there (`queue/pass_on.py`); advice may be asked for at any time. */
const READY = { cold: new Set<Presence>(["available"]), warm: new Set<Presence>(["available", "busy", "wrap_up"]) };

/** Whether it would ring at that seat now. Nobody has a call and a chat together. */
export function mayRing(seat: Pick<Seat, "presence" | "has_room" | "rings" | "chats"> | undefined, way: keyof typeof READY, call: boolean): boolean {
  return seat !== undefined && READY[way].has(seat.presence) && seat.has_room && !seat.rings && !(call && seat.chats > 0);
}

/** What a seat is in truth, for the board, the pill and every list of colleagues: available says what its librarian is ready for, and not whether there is room. */
export function stateOf(seat: Pick<Seat, "presence" | "has_room" | "rings" | "calls"> | undefined): SeatState {
  if (seat === undefined) return "offline";
  if (seat.presence !== "available") return seat.presence;
  if (seat.rings) return "ringing";
  if (seat.has_room) return "available";
  return (seat.calls ?? 0) > 0 ? "on_call" : "full";
}
