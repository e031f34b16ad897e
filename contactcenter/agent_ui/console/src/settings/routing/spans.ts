import { locale } from "../../i18n";

/** So many seconds as people say it: `45 sec`, `2 min`, `1 hr`, `45 秒`. */
export function said(seconds: number): string {
  const [value, unit] = seconds % 3_600 === 0 && seconds > 0 ? [seconds / 3_600, "hour"] : seconds % 60 === 0 && seconds > 0 ? [seconds / 60, "minute"] : [seconds, "second"];
  // Numbers and Chinese letters stand apart everywhere else, too.
  if (locale() === "zh-Hans") return `${value} ${{ hour: "小时", minute: "分钟", second: "秒" }[unit as "hour" | "minute" | "second"]}`;
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "short" }).format(value);
}

/** Times to choose from, with the one that is set among them. */
export function choices(usual: readonly number[], set: number | null): number[] {
  return [...new Set([...usual, ...(set === null ? [] : [set])])].sort((a, b) => a - b);
}
