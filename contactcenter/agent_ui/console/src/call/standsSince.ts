import type { Call } from "../generated/shapes.gen";

/**
 * From when the clock beside a call's state runs: a wait from when they stood in the line, as everywhere; a
 * conversation from its first word; a ring, a hold and all else from when it began. Pure.
 */
export function standsSince(call: Pick<Call, "state" | "state_since" | "talked_at">, waiting: string | null): string {
  if (call.state === "waiting") return waiting ?? call.state_since;
  return call.state === "talking" ? (call.talked_at ?? call.state_since) : call.state_since;
}
