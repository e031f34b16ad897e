export type Unit = "seconds" | "minutes" | "hours";
export type Span = { n: number; unit: Unit };

export const UNITS: readonly Unit[] = ["seconds", "minutes", "hours"];
const SECONDS: Record<Unit, number> = { seconds: 1, minutes: 60, hours: 3_600 };

/** Seconds in the largest unit that says them whole. */
export function inUnit(seconds: number): Span {
  const unit = [...UNITS].reverse().find((one) => seconds > 0 && seconds % SECONDS[one] === 0) ?? "seconds";
  return { n: seconds / SECONDS[unit], unit };
}

export function seconds(span: Span): number {
  return Math.round(span.n * SECONDS[span.unit]);
}
