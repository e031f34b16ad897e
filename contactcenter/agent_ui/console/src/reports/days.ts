/** Days as `YYYY-MM-DD`, reckoned without any zone: which day it is, the server says. */
const MS = 86_400_000;

export const PRESETS = ["today", "yesterday", "week", "month30", "thisMonth", "lastMonth", "thisYear", "lastYear"] as const;
export type Preset = (typeof PRESETS)[number];

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * MS).toISOString().slice(0, 10);
}

function iso(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}

/** First and last day of a preset, seen from a day. */
export function days(preset: Preset, today: string): [first: string, last: string] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1];
  switch (preset) {
    case "today": return [today, today];
    case "yesterday": return [shifted(today, -1), shifted(today, -1)];
    case "week": return [shifted(today, -6), today];
    case "month30": return [shifted(today, -29), today];
    case "thisMonth": return [iso(year, month, 1), today];
    case "lastMonth": return [iso(year, month - 1, 1), iso(year, month, 0)];
    case "thisYear": return [iso(year, 0, 1), today];
    case "lastYear": return [iso(year - 1, 0, 1), iso(year - 1, 11, 31)];
  }
}

/** Which preset these days are, if any. */
export function presetOf(first: string, last: string, today: string): Preset | "" {
  return PRESETS.find((one) => days(one, today).join() === [first, last].join()) ?? "";
}
