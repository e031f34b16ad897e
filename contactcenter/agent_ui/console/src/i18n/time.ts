import { ref } from "vue";

import { locale } from "./index";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The time as screens use it; it moves every half minute, and everything relative moves with it. */
export const now = ref(Date.now());
setInterval(() => (now.value = Date.now()), MINUTE_MS / 2);

function tag(): string {
  return locale() === "zh-Hans" ? "zh-CN" : "en-GB";
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(instant: string | number, options: Intl.DateTimeFormatOptions): string {
  const key = `${tag()} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (made === undefined) formats.set(key, (made = new Intl.DateTimeFormat(tag(), options)));
  return made.format(new Date(instant));
}

export function startOfToday(): number {
  const day = new Date(now.value);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

/** As short as a list row has room for: 12 min, 3 h, Mon, 3 Nov, 3/11/24. */
export function short(instant: string): string {
  const then = Date.parse(instant);
  const age = Math.max(0, now.value - then);
  if (age < HOUR_MS) return relative(Math.floor(age / MINUTE_MS), "minute");
  if (then >= startOfToday()) return format(then, { hour: "2-digit", minute: "2-digit" });
  if (age < 6 * DAY_MS) return format(then, { weekday: "short" });
  if (age < 300 * DAY_MS) return format(then, { day: "numeric", month: "short" });
  return format(then, { year: "numeric", month: "short" });
}

function relative(value: number, unit: "minute"): string {
  if (locale() === "zh-Hans") return value < 1 ? "刚刚" : `${value} 分钟`;
  return value < 1 ? "now" : `${value} ${unit === "minute" ? "min" : unit}`;
}

/** The time of day, with the day before it when that is not today. */
export function moment(instant: string): string {
  const then = Date.parse(instant);
  const time = format(then, { hour: "2-digit", minute: "2-digit" });
  if (then >= startOfToday() && then < startOfToday() + DAY_MS) return time;
  const thisYear = new Date(then).getFullYear() === new Date(now.value).getFullYear();
  return `${format(then, { day: "numeric", month: "short", ...(thisYear ? {} : { year: "numeric" }) })}${locale() === "zh-Hans" ? " " : ", "}${time}`;
}

/** How long something lasts or lasted, as a clock shows it: 0:07, 12:40, 2 h 05, from two days on 6 d 10 h. */
export function clockface(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)];
  const two = (value: number): string => String(value).padStart(2, "0");
  if (hours === 0) return `${minutes}:${two(seconds % 60)}`;
  if (hours >= 48) return locale() === "zh-Hans" ? `${Math.floor(hours / 24)}天${hours % 24}小时` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
  return locale() === "zh-Hans" ? `${hours}小时${two(minutes % 60)}分` : `${hours} h ${two(minutes % 60)}`;
}

/** The same where there is room for figures alone: 0:07, 12:40, 2:05:09. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < HOUR_MS / 1_000) return clockface(ms);
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map((one, place) => (place === 0 ? String(one) : String(one).padStart(2, "0"))).join(":");
}

/** Names in a row, as the language puts them there. */
export function inARow(names: readonly string[]): string {
  return names.join(locale() === "zh-Hans" ? "、" : ", ");
}

/** Everything, for a tooltip. */
export function full(instant: string): string {
  return format(instant, { dateStyle: "full", timeStyle: "medium" });
}

export function day(instant: string): string {
  return format(instant, { day: "numeric", month: "short", year: "numeric" });
}

/** A length of bytes as people read it. */
export function bytes(size: number): string {
  if (size < 1_000) return `${size} B`;
  const [value, unit] = size < 1_000_000 ? [size / 1_000, "kilobyte"] : [size / 1_000_000, "megabyte"];
  return new Intl.NumberFormat(tag(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
