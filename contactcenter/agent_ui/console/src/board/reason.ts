import { useI18n } from "vue-i18n";

import type { Seat } from "../generated/shapes.gen";
import { useMe } from "../state/me";

/** Why a seat is as it is: one of the house's reasons, or ours; nothing where there is no word for it. */
export function useReason(): (seat: Seat) => string {
  const me = useMe();
  const { t, te } = useI18n();
  return ({ reason }) => {
    if (reason === null) return "";
    const ours = me.who.away_reasons.find((one) => one.code === reason);
    if (ours !== undefined) return me.named(ours);
    return te(`board.why.${reason}`) ? t(`board.why.${reason}`) : "";
  };
}
