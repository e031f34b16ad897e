import { useI18n } from "vue-i18n";

import type { Delivery } from "../generated/shapes.gen";
import { moment } from "../i18n/time";

export type Tone = "bad" | "warn" | "quiet-state";

/** How much a librarian must know of it. */
export function tone({ state }: Delivery): Tone {
  if (state === "failed" || state === "bounced") return "bad";
  return state === "delayed" ? "warn" : "quiet-state";
}

/** A delivery in words. */
export function useDelivery() {
  const { t, te } = useI18n();

  /** What went wrong, and when it is tried again. */
  function why({ code, detail, channel, next_try_at: next }: Delivery): string {
    // What can go wrong with a text or a fax has words of its own, fetched when first wanted.
    if (code && channel === "sms" && !te("texting.optedOut")) void import("../i18n/texts");
    if (code && channel === "fax" && !te("fax.checking")) void import("../i18n/fax");
    const own = channel === "sms" ? `texting.code.${code}` : `fax.code.${code}`;
    const key = [own, `delivery.code.${code}`].find((one) => te(one));
    const words = code ? (key === undefined ? code : t(key)) : "";
    return [words, detail ?? "", next ? t("delivery.nextTry", { at: moment(next) }) : ""].filter(Boolean).join(" · ");
  }

  return { why };
}
