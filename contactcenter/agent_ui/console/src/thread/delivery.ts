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
    // What can go wrong with a text has words of its own, fetched when first wanted.
    const text = channel === "sms" && Boolean(code);
    if (text && !te("texting.optedOut")) void import("../i18n/texts");
    const key = text && te(`texting.code.${code}`) ? `texting.code.${code}` : `delivery.code.${code}`;
    const words = code ? (te(key) ? t(key) : code) : "";
    return [words, detail ?? "", next ? t("delivery.nextTry", { at: moment(next) }) : ""].filter(Boolean).join(" · ");
  }

  return { why };
}
