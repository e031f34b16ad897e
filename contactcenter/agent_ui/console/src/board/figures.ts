import { locale } from "../i18n";

/** What there is no number for. */
export const NOTHING = "–";
const STOPS_AT = 1_000;

/** A length of time as a clock shows it: 0:07, 12:40, 2:05:09. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export function mean(seconds: number | null): string {
  return seconds === null ? NOTHING : elapsed(Math.round(seconds) * 1_000);
}

/** A share as people read it. Rounded down, so that 100 % is all of them. */
export function share(part: number | null): string {
  if (part === null) return NOTHING;
  return new Intl.NumberFormat(locale() === "zh-Hans" ? "zh-CN" : "en-GB", { style: "percent", maximumFractionDigits: 0 }).format(Math.floor(part * 100 + 1e-9) / 100);
}

/** A number of seconds with its unit, as it stands in a sentence. */
export function span(seconds: number): string {
  return locale() === "zh-Hans" ? `${seconds} 秒` : `${seconds} s`;
}

export function counted(count: number): string {
  return count >= STOPS_AT ? "999+" : String(count);
}

export function signed(steps: number): string {
  return steps > 0 ? `+${steps}` : String(steps).replace("-", "−");
}

export function clock(instant: string, seconds = false): string {
  return new Intl.DateTimeFormat(locale() === "zh-Hans" ? "zh-CN" : "en-GB", { hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) }).format(new Date(instant));
}
