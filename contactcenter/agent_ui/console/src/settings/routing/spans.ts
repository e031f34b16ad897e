import { locale } from "../../i18n";

/** So many seconds as people say it: `45 sec`, `2 min`, `1 hr`. */
export function said(seconds: number): string {
  const [value, unit] = seconds % 3_600 === 0 && seconds > 0 ? [seconds / 3_600, "hour"] : seconds % 60 === 0 && seconds > 0 ? [seconds / 60, "minute"] : [seconds, "second"];
  return new Intl.NumberFormat(locale() === "zh-Hans" ? "zh-CN" : "en", { style: "unit", unit, unitDisplay: "short" }).format(value);
}

/** Times to choose from, with the one that is set among them. */
export function choices(usual: readonly number[], set: number | null): number[] {
  return [...new Set([...usual, ...(set === null ? [] : [set])])].sort((a, b) => a - b);
}
