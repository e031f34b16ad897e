import { locale } from "../i18n";
import { clockface } from "../i18n/time";
import { percent } from "./percent";

/** What there is no number for. */
export const NOTHING = "–";
const STOPS_AT = 1_000;

export function mean(seconds: number | null): string {
  return seconds === null ? NOTHING : clockface(Math.round(seconds) * 1_000);
}

/** A share as people read it. */
export function share(part: number | null): string {
  if (part === null) return NOTHING;
  return new Intl.NumberFormat(locale() === "zh-Hans" ? "zh-CN" : "en-GB", { style: "percent", maximumFractionDigits: 0 }).format(percent(part) / 100);
}

/** A number of seconds with its unit, as it stands in a sentence. */
export function span(seconds: number): string {
  return locale() === "zh-Hans" ? `${seconds} 秒` : `${seconds} s`;
}

export function counted(count: number): string {
  return count >= STOPS_AT ? "999+" : String(count);
}

/** The time of day in a zone: on the board the library's, wherever one looks from. */
export function clock(instant: string, zone: string, seconds = false): string {
  return new Intl.DateTimeFormat(locale() === "zh-Hans" ? "zh-CN" : "en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) }).format(new Date(instant));
}
