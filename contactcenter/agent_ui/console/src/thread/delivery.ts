import { ref } from "vue";
import { useI18n } from "vue-i18n";

import type { Delivery } from "../generated/shapes.gen";
import { moment } from "../i18n/time";
import { sourceOf } from "./sourceOf";

export type Tone = "bad" | "warn" | "quiet-state";

/** How much a librarian must know of it. */
export function tone({ state }: Delivery): Tone {
  if (state === "failed" || state === "bounced") return "bad";
  return state === "delayed" ? "warn" : "quiet-state";
}

// Whether words are there (`te`) is nothing that a screen is drawn again for: this is.
const fetched = ref(0);
const arrived = (): void => { fetched.value += 1; };

/** A delivery in words. */
export function useDelivery() {
  const { t, te } = useI18n();

  /** What went wrong in our words, and when it is tried again. */
  function why({ code, channel, next_try_at: next }: Delivery): string {
    // What can go wrong with a text or a fax has words of its own, fetched when first wanted.
    const away = code !== null && fetched.value >= 0 && ((channel === "sms" && !te("texting.optedOut")) || (channel === "fax" && !te("fax.checking")));
    if (away) void (channel === "sms" ? import("../i18n/texts") : import("../i18n/fax")).then(arrived);
    const own = channel === "sms" ? `texting.code.${code}` : `fax.code.${code}`;
    const key = [own, `delivery.code.${code}`].find((one) => te(one));
    const words = code && !away ? t(key ?? "delivery.code.unknown") : "";
    return [words, next ? t("delivery.nextTry", { at: moment(next) }) : ""].filter(Boolean).join(" · ");
  }

  /** What the far side said of it, in its own language, and whose words that are. */
  function raw(delivery: Delivery): string {
    const source = tone(delivery) === "quiet-state" ? null : sourceOf(delivery);
    return source === null ? "" : t(`delivery.${source}`, { words: delivery.detail!.trim() });
  }

  return { why, raw };
}
