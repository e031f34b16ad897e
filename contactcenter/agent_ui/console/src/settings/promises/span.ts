import { words } from "../../i18n";

export type Unit = "minutes" | "hours";

const SECONDS: Record<Unit, number> = { minutes: 60, hours: 3_600 };

/** Seconds in the largest unit that says them whole. */
export function inUnit(seconds: number): { n: number; unit: Unit } {
  const unit: Unit = seconds > 0 && seconds % SECONDS.hours === 0 ? "hours" : "minutes";
  return { n: seconds / SECONDS[unit], unit };
}

export function seconds(span: { n: number; unit: Unit }): number {
  return Math.round(span.n * SECONDS[span.unit]);
}

export function said(of: number): string {
  const { n, unit } = inUnit(of);
  return `${Math.round(n * 10) / 10} ${words(`promises.${unit}`)}`;
}
