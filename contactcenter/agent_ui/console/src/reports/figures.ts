import { mean, NOTHING, share } from "../board/figures";
import { percent } from "../board/percent";
import type { Meaning, MeasureDefinition, MeasureUnit } from "../generated/shapes.gen";
import { locale } from "../i18n";

function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(locale() === "zh-Hans" ? "zh-CN" : "en-GB", { maximumFractionDigits: digits }).format(value);
}

/** A value with its unit, as people read it. */
export function shown(value: number | null, unit: MeasureUnit): string {
  if (value === null) return NOTHING;
  if (unit === "share") return share(value);
  if (unit === "seconds") return mean(value);
  return number(value, unit === "minutes" ? 1 : 0);
}

export function said(meaning: Meaning): string {
  return locale() === "zh-Hans" ? meaning.zh_hans : meaning.en;
}

/** By how much a value has changed: of shares in points, of everything else in percent. Null: nothing to compare. */
export function change(value: number | null, before: number | null, unit: MeasureUnit): string | null {
  if (value === null || before === null || (unit !== "share" && before === 0)) return null;
  const by = unit === "share" ? percent(value) - percent(before) : percent(value / before - 1);
  const sign = by > 0 ? "+" : by < 0 ? "−" : "±";
  return `${sign}${number(Math.abs(by))}${unit === "share" ? (locale() === "zh-Hans" ? " 个百分点" : " pp") : " %"}`;
}

/** Whether a change is for the better (1), for the worse (-1), or neither. */
export function turn(value: number | null, before: number | null, one: MeasureDefinition): number {
  return value === null || before === null ? 0 : Math.sign(value - before) * one.better;
}

/** A day, or the month that begins with it. */
export function dated(at: string, step: "day" | "month", short = false): string {
  const options: Intl.DateTimeFormatOptions = step === "month" ? { year: "numeric", month: "short" } : short ? { day: "numeric", month: "short" } : { weekday: "short", day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(locale() === "zh-Hans" ? "zh-CN" : "en-GB", { ...options, timeZone: "UTC" }).format(new Date(`${at}T12:00:00Z`));
}
