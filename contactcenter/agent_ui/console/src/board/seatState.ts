import type { BoardSeat, Presence } from "../generated/shapes.gen";

export type SeatState = Presence | "ringing" | "on_call" | "full";

/** Whoever can be given something comes first. */
export const STATES: readonly SeatState[] = ["available", "ringing", "on_call", "full", "busy", "wrap_up", "away", "offline"];

/** What a seat is in truth: available says what its librarian is ready for, and not whether there is room. */
export function stateOf(seat: Pick<BoardSeat, "presence" | "has_room" | "ring" | "calls">): SeatState {
  if (seat.presence !== "available") return seat.presence;
  if (seat.ring !== null) return "ringing";
  if (seat.has_room) return "available";
  return seat.calls > 0 ? "on_call" : "full";
}
