import { useI18n } from "vue-i18n";

import { useMe } from "../state/me";
import { useSeats } from "../state/seats";
import { STATES, type SeatState } from "./seatState";

/** What somebody is ready for, and whether they have room for it, in words. */
export function useNaming() {
  const me = useMe();
  const seats = useSeats();
  const { t, te } = useI18n();

  function reason(code: string | null): string {
    if (code === null) return "";
    const own = me.who.away_reasons.find((one) => one.code === code);
    if (own !== undefined) return me.named(own);
    return te(`seat.why.${code}`) ? t(`seat.why.${code}`) : "";
  }

  /** "Away · Lunch" */
  function state(staffId: number): string {
    const seat = seats.seats[staffId];
    const why = reason(seat?.reason ?? null);
    return why === "" ? t(`seat.${seats.state(staffId)}`) : `${t(`seat.${seats.state(staffId)}`)} · ${why}`;
  }

  /** For a list to pick colleagues from: whoever can answer now comes first. */
  function byPresence<T extends { id: number; name: string }>(people: readonly T[]): T[] {
    const rank = (one: T): number => STATES.indexOf(seats.state(one.id));
    return [...people].sort((a, b) => rank(a) - rank(b));
  }

  /** A colleague in such a list. Whoever never sits (without a queue) has no sign. */
  function sign(staffId: number): { hint: string; presence: SeatState } {
    return { hint: state(staffId), presence: seats.state(staffId) };
  }

  return { reason, state, byPresence, sign };
}
