import { useI18n } from "vue-i18n";

import { useMe } from "../state/me";
import { useSeats } from "../state/seats";
import { STATES, type SeatState } from "./seatState";

/** What somebody is ready for, and whether they have room for it, in words. `forCall`: it is a call that is to ring there. */
export function useNaming(forCall: () => boolean = () => false) {
  const me = useMe();
  const seats = useSeats();
  const { t, te } = useI18n();

  function reason(code: string | null): string {
    if (code === null) return "";
    const own = me.who.away_reasons.find((one) => one.code === code);
    if (own !== undefined) return me.named(own);
    return te(`seat.why.${code}`) ? t(`seat.why.${code}`) : "";
  }

  /** Nobody has a call and a chat together. */
  function stands(staffId: number): SeatState {
    const state = seats.state(staffId);
    return state === "available" && forCall() && (seats.seats[staffId]?.chats ?? 0) > 0 ? "full" : state;
  }

  /** "Away · Lunch" */
  function state(staffId: number): string {
    const seat = seats.seats[staffId];
    const why = reason(seat?.reason ?? null);
    return why === "" ? t(`seat.${stands(staffId)}`) : `${t(`seat.${stands(staffId)}`)} · ${why}`;
  }

  /** For a list to pick colleagues from: whoever can answer now comes first. */
  function byPresence<T extends { id: number; name: string }>(people: readonly T[]): T[] {
    const rank = (one: T): number => STATES.indexOf(stands(one.id));
    return [...people].sort((a, b) => rank(a) - rank(b));
  }

  /** A colleague in such a list. Whoever never sits (without a queue) has no sign. */
  function sign(staffId: number): { hint: string; presence: SeatState } {
    return { hint: state(staffId), presence: stands(staffId) };
  }

  return { reason, state, byPresence, sign };
}
