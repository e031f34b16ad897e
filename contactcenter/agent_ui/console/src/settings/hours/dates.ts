import { locale } from "../../i18n";

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale() === "zh-Hans" ? "zh-CN" : "en-GB", options);
}

/** Noon in UTC is the same day everywhere the date is shown in UTC. */
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

export function weekday(number: number, width: "long" | "short" = "long"): string {
  return format({ weekday: width, timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, number, 12)));  // 1 January 2024 was a Monday
}

export function dated(day: string): string {
  return format({ weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(noon(day));
}

export function shortly(day: string): string {
  return format({ weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(noon(day));
}

/** When it opens or closes, on the clock of its zone; without the day when that is today there. */
export function change(instant: string, timeZone: string): string {
  const at = new Date(instant);
  const day = new Intl.DateTimeFormat("en-CA", { timeZone });
  const far = at.getTime() - Date.now() > 6 * 86_400_000;
  const when: Intl.DateTimeFormatOptions = day.format(at) === day.format(new Date()) ? {} : far ? { day: "numeric", month: "short" } : { weekday: "short" };
  return format({ ...when, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(at);
}
